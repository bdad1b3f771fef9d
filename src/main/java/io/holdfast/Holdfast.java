package io.holdfast;

import io.holdfast.cli.HelpPages;
import io.holdfast.cli.HoldfastCommand;
import io.holdfast.cli.ServeCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process begins. A command that needs no server starts none. */
@QuarkusMain
public class Holdfast {

    public static void main(String... args) {
        System.exit(HelpPages.print(args) ? 0 : execute(args));
    }

    /** A server has nothing to parse, and does not wait for a parser: its classes, which no cache of classes can hold, take a tenth of the start. */
    private static int execute(String... args) {
        return ServeCommand.isMeant(args) ? ServeCommand.execute() : HoldfastCommand.execute(args);
    }
}

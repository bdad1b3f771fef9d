package io.holdfast;

import io.holdfast.cli.HelpPages;
import io.holdfast.cli.HoldfastCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process begins. A command that needs no server starts none. */
@QuarkusMain
public class Holdfast {

    public static void main(String... args) {
        System.exit(HelpPages.print(args) ? 0 : HoldfastCommand.execute(args));
    }
}

package io.holdfast;

import io.holdfast.cli.HoldfastCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process begins. A command that needs no server starts none. */
@QuarkusMain
public class Holdfast {

    public static void main(String... args) {
        System.exit(HoldfastCommand.execute(args));
    }
}

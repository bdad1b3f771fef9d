package io.holdfast.cli.console;

/** A colour of ECMA-48, for terminals only. */
public enum Colour {
    NONE(""),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    BLUE("34"),
    FAINT("2"),
    BOLD("1");

    private final String code;

    Colour(String code) {
        this.code = code;
    }

    String paint(String text) {
        return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}

package io.holdfast.cli.console;

/** How rows are printed. */
public enum OutputFormat {
    /** For people: as wide as the terminal. */
    TABLE,
    /** A list of objects, one on a line, with everything that is known of each. */
    JSON,
    /** RFC 4180, with a header. */
    CSV;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

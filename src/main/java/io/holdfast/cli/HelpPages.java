package io.holdfast.cli;

import io.holdfast.cli.console.StandardStreams;
import java.io.PrintStream;

/**
 * Help as it was written down when the program was made, in {@link HelpText}: to build a command line, read its annotations and lay out its options takes a JVM
 * twice as long as everything else that {@code --help} needs. A test holds the text against what the command line itself would print.
 *
 * <p>Does nothing that it can do without: no lambda, no pattern, no joining of strings by operator, no resource, nothing of picocli.
 */
public final class HelpPages {

    /** Before the name of each page. */
    static final char PAGE = '\f';

    /** What the pages are laid out for; where there is less room the command line lays them out anew. */
    static final int COLUMNS = 80;

    private HelpPages() {}

    /**
     * Prints the page that the arguments ask for: names of commands, then {@code --help}.
     *
     * @return false if there is none, and nothing was printed; or if it could not be written, which the command line tries in its turn, and says why
     */
    public static boolean print(String... arguments) {
        String name = name(arguments);
        if (name == null || (StandardStreams.outIsTerminal() && StandardStreams.columns() < COLUMNS)) {
            return false;
        }
        String page = page(name);
        if (page == null) {
            return false;
        }
        PrintStream out = System.out;
        out.print(page);
        return !out.checkError();
    }

    /** The name of the page, with spaces as on the command line; {@code null} if the arguments ask for something else. */
    private static String name(String... arguments) {
        int last = arguments.length - 1;
        if (last < 0 || !(arguments[last].equals("--help") || arguments[last].equals("-h"))) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < last; i++) {
            name.append(i == 0 ? "" : " ").append(arguments[i]);
        }
        return name.indexOf("\n") < 0 ? name.toString() : null;
    }

    /** The page of that name; {@code null} if there is none. */
    static String page(String name) {
        String pages = HelpText.PAGES;
        String head = new StringBuilder().append(PAGE).append(name).append('\n').toString();
        int begin = pages.indexOf(head);
        if (begin < 0) {
            return null;
        }
        int end = pages.indexOf(PAGE, begin + 1);
        return pages.substring(begin + head.length(), end < 0 ? pages.length() : end);
    }
}

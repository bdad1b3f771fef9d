package io.holdfast.cli.console;

import java.io.PrintWriter;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: what it found to {@code out}, how it goes to {@code err}. Either may be a terminal, a file or a pipe. */
public final class Terminal {

    private static final int NARROWEST = 20;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private final boolean colours;
    private OptionalInt width;

    private Terminal(
            PrintWriter out,
            PrintWriter err,
            boolean outIsTerminal,
            boolean errIsTerminal,
            boolean colours,
            OptionalInt width) {
        this.out = out;
        this.err = err;
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
        this.colours = colours;
        this.width = width;
    }

    /** The one that the command was started from. */
    public static Terminal of(CommandSpec command) {
        boolean out = StandardStreams.isTerminal(StandardStreams.OUT);
        // https://no-color.org
        String noColour = System.getenv("NO_COLOR");
        boolean colours = out && (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(
                command.commandLine().getOut(),
                command.commandLine().getErr(),
                out,
                StandardStreams.isTerminal(StandardStreams.ERR),
                colours,
                OptionalInt.empty());
    }

    /** A terminal of that width, in columns, with colours. */
    public static Terminal terminal(PrintWriter out, PrintWriter err, int width) {
        return new Terminal(out, err, true, true, true, OptionalInt.of(width));
    }

    /** Files or pipes. */
    public static Terminal files(PrintWriter out, PrintWriter err) {
        return new Terminal(out, err, false, false, false, OptionalInt.empty());
    }

    /** The same for what programs read, JSON and CSV. Files and pipes have no charset of their own. */
    public Terminal inUtf8() {
        return out instanceof StandardWriter standard
                ? new Terminal(standard.inUtf8(), err, outIsTerminal, errIsTerminal, colours, width)
                : this;
    }

    public PrintWriter out() {
        return out;
    }

    public PrintWriter err() {
        return err;
    }

    /** Whether somebody sees at once what is printed to {@link #out()}. */
    public boolean isOutTerminal() {
        return outIsTerminal;
    }

    /** Whether somebody sees at once what is printed to {@link #err()}. */
    public boolean isErrTerminal() {
        return errIsTerminal;
    }

    /** In columns; a file has room for everything. */
    public int width() {
        if (!outIsTerminal) {
            return Integer.MAX_VALUE;
        }
        return measuredWidth();
    }

    /** Of a line of progress, in columns. */
    int errWidth() {
        return errIsTerminal ? measuredWidth() : Integer.MAX_VALUE;
    }

    public String paint(Colour colour, String text) {
        return colours ? colour.paint(text) : text;
    }

    private int measuredWidth() {
        if (width.isEmpty()) {
            width = OptionalInt.of(Math.max(NARROWEST, StandardStreams.columns()));
        }
        return width.getAsInt();
    }
}

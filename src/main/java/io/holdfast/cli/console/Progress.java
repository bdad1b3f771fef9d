package io.holdfast.cli.console;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How far a long work is: a bar on a terminal, a plain line now and then elsewhere. Printed to {@code err}, so that what was found can be piped on. */
public final class Progress implements AutoCloseable {

    private static final long BAR_PACE_NANOS = 100_000_000L;
    private static final long LINE_PACE_NANOS = 10_000_000_000L;
    private static final int LONGEST_BAR = 40;
    private static final int SHORTEST_BAR = 10;

    private final Terminal terminal;
    private final String what;
    private final OptionalLong total;
    private final LongSupplier nanoTime;
    private final long begunNanos;
    private long done;
    private long shownNanos;
    private int shownWidth;

    /**
     * @param what is being done, in a word or two
     * @param total of the same unit as {@link #advance}; empty if nobody knows
     */
    public Progress(Terminal terminal, String what, OptionalLong total) {
        this(terminal, what, total, System::nanoTime);
    }

    Progress(Terminal terminal, String what, OptionalLong total, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
        this.nanoTime = nanoTime;
        this.begunNanos = nanoTime.getAsLong();
        this.shownNanos = begunNanos;
    }

    /** So much is done in all. */
    public void reach(long all) {
        advance(all - done);
    }

    /** More is done. May be called from one thread only. */
    public void advance(long more) {
        done += more;
        long now = nanoTime.getAsLong();
        if (now - shownNanos >= (terminal.isErrTerminal() ? BAR_PACE_NANOS : LINE_PACE_NANOS)) {
            shownNanos = now;
            show();
        }
    }

    /** Takes the bar away; without a terminal, says how much was done. */
    @Override
    public void close() {
        if (terminal.isErrTerminal()) {
            clear();
        } else {
            terminal.err().println(state());
        }
        terminal.err().flush();
    }

    private void show() {
        if (terminal.isErrTerminal()) {
            String line = PlainText.cut(bar(), terminal.errWidth() - 1);
            int width = PlainText.width(line);
            terminal.err().print('\r' + line + " ".repeat(Math.max(0, shownWidth - width)));
            shownWidth = width;
        } else {
            terminal.err().println(state());
        }
        terminal.err().flush();
    }

    private void clear() {
        if (shownWidth > 0) {
            terminal.err().print('\r' + " ".repeat(shownWidth) + '\r');
            shownWidth = 0;
        }
    }

    private String bar() {
        String state = state();
        int room = Math.min(LONGEST_BAR, terminal.errWidth() - PlainText.width(state) - 4);
        if (total.isEmpty() || room < SHORTEST_BAR) {
            return state;
        }
        int full = (int) (room * share());
        return "[" + "#".repeat(full) + "-".repeat(room - full) + "] " + state;
    }

    private String state() {
        // What is gone through may have grown meanwhile.
        String count = number(done) + (total.isPresent() ? " of " + number(Math.max(done, total.getAsLong())) : "");
        return what + ": " + count + percent() + left();
    }

    private String percent() {
        return total.isPresent() ? String.format(Locale.ROOT, " (%d%%)", (int) (100 * share())) : "";
    }

    private String left() {
        double elapsedSeconds = (nanoTime.getAsLong() - begunNanos) / 1e9;
        if (total.isEmpty() || done <= 0 || done >= total.getAsLong() || elapsedSeconds < 1) {
            return "";
        }
        long seconds = (long) Math.ceil(elapsedSeconds * (total.getAsLong() - done) / done);
        return seconds < 60 ? ", " + seconds + " s left" : ", " + (seconds + 59) / 60 + " min left";
    }

    private double share() {
        long all = total.orElse(0);
        return all <= 0 ? 1 : Math.min(1.0, (double) done / all);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}

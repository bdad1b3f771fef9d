package io.holdfast.trace;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A warning that an outage would have every caller write: callers come back and back, and the log would grow with them. The first is written, then one every
 * ten seconds at most, with how many were left out since the last. Each is written at DEBUG.
 */
public final class SeldomLine {

    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final Consumer<String> seldom;
    private final Consumer<String> each;
    private final LongSupplier nanos;
    private boolean written;
    private long writtenAt;
    private long leftOut;

    public SeldomLine(Logger log) {
        this(log::warn, log::debug, System::nanoTime);
    }

    SeldomLine(Consumer<String> seldom, Consumer<String> each, LongSupplier nanos) {
        this.seldom = seldom;
        this.each = each;
        this.nanos = nanos;
    }

    /** Threads may call this at once. */
    public void write(String line) {
        each.accept(line);
        long others;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (written && now - writtenAt < PAUSE_NANOS) {
                leftOut++;
                return;
            }
            written = true;
            writtenAt = now;
            others = leftOut;
            leftOut = 0;
        }
        seldom.accept(others == 0 ? line : line + " (and " + others + " more since the last line of this kind)");
    }
}

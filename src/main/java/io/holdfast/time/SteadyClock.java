package io.holdfast.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * The time when it was made, and as much more as has passed since: it goes on as evenly as before when the host's clock is set, and may be as wrong for ever as
 * that was then.
 */
final class SteadyClock extends Clock {

    private final Instant begin;
    private final ZoneId zone;
    private final LongSupplier nanoTime;
    private final long begunNanos;

    /** @param nanoTime only goes forward, like {@link System#nanoTime} */
    SteadyClock(Clock wall, LongSupplier nanoTime) {
        this(wall.instant(), wall.getZone(), nanoTime, nanoTime.getAsLong());
    }

    private SteadyClock(Instant begin, ZoneId zone, LongSupplier nanoTime, long begunNanos) {
        this.begin = begin;
        this.zone = zone;
        this.nanoTime = nanoTime;
        this.begunNanos = begunNanos;
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(nanoTime.getAsLong() - begunNanos);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(begin, other, nanoTime, begunNanos);
    }
}

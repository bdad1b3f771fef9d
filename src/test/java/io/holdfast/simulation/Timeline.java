package io.holdfast.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** Everything that is going to happen, in the order of its time. Nothing in a simulated world waits for real time, and nothing runs beside it. */
public final class Timeline {

    private static final long START = micros(Instant.parse("2026-11-02T08:00:00Z"));

    private record Event(long at, long order, Runnable work) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now = START;
    private long planned;
    private long steps;

    /** Lets something happen so much later; what is planned first for the same moment happens first. */
    public void after(Duration delay, Runnable work) {
        afterMicros(delay.toNanos() / 1_000, work);
    }

    void afterMicros(long delay, Runnable work) {
        events.add(new Event(now + Math.max(0, delay), planned++, work));
    }

    /** Lets the next thing happen; false if nothing is left. */
    public boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        steps++;
        next.work().run();
        return true;
    }

    /** Lets everything happen that is planned for the time until then. */
    public void advance(Duration time) {
        long end = now + time.toNanos() / 1_000;
        while (!events.isEmpty() && events.peek().at() <= end) {
            step();
        }
        now = end;
    }

    boolean isNextWithin(Duration time) {
        return !events.isEmpty() && events.peek().at() <= now + time.toNanos() / 1_000;
    }

    public Instant now() {
        return instant(now);
    }

    long micros() {
        return now;
    }

    long steps() {
        return steps;
    }

    /** A clock that is wrong by so much at the moment. */
    Clock clock(LongSupplier skewMicros) {
        return new Clock() {
            @Override
            public Instant instant() {
                return Timeline.instant(now + skewMicros.getAsLong());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}

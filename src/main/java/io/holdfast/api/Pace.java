package io.holdfast.api;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets each of many pass at a rate, with bursts: the generic cell rate algorithm (ITU-T I.371), which keeps one number for each. Memory is bounded:
 * whoever has been quiet long enough is forgotten, and when there are still too many, those who are new share one number.
 */
final class Pace {

    /** Names that are remembered; some hundred bytes each. */
    static final int MOST = 20_000;

    private static final String CROWD = "";

    private final long intervalNanos;
    private final long toleranceNanos;
    private final LongSupplier nanoTime;
    private final Map<String, AtomicLong> due = new ConcurrentHashMap<>();
    private final AtomicLong sweptAt;

    /**
     * @param perSecond in the long run, at least 1
     * @param burst how many may come at once, at least 1
     * @param nanoTime a clock that only goes forward
     */
    Pace(int perSecond, long burst, LongSupplier nanoTime) {
        this.intervalNanos = Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
        this.toleranceNanos = intervalNanos * (burst - 1);
        this.nanoTime = nanoTime;
        this.sweptAt = new AtomicLong(nanoTime.getAsLong());
    }

    /** Counts one, if it may pass. @return how long to wait; zero if it passes */
    Duration take(String name) {
        long now = nanoTime.getAsLong();
        AtomicLong mine = of(name, now);
        while (true) {
            long before = mine.get();
            // By differences, because the clock may overflow.
            long from = before - now > 0 ? before : now;
            if (from - now > toleranceNanos) {
                return Duration.ofNanos(from - now - toleranceNanos);
            }
            if (mine.compareAndSet(before, from + intervalNanos)) {
                return Duration.ZERO;
            }
        }
    }

    /** Whether one more would pass; counts nothing. */
    boolean isOpenTo(String name) {
        AtomicLong mine = due.get(name);
        return mine == null || mine.get() - nanoTime.getAsLong() <= toleranceNanos;
    }

    int remembered() {
        return due.size();
    }

    private AtomicLong of(String name, long now) {
        AtomicLong known = due.get(name);
        if (known != null) {
            return known;
        }
        if (due.size() >= MOST) {
            sweep(now);
        }
        String remembered = due.size() < MOST ? name : CROWD;
        return due.computeIfAbsent(remembered, absent -> new AtomicLong(now));
    }

    /** Forgetting who owes nothing changes no decision. At most once a second, because a flood of new names would sweep at each. */
    private void sweep(long now) {
        long last = sweptAt.get();
        if (now - last >= TimeUnit.SECONDS.toNanos(1) && sweptAt.compareAndSet(last, now)) {
            due.values().removeIf(time -> time.get() - now <= 0);
        }
    }
}

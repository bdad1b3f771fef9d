package io.holdfast.notify.genesys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Spreads requests so that no minute holds more than the platform allows (the generic cell rate algorithm): a tenth of them may come at once, the others
 * evenly at nine tenths of the rate.
 */
final class Pace {

    private final Clock clock;
    private final Duration between;
    private final Duration burst;
    private Instant next = Instant.EPOCH;

    Pace(Clock clock, int perMinute) {
        this.clock = clock;
        int atOnce = Math.max(1, perMinute / 10);
        this.between = Duration.ofMinutes(1).dividedBy(Math.max(1, perMinute - atOnce));
        this.burst = between.multipliedBy(atOnce - 1L);
    }

    /** @return the longest that {@link #take} says where never more than so many places are waited for at once */
    Duration longestWait(int places) {
        return between.multipliedBy(places);
    }

    /** Takes a place. @return how long to wait for it */
    synchronized Duration take() {
        Instant now = clock.instant();
        Instant place = next.isAfter(now) ? next : now;
        next = place.plus(between);
        Duration wait = Duration.between(now, place.minus(burst));
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}

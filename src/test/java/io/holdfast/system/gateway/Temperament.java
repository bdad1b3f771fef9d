package io.holdfast.system.gateway;

import java.time.Duration;

/**
 * How bad a gateway is, and how.
 *
 * @param seed the same seed misbehaves the same way to the same payment method
 * @param faultPercent of a hundred calls so many go wrong
 * @param callerTimeout how long callers wait for an answer: hangs and late answers are longer
 * @param holdLife after which a hold lapses, until the gateway is told to be good
 */
public record Temperament(long seed, int faultPercent, Duration callerTimeout, Duration holdLife) {

    static final Duration LONG_LIFE = Duration.ofDays(7);

    /** Every kind of misbehaviour. */
    public static Temperament bad(long seed, Duration callerTimeout) {
        return new Temperament(seed, 30, callerTimeout, LONG_LIFE);
    }

    /** As bad, and its holds lapse after seconds. */
    public static Temperament shortLived(long seed, Duration callerTimeout, Duration holdLife) {
        return new Temperament(seed, 30, callerTimeout, holdLife);
    }

    /** No fault of its own; it still declines, and lets some wait. */
    public static Temperament good(Duration callerTimeout) {
        return new Temperament(1, 0, callerTimeout, LONG_LIFE);
    }
}

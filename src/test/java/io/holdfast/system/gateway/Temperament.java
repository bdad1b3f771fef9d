package io.holdfast.system.gateway;

import java.time.Duration;

/**
 * How bad a gateway is, and how.
 *
 * @param seed the same seed misbehaves the same way to the same payment method
 * @param faultPercent of a hundred calls so many go wrong
 * @param callerTimeout how long callers wait for an answer: hangs and late answers are longer
 */
public record Temperament(long seed, int faultPercent, Duration callerTimeout) {

    /** Every kind of misbehaviour. */
    public static Temperament bad(long seed, Duration callerTimeout) {
        return new Temperament(seed, 30, callerTimeout);
    }

    /** No fault of its own; it still declines, and lets some wait. */
    public static Temperament good(Duration callerTimeout) {
        return new Temperament(1, 0, callerTimeout);
    }
}

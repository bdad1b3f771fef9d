package io.holdfast.dispute;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The least time to wait before the next attempt.
 *
 * @param asked whether the gateway asked for it: then nobody's news and nobody's decision comes before it is over
 */
record Pause(Duration least, boolean asked) {

    static final Pause NONE = new Pause(Duration.ZERO, false);

    /** What a gateway asked for, within limits. */
    static Pause asked(Optional<Duration> retryAfter) {
        return retryAfter
                .filter(wish -> !wish.isNegative() && !wish.isZero())
                .map(wish -> wish.compareTo(HoldPolicy.LONGEST_RETRY_AFTER) < 0 ? wish : HoldPolicy.LONGEST_RETRY_AFTER)
                .map(wish -> new Pause(wish, true))
                .orElse(NONE);
    }

    /** What Holdfast thinks is right. */
    static Pause ours(Duration least) {
        return new Pause(least, false);
    }

    Duration orLonger(Duration pause) {
        return least.compareTo(pause) > 0 ? least : pause;
    }

    Optional<Instant> notBefore(Instant now) {
        return asked ? Optional.of(now.plus(least)) : Optional.empty();
    }
}

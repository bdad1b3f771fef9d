package io.holdfast.dispute.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a gateway may ask to be left alone. */
public final class PutOff {

    /** No gateway may put Holdfast off for longer. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /** So much the clocks of two replicas may differ, or one that was set; webhooks are refused by then. */
    public static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private PutOff() {}

    /** What is left of it. The end of one that is further away than any can be was told by a clock that was wrong. */
    static Optional<Instant> stillAt(Instant now, Optional<Instant> notBefore) {
        Instant furthest = now.plus(LONGEST).plus(CLOCKS_DIFFER);
        return notBefore.filter(at -> at.isAfter(now) && !at.isAfter(furthest));
    }
}

package io.holdfast.dispute;

import io.holdfast.gateway.Gateway;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One replica's turn at one dispute.
 *
 * @param tokenGoodAt when its payment token was last seen to be good, if the statement that began the turn looked
 */
record Turn(Gateway gateway, UUID lease, Instant leasedAt, Optional<Instant> tokenGoodAt) {

    Turn renewedAt(Instant now) {
        return new Turn(gateway, lease, now, tokenGoodAt);
    }

    /** Too little is left of the lease for a call and a token. */
    boolean isOld(Instant now) {
        return Duration.between(leasedAt, now).compareTo(Duration.ofSeconds(2)) > 0;
    }

    /** Who an outcome is recorded for. */
    String actor() {
        return "gateway:" + gateway.name();
    }

    Conclusion conclusion(HoldPolicy policy) {
        return new Conclusion(policy, gateway.timeout(), gateway.capabilities());
    }
}

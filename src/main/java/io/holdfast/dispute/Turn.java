package io.holdfast.dispute;

import io.holdfast.gateway.Gateway;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** One replica's turn at one dispute. */
record Turn(Gateway gateway, UUID lease, Instant leasedAt) {

    Turn renewedAt(Instant now) {
        return new Turn(gateway, lease, now);
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

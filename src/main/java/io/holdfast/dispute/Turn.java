package io.holdfast.dispute;

import io.holdfast.gateway.Gateway;
import java.time.Instant;
import java.util.UUID;

/** One replica's turn at one dispute. */
record Turn(Gateway gateway, UUID lease, Instant leasedAt) {

    Turn renewedAt(Instant now) {
        return new Turn(gateway, lease, now);
    }

    /** Who an outcome is recorded for. */
    String actor() {
        return "gateway:" + gateway.name();
    }

    Conclusion conclusion(HoldPolicy policy) {
        return new Conclusion(policy, gateway.timeout(), gateway.capabilities());
    }
}

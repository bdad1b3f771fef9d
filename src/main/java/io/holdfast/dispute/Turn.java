package io.holdfast.dispute;

import io.holdfast.gateway.Gateway;
import io.holdfast.store.DisputeStore.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One replica's turn at one dispute.
 *
 * @param tokenGoodAt when its payment token was last seen to be good, if the statement that began the turn looked
 * @param due what the database found due, if that is why the turn began and nothing was done about it yet: its clock decides that, and this replica's may be behind
 */
record Turn(Gateway gateway, UUID lease, Instant leasedAt, Optional<Instant> tokenGoodAt, Optional<Due> due) {

    /** With the whole lease before it again. */
    Turn extendedAt(Instant now) {
        return new Turn(gateway, lease, now, tokenGoodAt, due);
    }

    /** After a step, with the whole lease before it again. */
    Turn wentOnAt(Instant now) {
        return new Turn(gateway, lease, now, tokenGoodAt, Optional.empty());
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

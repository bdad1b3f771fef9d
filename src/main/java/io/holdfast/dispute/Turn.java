package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
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
 * @param claim how it was found and claimed in the store, if that is how the turn began
 */
record Turn(Gateway gateway, UUID lease, Instant leasedAt, Optional<Instant> tokenGoodAt, Optional<Claim> claim) {

    /**
     * @param due what the store found due, until something was done about it: its clock decides that, and this replica's may be behind
     * @param at by the store's clock
     */
    record Claim(Optional<Due> due, Instant at) {

        Claim(Due due, Instant at) {
            this(Optional.of(due), at);
        }
    }

    /** With the whole lease before it again. */
    Turn extendedAt(Instant now) {
        return new Turn(gateway, lease, now, tokenGoodAt, claim);
    }

    /** After a step, with the whole lease before it again. */
    Turn wentOnAt(Instant now) {
        return new Turn(gateway, lease, now, tokenGoodAt, claim.map(it -> new Claim(Optional.empty(), it.at())));
    }

    Optional<Due> due() {
        return claim.flatMap(Claim::due);
    }

    /** Too little is left of the lease for a call and a token. */
    boolean isOld(Instant now) {
        return Duration.between(leasedAt, now).compareTo(Duration.ofSeconds(2)) > 0;
    }

    /**
     * Whether the dispute is older than policy allows a hold to be. To give one back cannot be undone, so one clock that is wrong must not do it: the store's
     * has to say so too, as it does of what it finds due for its age. What was not claimed there was opened, or decided on, a moment ago.
     */
    boolean isPastItsAge(Dispute dispute, HoldPolicy policy, Instant now) {
        Instant end = dispute.createdAt().plus(policy.maxAge());
        boolean isSoHere =
                !end.isAfter(now) && claim.filter(it -> !end.isAfter(it.at())).isPresent();
        return due().filter(Due.AGE::equals).isPresent() || isSoHere;
    }

    /** Who an outcome is recorded for. */
    String actor() {
        return "gateway:" + gateway.name();
    }

    Findings findings(HoldPolicy policy) {
        return new Findings(policy, gateway.timeout(), gateway.capabilities());
    }

    Replies replies(HoldPolicy policy) {
        return new Replies(policy, gateway.timeout(), gateway.capabilities());
    }

    Conclusion conclusion(HoldPolicy policy) {
        return new Conclusion(policy, gateway.timeout(), gateway.capabilities());
    }
}

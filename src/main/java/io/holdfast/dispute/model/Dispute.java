package io.holdfast.dispute.model;

import io.holdfast.money.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A dispute and everything that is under way for it: the unit that is read, decided on and written as one.
 *
 * <p>Its row is the one lock of the dispute. Every change of it, of its operation and of its story is one statement that succeeds only on the
 * {@code version} it was decided on.
 *
 * @param version grows by one with each change
 * @param paymentToken the gateway's stored-method id, sealed
 * @param tokenFingerprint by which the gateway's news of that token finds the dispute; empty for one that an older version opened
 * @param pending what a person decided and the gateway has not confirmed
 * @param attentions every reason for a person to look; the one that weighs most hides the others, which stay until their own cause ends
 * @param surplus authorizations that are to be given back: the old one after a renewal, a late yes
 * @param operation the one gateway operation that is open, if any
 * @param question what to ask the gateway when no operation is open
 * @param lease held by the replica that works on this dispute now
 */
public record Dispute(
        DisputeId id,
        long version,
        Terms terms,
        Sealed paymentToken,
        Optional<TokenFingerprint> tokenFingerprint,
        HoldState state,
        Optional<Settlement> pending,
        Set<Attention> attentions,
        List<AuthorizationId> surplus,
        Counters counters,
        Optional<GatewayOperation> operation,
        Optional<Question> question,
        Upkeep upkeep,
        ChainHead head,
        Optional<UUID> lease,
        Instant createdAt,
        Instant updatedAt) {

    /** More than one renewal's leftovers are not expected; this many would mean that a gateway invents authorizations. */
    public static final int MAX_SURPLUS = 16;

    public Dispute {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(paymentToken, "paymentToken");
        Objects.requireNonNull(tokenFingerprint, "tokenFingerprint");
        Objects.requireNonNull(state, "state");
        attentions = Set.copyOf(attentions);
        surplus = List.copyOf(surplus);
    }

    public Status status() {
        return state.status();
    }

    /** The one reason that is shown: the one that weighs most. */
    public Optional<Attention> attention() {
        // asked many times on every hold's way, and there is none on nearly all of them
        return attentions.isEmpty() ? Optional.empty() : Optional.of(Collections.max(attentions));
    }

    /** Whether the hold stands and nobody has decided on it. Of a charge that was not carried out somebody has: a person charges again, or releases. */
    public boolean isUndecided() {
        return status() == Status.HELD && pending.isEmpty() && !attentions.contains(Attention.CAPTURE_FAILED);
    }

    /** Whether the hold is to be given back as soon as that can be. */
    public boolean isReleasePending() {
        return pending.filter(Settlement.Release.class::isInstance).isPresent();
    }

    /** How much is to be charged, if that was asked for and is not done yet. */
    public Optional<Money> pendingCharge() {
        return pending.filter(Settlement.Charge.class::isInstance).map(it -> ((Settlement.Charge) it).amount());
    }

    /** Whether the gateway has not named an authorization for it yet, whatever it did. */
    public boolean isUnnamed() {
        return status() == Status.INITIATED && state.authorizationId().isEmpty();
    }

    public boolean isLeasedBy(UUID replicaLease) {
        return lease.filter(replicaLease::equals).isPresent();
    }

    /** Whether this is the authorization that the state speaks of. */
    public boolean isCurrent(AuthorizationId id) {
        return state.authorizationId().filter(id::equals).isPresent();
    }

    public Dispute withState(HoldState newState) {
        return copy(newState, pending, attentions, surplus, counters, operation, question, upkeep, lease);
    }

    public Dispute withPending(Optional<Settlement> newPending) {
        return copy(state, newPending, attentions, surplus, counters, operation, question, upkeep, lease);
    }

    public Dispute withAttentions(Set<Attention> newAttentions) {
        return copy(state, pending, newAttentions, surplus, counters, operation, question, upkeep, lease);
    }

    public Dispute withSurplus(List<AuthorizationId> newSurplus) {
        return copy(state, pending, attentions, newSurplus, counters, operation, question, upkeep, lease);
    }

    /** With a new intent, which is counted. */
    public Dispute withIntent(GatewayOperation intent) {
        return copy(
                state,
                pending,
                attentions,
                surplus,
                counters.counted(intent.kind()),
                Optional.of(intent),
                question,
                upkeep,
                lease);
    }

    public Dispute withOperation(Optional<GatewayOperation> newOperation) {
        return copy(state, pending, attentions, surplus, counters, newOperation, question, upkeep, lease);
    }

    public Dispute withQuestion(Optional<Question> newQuestion) {
        return copy(state, pending, attentions, surplus, counters, operation, newQuestion, upkeep, lease);
    }

    public Dispute withUpkeep(Upkeep newUpkeep) {
        return copy(state, pending, attentions, surplus, counters, operation, question, newUpkeep, lease);
    }

    public Dispute withLease(Optional<UUID> newLease) {
        return copy(state, pending, attentions, surplus, counters, operation, question, upkeep, newLease);
    }

    public Dispute withPaymentToken(Sealed newToken, TokenFingerprint newFingerprint) {
        return new Dispute(
                id,
                version,
                terms,
                newToken,
                Optional.of(newFingerprint),
                state,
                pending,
                attentions,
                surplus,
                counters,
                operation,
                question,
                upkeep,
                head,
                lease,
                createdAt,
                updatedAt);
    }

    /** As it stands once a change is committed. */
    public Dispute committed(ChainHead newHead, Instant at) {
        return new Dispute(
                id,
                version + 1,
                terms,
                paymentToken,
                tokenFingerprint,
                state,
                pending,
                attentions,
                surplus,
                counters,
                operation,
                question,
                upkeep,
                newHead,
                lease,
                createdAt,
                at);
    }

    private Dispute copy(
            HoldState newState,
            Optional<Settlement> newPending,
            Set<Attention> newAttentions,
            List<AuthorizationId> newSurplus,
            Counters newCounters,
            Optional<GatewayOperation> newOperation,
            Optional<Question> newQuestion,
            Upkeep newUpkeep,
            Optional<UUID> newLease) {
        return new Dispute(
                id,
                version,
                terms,
                paymentToken,
                tokenFingerprint,
                newState,
                newPending,
                newAttentions,
                newSurplus,
                newCounters,
                newOperation,
                newQuestion,
                newUpkeep,
                head,
                newLease,
                createdAt,
                updatedAt);
    }
}

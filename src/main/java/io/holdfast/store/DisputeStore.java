package io.holdfast.store;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.NewsId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.TokenFingerprint;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where disputes are kept. Every method is one transaction; a {@code Uni} fails only if the database does.
 *
 * <p>Leases and due times are by the store's own clock, so that replicas whose clocks differ agree on them.
 */
public interface DisputeStore {

    /** What came of storing a new dispute. */
    sealed interface Intake {

        /** It is stored, with its story, its first operation and its idempotency key. */
        record Stored() implements Intake {}

        /** The credential has used that key for this dispute; nothing is stored. */
        record KeyTaken(DisputeId dispute, byte[] requestHash) implements Intake {}

        /** The gateway has traded the payment token for a new one; nothing is stored. */
        record TokenTraded() implements Intake {}
    }

    /** What makes a dispute due. */
    enum Due {
        /** Its next attempt, question or lapse is due, and nobody works on it. */
        WORK,
        /** The lease of a replica that worked on it is over. */
        RECOVERY,
        /** It is to be renewed. */
        RENEWAL,
        /** Its payment token is to be refreshed. */
        REFRESH,
        /** It has been held for longer than policy allows, and nobody has decided. */
        AGE
    }

    /**
     * A wish for due disputes.
     *
     * @param limit at most so many
     * @param lease marks them as the caller's
     * @param available gateways that can be called now; of each, how long the lease of one of its disputes is: from now, by the store's clock
     * @param unavailable gateways that cannot: of their disputes only those come that nobody has been told of yet
     * @param now by the caller's clock
     * @param maxAge for {@link Due#AGE}: what is older by the caller's clock and by the store's is too old
     */
    record Wish(
            Due due,
            int limit,
            UUID lease,
            Map<String, Duration> available,
            Map<String, Duration> unavailable,
            Instant now,
            Duration maxAge) {}

    /**
     * A dispute that was taken.
     *
     * @param tokenIsGood whether nobody had traded its payment token, or begun to, as the statement that took it saw it
     * @param at when, by the store's clock
     */
    record Claimed(Dispute dispute, boolean tokenIsGood, Instant at) {}

    /** How many operations are open, and since when the oldest one. */
    record Backlog(String gateway, String state, long count, Duration oldest) {}

    /**
     * @param leaseTime how long, from now, the dispute is the caller's to work on
     * @param tokenFingerprint of its payment token
     */
    Uni<Intake> open(
            Dispute dispute,
            List<ChainedEntry> story,
            Duration leaseTime,
            byte[] tokenFingerprint,
            Optional<IdempotencyClaim> idempotency);

    /** What was opened with this key, whatever the request was. */
    Uni<Optional<Intake.KeyTaken>> openedWith(IdempotencyClaim claim);

    /** What is kept of the trade of the token of this fingerprint, sealed. */
    Uni<Optional<Sealed>> tradedFor(byte[] tokenFingerprint);

    /**
     * Changes what is kept of a token's trade.
     *
     * @param before what is kept now; empty if nothing is
     * @param after empty if nothing is to be kept any more
     * @return false if something else is kept now; then nothing is changed
     */
    Uni<Boolean> changeTrade(byte[] tokenFingerprint, Optional<Sealed> before, Optional<Sealed> after);

    /** Whether another dispute than this one may be placing a hold with this token right now. */
    Uni<Boolean> isBeingUsed(TokenFingerprint token, DisputeId except);

    Uni<Optional<Dispute>> find(DisputeId id);

    /** @param callCenters of which it may be; empty if of any */
    Uni<Optional<Dispute>> newestOfConversation(String conversationId, Optional<Set<String>> callCenters);

    Uni<Optional<Dispute>> findByAuthorization(String gateway, AuthorizationId id);

    /**
     * Whether another dispute than this one stands on this authorization of the gateway, has to give it back, or has something done to it right now.
     */
    Uni<Boolean> isAnothers(String gateway, AuthorizationId id, DisputeId except);

    /** Held disputes that have this payment token, by id, from after one of them on. */
    Uni<List<DisputeId>> heldWithToken(TokenFingerprint token, Optional<DisputeId> after, int limit);

    /** The dispute whose open operation this is. */
    Uni<Optional<Dispute>> findByOpenOperation(OperationId id);

    /**
     * Commits a change with its story, whole.
     *
     * @param after the dispute as it will be stored
     * @return false if what is stored is not what it was decided on, by its version, the end of its story and its lease, or the news was used before; then nothing is
     *     changed
     */
    Uni<Boolean> commit(Change change, Dispute after, List<ChainedEntry> story);

    /** Whether a piece of news was used. */
    Uni<Boolean> isUsed(NewsId news);

    /** Whether any of these pieces of a gateway's news has come, used or not. */
    Uni<Boolean> hasCome(String gateway, List<String> events);

    /** The dispute that a piece of news named, used or not, if it has come. */
    Uni<Optional<DisputeId>> disputeOf(NewsId news);

    /** Whether the story of a dispute tells that, with these facts and perhaps more. */
    Uni<Boolean> hasTold(DisputeId id, StoryType type, Map<String, String> facts);

    /** The facts of the last event of this type in the story of a dispute, as the text that was hashed. */
    Uni<Optional<String>> lastTold(DisputeId id, StoryType type);

    /** Whether that was the end of the dispute's story once. It was not if the database took over from another, and had not heard of it yet. */
    Uni<Boolean> hasBeen(DisputeId id, ChainHead head);

    /**
     * Takes due disputes, oldest first, for the caller alone. Their operations are running then, but for those whose payment token may not be good and that were
     * surely never sent: should the caller die before it has looked at the token, the next one is to know that as well.
     */
    Uni<List<Claimed>> claim(Wish wish);

    /** Takes one dispute in the same way, if it is due and nobody else works on it. */
    Uni<Optional<Claimed>> claim(DisputeId id, UUID lease, Duration leaseTime);

    /** The stored versions of these disputes. */
    Uni<Map<DisputeId, Long>> versions(Collection<DisputeId> ids);

    /**
     * Gives disputes back that the caller has the leases of and has not begun to work on, so that others need not wait for the leases to end. An operation that
     * was surely not sent before is known not to be sent.
     *
     * @param notBegun as they came from the store
     * @param why the outcome of an operation that has none yet
     * @return how many leases there still were
     */
    Uni<Integer> handBack(List<Dispute> notBegun, String why);

    Uni<List<Backlog>> backlog();
}

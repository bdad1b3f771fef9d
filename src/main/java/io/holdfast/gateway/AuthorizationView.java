package io.holdfast.gateway;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.money.Money;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An authorization as the gateway describes it at this moment, in Holdfast's words.
 *
 * @param amount what is held; empty if the gateway named an amount or currency that cannot be read as money, which never equals what was asked
 * @param captured what was captured, on {@link Status#CAPTURED}; on {@link Status#AUTHORIZED} what was taken of a hold that lives on all the same, which only
 *     somebody else can have done, and zero if nothing was yet, but the gateway says that it captures without being asked
 * @param failureCode why it was declined, from the documented set
 * @param actionRequired whether it was declined because the card's owner would have to act
 * @param expiresAt when the hold lapses; the adapter fills in the safe default of its gateway
 * @param disputeId the dispute it was placed for, if the gateway repeats that
 * @param createdAt when it was made, by the gateway's clock, if the gateway says so
 */
public record AuthorizationView(
        AuthorizationId id,
        Status status,
        Optional<Money> amount,
        Optional<Money> captured,
        Optional<String> failureCode,
        boolean actionRequired,
        Instant expiresAt,
        Optional<DisputeId> disputeId,
        Optional<Instant> createdAt) {

    /** Of which nobody says when it was made. */
    public AuthorizationView(
            AuthorizationId id,
            Status status,
            Optional<Money> amount,
            Optional<Money> captured,
            Optional<String> failureCode,
            boolean actionRequired,
            Instant expiresAt,
            Optional<DisputeId> disputeId) {
        this(id, status, amount, captured, failureCode, actionRequired, expiresAt, disputeId, Optional.empty());
    }

    /**
     * The life of an authorization, whatever words a gateway has for it. The last three are setbacks, which only a gateway's explicit news tells of, and
     * only one that cannot be asked.
     */
    public enum Status {
        PENDING,
        AUTHORIZED,
        DECLINED,
        CAPTURED,
        VOIDED,
        EXPIRED,
        /** A capture that was asked for was not done; what was before still is. */
        CAPTURE_REFUSED,
        /** A capture that had been done, or was about to be, has come to nothing. */
        CAPTURE_FAILED,
        /** A void that was asked for was not done; what was before still is. */
        VOID_REFUSED;

        /** Whether it may still be captured, or become so. */
        public boolean isLive() {
            return this == PENDING || this == AUTHORIZED;
        }

        /** Whether it is over: nothing comes after it. */
        public boolean isEnd() {
            return isGone() || this == CAPTURED;
        }

        /** Whether it is over, and no money was taken of it. */
        public boolean isGone() {
            return this == DECLINED || this == VOIDED || this == EXPIRED;
        }
    }

    public AuthorizationView {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** The same, but as a no. @param code why, from the documented set */
    public AuthorizationView declinedFor(String code) {
        return new AuthorizationView(
                id,
                Status.DECLINED,
                amount,
                captured,
                Optional.of(code),
                FailureCodes.needsCustomer(code),
                expiresAt,
                disputeId,
                createdAt);
    }

    /** Whether the gateway repeats the amount and currency that were asked for. */
    public boolean echoes(Money asked) {
        return amount.filter(asked::equals).isPresent();
    }
}

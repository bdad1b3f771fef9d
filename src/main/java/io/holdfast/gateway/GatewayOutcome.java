package io.holdfast.gateway;

import io.holdfast.dispute.model.AuthorizationId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one attempt to carry out an operation. There are five forms and no exceptions: a failure that a caller has to think about is in
 * the type.
 *
 * @param <T> what the gateway answers: an {@link AuthorizationView}, or a {@link RefreshedToken}
 */
public sealed interface GatewayOutcome<T> {

    /** In a word, for metrics, logs and the story. */
    String name();

    /** What came of a request for an authorization, if this is what the gateway has made of it. */
    static GatewayOutcome<AuthorizationView> ofRequested(AuthorizationView view) {
        return switch (view.status()) {
            case PENDING -> new Pending<>(Optional.of(view.id()));
            case DECLINED ->
                Declined.declinedFor(view.failureCode().orElse(FailureCodes.CARD_DECLINED), Optional.of(view.id()));
            case AUTHORIZED, CAPTURED, VOIDED, EXPIRED, CAPTURE_REFUSED, CAPTURE_FAILED, VOID_REFUSED ->
                new Approved<>(view);
        };
    }

    /** The gateway did it, or had done it before; the answer says how things stand now. */
    record Approved<T>(T answer) implements GatewayOutcome<T> {

        public Approved {
            Objects.requireNonNull(answer, "answer");
        }

        @Override
        public String name() {
            return "approved";
        }
    }

    /**
     * The gateway's own no.
     *
     * @param failureCode from the documented set
     * @param authorizationId of the refused authorization, if the gateway gave one
     * @param actionRequired whether the card's owner would have to act
     * @param clarity whether it says what it means
     */
    record Declined<T>(
            String failureCode, Optional<AuthorizationId> authorizationId, boolean actionRequired, Clarity clarity)
            implements GatewayOutcome<T> {

        public Declined {
            Objects.requireNonNull(failureCode, "failureCode");
            Objects.requireNonNull(clarity, "clarity");
        }

        /** One that says why. */
        public Declined(String failureCode, Optional<AuthorizationId> authorizationId, boolean actionRequired) {
            this(failureCode, authorizationId, actionRequired, Clarity.CLEAR);
        }

        /** One that says why, and so whether the card's owner would have to act. */
        public static <T> Declined<T> declinedFor(String failureCode, Optional<AuthorizationId> authorizationId) {
            return declinedFor(failureCode, authorizationId, Clarity.CLEAR);
        }

        /** What it was for tells whether the card's owner would have to act. */
        public static <T> Declined<T> declinedFor(
                String failureCode, Optional<AuthorizationId> authorizationId, Clarity clarity) {
            return new Declined<>(failureCode, authorizationId, FailureCodes.needsCustomer(failureCode), clarity);
        }

        @Override
        public String name() {
            return "declined";
        }
    }

    /** The gateway took it and will decide later. */
    record Pending<T>(Optional<AuthorizationId> authorizationId) implements GatewayOutcome<T> {

        @Override
        public String name() {
            return "pending";
        }
    }

    /**
     * It surely never reached the gateway's books, so nothing happened there.
     *
     * @param reason in a word or two, without anything of the payload
     * @param retryAfter the least time to wait, if the gateway said so
     */
    record NotSent<T>(Reason reason, Optional<Duration> retryAfter) implements GatewayOutcome<T> {

        @Override
        public String name() {
            return "not_sent";
        }
    }

    /**
     * Nobody knows whether it happened: no answer, or one that cannot be believed.
     *
     * @param reason in a word or two, without anything of the payload
     * @param retryAfter the least time to wait, if the gateway said so
     * @param key what the answer says of this request's key
     */
    record Unknown<T>(String reason, Optional<Duration> retryAfter, Key key) implements GatewayOutcome<T> {

        public Unknown(String reason, Optional<Duration> retryAfter) {
            this(reason, retryAfter, Key.FREE);
        }

        @Override
        public String name() {
            return "unknown";
        }
    }

    /** What an answer that decides nothing says of the key that the request came with. */
    enum Key {
        /** Nothing: the same request may be sent again with it. */
        FREE,
        /**
         * Another request has it: this one, which is still under way, or one of a Holdfast whose database was restored since. Nothing is under way for ever, so that after a
         * long time it can only be the other one's.
         */
        IN_USE,
        /** This request will be answered like this for ever under it: the gateway has kept the answer, or that to another request. */
        SPENT
    }

    /** Whether a no says what it means. One that does not may mean that the same request is still under way, if it was sent before. */
    enum Clarity {
        /** The gateway's own word for a no. */
        CLEAR,
        /** An answer to the request, without a word for why. */
        VAGUE,
        /** A status, and nothing of the gateway's beside it: it may not even be the gateway that answered. */
        MUTE
    }

    /** Why something was surely not sent. */
    enum Reason {
        /** No connection could be made. */
        NO_CONNECTION,
        /** The circuit breaker is open. */
        BREAKER_OPEN,
        /** Too many calls to this gateway are running. */
        BULKHEAD_FULL,
        /** The gateway refuses our credentials (401, 403): no attempt helps until a person acts. */
        CREDENTIALS,
        /** The gateway asks for patience (429). */
        RATE_LIMITED,
        /** Holdfast itself keeps to the pace that the gateway allows, and it is not this call's turn yet. */
        PACED;

        /** Whether it was Holdfast that held the call back: that tells nothing about the gateway. */
        public boolean isOurs() {
            return this == BULKHEAD_FULL || this == PACED;
        }
    }
}

package io.holdfast.dispute.model;

import io.holdfast.money.Money;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of a dispute's hold. Each state is a type that holds only its own data, and each legal move is a method of the state it starts
 * from, so that an illegal move does not compile. {@code docs/states.md} shows them all.
 */
public sealed interface HoldState {

    Status status();

    /** The gateway's authorization this state speaks of, as far as one is known. */
    Optional<AuthorizationId> authorizationId();

    /** The hold, from HELD on. */
    default Optional<Hold> hold() {
        return Optional.empty();
    }

    /**
     * Recorded; whether a hold exists is not known yet.
     *
     * @param authorizationId known once the gateway said <em>pending</em>, or answered with another amount than asked
     */
    record Initiated(Optional<AuthorizationId> authorizationId) implements HoldState {

        public static final Initiated NEW = new Initiated(Optional.empty());

        @Override
        public Status status() {
            return Status.INITIATED;
        }

        /** The gateway named the authorization it works on, and it is not final yet. */
        public Initiated known(AuthorizationId id) {
            return new Initiated(Optional.of(id));
        }

        /** The gateway said yes. */
        public Held authorized(Hold hold) {
            return new Held(hold);
        }

        /** The gateway said no. */
        public Failed declined(String failureCode, Optional<AuthorizationId> id) {
            return new Failed(failureCode, id.or(this::authorizationId));
        }

        /** The hold came to be and was given back before Holdfast saw it live. */
        public Released givenBack(Hold hold) {
            return new Released(hold);
        }

        /** The hold came to be and lapsed before Holdfast saw it live. */
        public Expired lapsed(Hold hold) {
            return new Expired(hold);
        }

        /** The gateway captured at once, which nobody asked for. */
        public Charged captured(Hold hold, Money amount) {
            return new Charged(hold, amount);
        }
    }

    /** A live authorization exists at the gateway. */
    record Held(Hold theHold) implements HoldState {

        public Held {
            Objects.requireNonNull(theHold, "theHold");
        }

        @Override
        public Status status() {
            return Status.HELD;
        }

        @Override
        public Optional<AuthorizationId> authorizationId() {
            return Optional.of(theHold.authorizationId());
        }

        @Override
        public Optional<Hold> hold() {
            return Optional.of(theHold);
        }

        /** A new authorization took the place of the old one. */
        public Held renewed(Hold replacement) {
            return new Held(replacement);
        }

        /** The gateway voided it, whoever asked. */
        public Released givenBack() {
            return new Released(theHold);
        }

        /** The gateway captured it. */
        public Charged captured(Money amount) {
            return new Charged(theHold, amount);
        }

        /** The gateway says that the card network let it lapse. */
        public Expired lapsed() {
            return new Expired(theHold);
        }
    }

    /** The gateway said no, and no hold exists. */
    record Failed(String failureCode, Optional<AuthorizationId> authorizationId) implements HoldState {

        public Failed {
            Objects.requireNonNull(failureCode, "failureCode");
        }

        @Override
        public Status status() {
            return Status.FAILED;
        }
    }

    /** The hold was given back. */
    record Released(Hold theHold) implements HoldState {

        public Released {
            Objects.requireNonNull(theHold, "theHold");
        }

        @Override
        public Status status() {
            return Status.RELEASED;
        }

        @Override
        public Optional<AuthorizationId> authorizationId() {
            return Optional.of(theHold.authorizationId());
        }

        @Override
        public Optional<Hold> hold() {
            return Optional.of(theHold);
        }
    }

    /**
     * The hold was captured, all or part; what was not captured was given back.
     *
     * @param amount what was captured
     */
    record Charged(Hold theHold, Money amount) implements HoldState {

        public Charged {
            Objects.requireNonNull(theHold, "theHold");
            Objects.requireNonNull(amount, "amount");
        }

        @Override
        public Status status() {
            return Status.CHARGED;
        }

        @Override
        public Optional<AuthorizationId> authorizationId() {
            return Optional.of(theHold.authorizationId());
        }

        @Override
        public Optional<Hold> hold() {
            return Optional.of(theHold);
        }

        /** The gateway took its capture back (Adyen's CAPTURE_FAILED): the only way out of a terminal state, and back to a person. */
        public Held captureFailed() {
            return new Held(theHold);
        }
    }

    /** The hold lapsed at the card network before anyone decided, and could not be renewed. */
    record Expired(Hold theHold) implements HoldState {

        public Expired {
            Objects.requireNonNull(theHold, "theHold");
        }

        @Override
        public Status status() {
            return Status.EXPIRED;
        }

        @Override
        public Optional<AuthorizationId> authorizationId() {
            return Optional.of(theHold.authorizationId());
        }

        @Override
        public Optional<Hold> hold() {
            return Optional.of(theHold);
        }
    }
}

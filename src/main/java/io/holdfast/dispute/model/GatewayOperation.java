package io.holdfast.dispute.model;

import io.holdfast.money.Money;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One intended gateway call that changes something there. It is recorded with its idempotency key and exact body before it is sent, and every
 * attempt repeats both.
 *
 * @param n counts the intents of this kind of this dispute, from 1
 * @param target the authorization to capture or void
 * @param amount what to authorize or capture
 * @param body the exact request body, sealed because a payment token may be in it
 * @param attempts how often it was sent or asked after
 * @param maybeSent false only while it surely never reached the gateway
 * @param nextAttemptAt when it is due again, by this process's clock
 * @param notBefore until when the gateway asked to be left alone, if it did: nothing but a person's wish to try it now comes before that
 * @param lastOutcome what the last attempt brought, in a word or two, for operators
 * @param traceparent of the call that asked for it, by the W3C's recommendation, if traces are taken
 */
public record GatewayOperation(
        OperationId id,
        OperationKind kind,
        int n,
        Optional<AuthorizationId> target,
        Optional<Money> amount,
        String idempotencyKey,
        Sealed body,
        OperationState state,
        int attempts,
        boolean maybeSent,
        Instant createdAt,
        Instant nextAttemptAt,
        Optional<Instant> notBefore,
        Optional<String> lastOutcome,
        Optional<String> traceparent) {

    public GatewayOperation {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(state, "state");
    }

    /** A new intent, to be sent at once by the replica that records it. */
    public static GatewayOperation intended(
            OperationId id,
            OperationKind kind,
            int n,
            Optional<AuthorizationId> target,
            Optional<Money> amount,
            String idempotencyKey,
            Sealed body,
            Instant now,
            Optional<String> traceparent) {
        return new GatewayOperation(
                id,
                kind,
                n,
                target,
                amount,
                idempotencyKey,
                body,
                OperationState.RUNNING,
                0,
                false,
                now,
                now,
                Optional.empty(),
                Optional.empty(),
                traceparent);
    }

    /** The same intent after an attempt that did not settle it. */
    public GatewayOperation parked(
            OperationState newState,
            boolean nowMaybeSent,
            Instant next,
            Optional<Instant> newNotBefore,
            String outcome) {
        return with(newState, attempts + 1, maybeSent || nowMaybeSent, next, newNotBefore, Optional.of(outcome));
    }

    /** The same intent, not to be sent before then for a reason of ours. */
    public GatewayOperation heldBack(OperationState newState, Instant next, String why) {
        return with(newState, attempts, maybeSent, next, Optional.empty(), Optional.of(why));
    }

    /**
     * The same intent, given back by a replica that had it and did not begin.
     *
     * @param why what came of it last, if nothing has yet
     */
    public GatewayOperation notBegun(String why) {
        return with(
                OperationState.WAITING,
                attempts,
                maybeSent,
                nextAttemptAt,
                notBefore,
                lastOutcome.or(() -> Optional.of(why)));
    }

    /** Whether that is what its last attempt brought. */
    public boolean cameTo(String outcome) {
        return lastOutcome.filter(outcome::equals).isPresent();
    }

    /** Whether the gateway asked to be left alone for longer. */
    public boolean isPutOff(Instant now) {
        return PutOff.stillAt(now, notBefore).isPresent();
    }

    /** The same intent, to be tried as soon as the gateway wants to be called again. */
    public GatewayOperation dueAsSoonAsAllowed(Instant now) {
        Instant next = PutOff.stillAt(now, notBefore).orElse(now);
        return with(
                state,
                attempts,
                maybeSent,
                next.isBefore(nextAttemptAt) ? next : nextAttemptAt,
                notBefore,
                lastOutcome);
    }

    /** Whether it uses a payment token, and surely has not yet: it waits, and before it is sent that token may be traded. */
    public boolean waitsWithItsToken() {
        return kind.authorizes() && !maybeSent && state != OperationState.RUNNING;
    }

    /**
     * The same intent in the hands of a replica. One that was running before may have been sent by a replica that died.
     *
     * @param running whether it is stored as running; before it is, it is not to be sent
     */
    public GatewayOperation claimed(boolean running) {
        return with(
                running ? OperationState.RUNNING : OperationState.WAITING,
                attempts,
                maybeSent || state == OperationState.RUNNING,
                nextAttemptAt,
                notBefore,
                lastOutcome);
    }

    private GatewayOperation with(
            OperationState newState,
            int newAttempts,
            boolean nowMaybeSent,
            Instant next,
            Optional<Instant> newNotBefore,
            Optional<String> outcome) {
        return new GatewayOperation(
                id,
                kind,
                n,
                target,
                amount,
                idempotencyKey,
                body,
                newState,
                newAttempts,
                nowMaybeSent,
                createdAt,
                next,
                newNotBefore,
                outcome,
                traceparent);
    }
}

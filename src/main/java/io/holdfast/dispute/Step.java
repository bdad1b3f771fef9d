package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import java.time.Instant;
import java.util.Set;

/** What to do next for a dispute that one replica has the lease of: {@link Situation#next} says which. */
sealed interface Step {

    /** A person's decision waits for so many attempts to hear what became of the token: other disputes may have it too. */
    int TRIES_BEFORE_A_DECISION = 3;

    /** Send the open operation: it was never sent, or asking would not tell more. */
    record Send(GatewayOperation operation) implements Step {}

    /**
     * Send the open renewal, which was never sent, if the hold that it is for still stands. Who has taken money of that one, or given it back, at the gateway's own desk may
     * not have been heard of: the new hold would be one more on the card, and could be charged as well.
     */
    record Renew(GatewayOperation operation) implements Step {}

    /**
     * Send the open charge, which was never sent, if nobody has taken the money of another hold of this dispute: of one that was to be given back, or that news has told of.
     *
     * @param about what to ask about by name
     * @param waits whether it waits for a gateway that does not say; it does not for ever
     */
    record Charge(GatewayOperation operation, Set<AuthorizationId> about, boolean waits) implements Step {}

    /**
     * The open operation may have happened: ask first, and send it again only if the gateway does not know of it.
     *
     * @param about what to ask about by name, or nothing: then the whole dispute is asked about
     * @param beside what to ask about by name as well, whatever comes of the operation
     * @param waits whether it is not sent again before the gateway has said of all that is asked about beside it; it does not wait for ever
     * @param wanted whether it is to be sent again; if not, it is left as soon as that can be
     */
    record AskThenSend(
            GatewayOperation operation,
            Set<AuthorizationId> about,
            Set<AuthorizationId> beside,
            boolean waits,
            boolean wanted)
            implements Step {

        AskThenSend notWanted() {
            return new AskThenSend(operation, about, beside, waits, false);
        }
    }

    /** No answer to the open operation can be had any more: give back whatever it may have placed. */
    record TakeBack(GatewayOperation operation) implements Step {}

    /** Only the gateway's own news can settle the open operation, and to repeat it would say or do nothing good. */
    record Await(GatewayOperation operation) implements Step {}

    /** The open operation's key has had an answer that did not help: close it, and what is still wanted gets a new one. */
    record Anew(GatewayOperation operation) implements Step {}

    /** A refresh that does not settle stands in the way of something that matters more than a fresh token: leave it. */
    record Withdraw(GatewayOperation operation) implements Step {}

    /** Ask about authorizations, or about the whole dispute if none is named. */
    record Ask(Set<AuthorizationId> about) implements Step {}

    /** Begin an operation of upkeep. */
    record Begin(OperationKind kind) implements Step {}

    /** It has been held for longer than policy allows: release it. */
    record GiveUp() implements Step {}

    /** It has been held for longer than policy allows, and somebody decided to charge it, which came to nothing: it is not renewed any more. */
    record LetLapse() implements Step {}

    /** Nothing is due. */
    record Rest() implements Step {}

    /** Whether it takes a call to the gateway, and not only to the database. */
    default boolean callsGateway() {
        return this instanceof Send
                || this instanceof Renew
                || this instanceof Charge
                || this instanceof AskThenSend
                || this instanceof TakeBack
                || this instanceof Ask;
    }

    /** Whether it gives back a hold that the dispute does not stand on. */
    static boolean isOfSurplus(Dispute dispute, GatewayOperation operation) {
        return operation.kind() == OperationKind.VOID
                && operation.target().filter(dispute.surplus()::contains).isPresent();
    }

    /** By the clock: whether it lapsed only the gateway knows. */
    static boolean isAtItsEnd(Dispute dispute, Instant now) {
        return dispute.state() instanceof HoldState.Held held
                && !held.theHold().expiresAt().isAfter(now);
    }
}

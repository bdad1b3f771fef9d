package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.Capabilities;
import io.holdfast.store.DisputeStore.Due;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What to do next for a dispute that one replica has the lease of. */
sealed interface Step {

    /** A person's decision waits for so many attempts to hear what became of the token: other disputes may have it too. */
    int TRIES_BEFORE_A_DECISION = 3;

    /** Send the open operation: it was never sent, or asking would not tell more. */
    record Send(GatewayOperation operation) implements Step {}

    /**
     * The open operation may have happened: ask first, and send it again only if the gateway does not know of it.
     *
     * @param beside what to ask about by name as well, whatever comes of the operation
     * @param wanted whether it is to be sent again; if not, it is left as soon as that can be
     */
    record AskThenSend(
            GatewayOperation operation, Set<AuthorizationId> about, Set<AuthorizationId> beside, boolean wanted)
            implements Step {}

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

    /** Nothing is due. */
    record Rest() implements Step {}

    /** Whether it takes a call to the gateway, and not only to the database. */
    default boolean callsGateway() {
        return this instanceof Send || this instanceof AskThenSend || this instanceof TakeBack || this instanceof Ask;
    }

    /**
     * @param tooOld whether nobody decided on it for longer than policy allows, see {@link Turn#isTooOld}
     * @param now by this replica's clock
     * @param due what the database's clock says is due, whatever this one's says: to lay that back would be to find it due again at once, and again
     */
    static Step of(
            Dispute dispute, Capabilities gateway, HoldPolicy policy, boolean tooOld, Instant now, Optional<Due> due) {
        if (dispute.operation().isPresent()) {
            GatewayOperation operation = dispute.operation().get();
            return switch (operation.kind()) {
                case REFRESH -> forRefresh(dispute, operation, gateway, policy, tooOld, now);
                case VOID -> forVoid(dispute, operation, gateway, policy, tooOld, now);
                case AUTHORIZE, CAPTURE, RENEW -> forOperation(dispute, operation, gateway, policy, tooOld, now);
            };
        }
        if (gateway.canBeAsked() && isQuestionDue(dispute, now, due)) {
            return new Ask(known(dispute));
        }
        if (dispute.state() instanceof HoldState.Held && dispute.pending().isEmpty()) {
            return tooOld ? new GiveUp() : upkeep(dispute, gateway, now, due);
        }
        return new Rest();
    }

    /** Neither the gateway's news, nor a person's decision, nor the end of the hold, nor its greatest age waits for a token that nobody can tell the fate of. */
    private static Step forRefresh(
            Dispute dispute,
            GatewayOperation operation,
            Capabilities gateway,
            HoldPolicy policy,
            boolean tooOld,
            Instant now) {
        if (operation.lastOutcome().isEmpty()) {
            return new Send(operation);
        }
        if (gateway.canBeAsked() && isAskedNow(dispute, now)) {
            return new Ask(known(dispute));
        }
        boolean over = dispute.status().isTerminal() || isAtItsEnd(dispute, now);
        boolean renews =
                dispute.upkeep().renewAt().filter(at -> !at.isAfter(now)).isPresent();
        boolean decided = dispute.pending().isPresent() || tooOld;
        boolean hopeless = !operation.maybeSent() || Waiting.isOverdue(operation, policy, now);
        boolean tried = decided && operation.attempts() >= TRIES_BEFORE_A_DECISION;
        return keepsSurplusWaiting(dispute, operation, policy, now)
                        || (over || renews || decided) && (hopeless || tried)
                ? new Withdraw(operation)
                : new Send(operation);
    }

    /**
     * What was begun in the place of a hold too many, see {@link #forVoid}, and does not settle, gives way to it in its turn. What only waited for another dispute's trade
     * is sent first: it waits no longer than that.
     */
    private static boolean keepsSurplusWaiting(
            Dispute dispute, GatewayOperation operation, HoldPolicy policy, Instant now) {
        return !dispute.surplus().isEmpty()
                && Waiting.isOverdue(operation, policy, now)
                && !operation.lastOutcome().equals(Optional.of(Conclusion.TOKEN_IS_TRADED));
    }

    /**
     * A hold too many that was to be given back, and is not, keeps nobody from caring for the one that the dispute stands on, nor other ones from being given back. What
     * is begun instead takes its place; its turn comes again, with a new key.
     */
    private static Step forVoid(
            Dispute dispute,
            GatewayOperation operation,
            Capabilities gateway,
            HoldPolicy policy,
            boolean tooOld,
            Instant now) {
        if (!isOfSurplus(dispute, operation) || operation.lastOutcome().isEmpty()) {
            return forOperation(dispute, operation, gateway, policy, tooOld, now);
        }
        if (gateway.canBeAsked() && isAskedNow(dispute, now)) {
            return new Ask(known(dispute));
        }
        if (dispute.state() instanceof HoldState.Held && dispute.pending().isEmpty()) {
            Step care = tooOld ? new GiveUp() : upkeep(dispute, gateway, now, Optional.empty());
            if (!(care instanceof Rest)) {
                return care;
            }
        }
        boolean othersWait = dispute.surplus().size() > 1 && Waiting.isOverdue(operation, policy, now);
        return othersWait ? new Anew(operation) : forOperation(dispute, operation, gateway, policy, tooOld, now);
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

    /** It was surely never sent. Nothing waits for it, and it is not sent for a hold that is known to be over. */
    private static Step forRenewalThatWaits(
            Dispute dispute, GatewayOperation renewal, Capabilities gateway, boolean givesWay, Instant now) {
        if (givesWay) {
            return new Anew(renewal);
        }
        return gateway.canBeAsked() && isAskedNow(dispute, now) ? new Ask(known(dispute)) : new Send(renewal);
    }

    private static Step forOperation(
            Dispute dispute,
            GatewayOperation operation,
            Capabilities gateway,
            HoldPolicy policy,
            boolean tooOld,
            Instant now) {
        boolean givesWay = dispute.pending().isPresent()
                || dispute.status().isTerminal()
                || tooOld
                || keepsSurplusWaiting(dispute, operation, policy, now);
        if (!operation.maybeSent()) {
            return operation.kind() == OperationKind.RENEW
                            && operation.lastOutcome().isPresent()
                    ? forRenewalThatWaits(dispute, operation, gateway, givesWay, now)
                    : new Send(operation);
        }
        if (!gateway.canBeAsked()) {
            return withoutAsking(dispute, operation, gateway, policy, now);
        }
        Set<AuthorizationId> about = switch (operation.kind()) {
            case CAPTURE, VOID -> Set.of(operation.target().orElseThrow());
            case AUTHORIZE -> dispute.state().authorizationId().map(Set::of).orElse(Set.of());
            case RENEW, REFRESH -> Set.of();
        };
        if (operation.kind() != OperationKind.RENEW) {
            return new AskThenSend(operation, about, Set.of(), true);
        }
        boolean heard = isAskedNow(dispute, now) || isAtItsEnd(dispute, now);
        return new AskThenSend(operation, about, heard ? known(dispute) : Set.of(), !givesWay);
    }

    /**
     * A repeat with the same key brings the same answer and does nothing twice, as long as the gateway remembers the key. What it took on it will tell of
     * by itself.
     */
    private static Step withoutAsking(
            Dispute dispute, GatewayOperation operation, Capabilities gateway, HoldPolicy policy, Instant now) {
        boolean keyIsForgotten = gateway.keyLife()
                .filter(life -> !operation.createdAt().plus(life).isAfter(now))
                .isPresent();
        boolean taken =
                operation.lastOutcome().filter(Conclusion.PENDING::equals).isPresent();
        boolean refused =
                operation.lastOutcome().filter(Conclusion.REFUSED::equals).isPresent();
        boolean spent =
                operation.lastOutcome().filter(Conclusion.KEY_SPENT::equals).isPresent();
        return switch (operation.kind()) {
            case AUTHORIZE, RENEW -> {
                boolean awaited = taken && operation.kind() == OperationKind.AUTHORIZE;
                boolean decided =
                        dispute.pending().isPresent() || dispute.status().isTerminal();
                boolean inTheWay = !awaited && decided && Waiting.isOverdue(operation, policy, now);
                yield keyIsForgotten || inTheWay ? new TakeBack(operation) : new Send(operation);
            }
            case CAPTURE -> taken || keyIsForgotten ? new Await(operation) : new Send(operation);
            // to give back once more does no harm
            case VOID -> refused || spent ? new Anew(operation) : taken ? new Await(operation) : new Send(operation);
            case REFRESH -> new Send(operation);
        };
    }

    private static boolean isQuestionDue(Dispute dispute, Instant now, Optional<Due> due) {
        return dispute.question().isPresent()
                ? isIt(due, Due.WORK) || isIt(due, Due.RECOVERY) || isAskedNow(dispute, now)
                : isAtItsEnd(dispute, now);
    }

    private static boolean isIt(Optional<Due> due, Due kind) {
        return due.equals(Optional.of(kind));
    }

    private static boolean isAskedNow(Dispute dispute, Instant now) {
        return dispute.question().filter(it -> !it.nextAttemptAt().isAfter(now)).isPresent();
    }

    private static Step upkeep(Dispute dispute, Capabilities gateway, Instant now, Optional<Due> due) {
        if (dispute.upkeep()
                .renewAt()
                .filter(at -> isIt(due, Due.RENEWAL) || !at.isAfter(now))
                .isPresent()) {
            return new Begin(OperationKind.RENEW);
        }
        if (gateway.canRefresh()
                && dispute.upkeep()
                        .refreshAt()
                        .filter(at -> isIt(due, Due.REFRESH) || !at.isAfter(now))
                        .isPresent()) {
            return new Begin(OperationKind.REFRESH);
        }
        return new Rest();
    }

    private static Set<AuthorizationId> known(Dispute dispute) {
        Set<AuthorizationId> known = new LinkedHashSet<>();
        dispute.state().authorizationId().ifPresent(known::add);
        dispute.question().ifPresent(question -> known.addAll(question.about()));
        return known;
    }
}

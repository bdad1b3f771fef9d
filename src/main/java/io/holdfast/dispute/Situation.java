package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.Capabilities;
import io.holdfast.store.DisputeStore.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a dispute stands when a replica takes it up, and what is to be done next. Decides only: nothing here waits, reads a clock or talks to anybody.
 *
 * @param pastItsAge whether it is older than policy allows a hold to be, see {@link Turn#isPastItsAge}
 * @param now by this replica's clock
 */
record Situation(Dispute dispute, Capabilities gateway, HoldPolicy policy, boolean pastItsAge, Instant now) {

    /** @param due what the database's clock says is due, whatever this one's says: to lay that back would be to find it due again at once, and again */
    Step next(Optional<Due> due) {
        if (dispute.operation().isPresent()) {
            GatewayOperation operation = dispute.operation().get();
            return switch (operation.kind()) {
                case REFRESH -> forRefresh(operation);
                case VOID -> forVoid(operation);
                case AUTHORIZE, CAPTURE, RENEW -> forOperation(operation);
            };
        }
        if (gateway.canBeAsked() && isQuestionDue(due)) {
            return new Step.Ask(known());
        }
        if (dispute.state() instanceof HoldState.Held && dispute.pending().isEmpty()) {
            return isTooOld() ? new Step.GiveUp() : upkeep(due);
        }
        return new Step.Rest();
    }

    /** Neither the gateway's news, nor a person's decision, nor the end of the hold, nor its greatest age waits for a token that nobody can tell the fate of. */
    private Step forRefresh(GatewayOperation operation) {
        if (operation.lastOutcome().isEmpty()) {
            return new Step.Send(operation);
        }
        if (gateway.canBeAsked() && isAskedNow()) {
            return new Step.Ask(known());
        }
        boolean over = dispute.status().isTerminal() || Step.isAtItsEnd(dispute, now);
        boolean renews =
                dispute.upkeep().renewAt().filter(at -> !at.isAfter(now)).isPresent();
        boolean decided = dispute.pending().isPresent() || isTooOld();
        boolean hopeless = !operation.maybeSent() || Waiting.isOverdue(operation, policy, now);
        boolean tried = decided && operation.attempts() >= Step.TRIES_BEFORE_A_DECISION;
        return keepsSurplusWaiting(operation) || (over || renews || decided) && (hopeless || tried)
                ? new Step.Withdraw(operation)
                : new Step.Send(operation);
    }

    /**
     * What was begun in the place of a hold too many, see {@link #forVoid}, and does not settle, gives way to it in its turn. What only waited for another dispute's trade
     * is sent first: it waits no longer than that. A renewal in the time that is left for trouble does not give way any more: the hold that it is for would lapse.
     */
    private boolean keepsSurplusWaiting(GatewayOperation operation) {
        return !dispute.surplus().isEmpty()
                && Waiting.isOverdue(operation, policy, now)
                && !isLate(operation)
                && !operation.cameTo(Conclusion.TOKEN_IS_TRADED);
    }

    /** See {@link Care}: what is begun anew comes later than what is begun as planned. */
    private boolean isLate(GatewayOperation operation) {
        return operation.kind() == OperationKind.RENEW
                && dispute.state() instanceof HoldState.Held held
                && held.theHold()
                        .expiresAt()
                        .minus(policy.renewBefore().dividedBy(2))
                        .isBefore(operation.createdAt());
    }

    /**
     * A hold too many that was to be given back, and is not, keeps nobody from caring for the one that the dispute stands on, nor other ones from being given back. What
     * is begun instead takes its place; its turn comes again, with a new key.
     */
    private Step forVoid(GatewayOperation operation) {
        if (!Step.isOfSurplus(dispute, operation) || operation.lastOutcome().isEmpty()) {
            return forOperation(operation);
        }
        if (gateway.canBeAsked() && isAskedNow()) {
            return new Step.Ask(known());
        }
        if (dispute.state() instanceof HoldState.Held && dispute.pending().isEmpty()) {
            Step care = isTooOld() ? new Step.GiveUp() : upkeep(Optional.empty());
            if (!(care instanceof Step.Rest)) {
                return care;
            }
        }
        boolean othersWait = dispute.surplus().size() > 1 && Waiting.isOverdue(operation, policy, now);
        return othersWait ? new Step.Anew(operation) : forOperation(operation);
    }

    /** It was surely never sent. Nothing waits for it, and it is not sent for a hold that is known to be over. */
    private Step forUnsentRenewal(GatewayOperation renewal, boolean givesWay) {
        if (givesWay) {
            return new Step.Anew(renewal);
        }
        if (!gateway.canBeAsked()) {
            return new Step.Send(renewal);
        }
        if (renewal.lastOutcome().isPresent() && isAskedNow()) {
            return new Step.Ask(known());
        }
        return mayBeSentUnasked(renewal) ? new Step.Send(renewal) : new Step.Renew(renewal);
    }

    /** A gateway that does not say how the hold stands, until half of the time is over that was left of it: it is not let lapse for that. */
    private boolean mayBeSentUnasked(GatewayOperation renewal) {
        boolean silent = renewal.lastOutcome()
                        .filter(outcome -> outcome.startsWith(Conclusion.ASKED))
                        .isPresent()
                && !renewal.cameTo(Conclusion.HOLD_ABSENT)
                && !renewal.cameTo(Conclusion.HOLD_UNCLEAR);
        return silent && hasWaitedHalfOfTheTime(renewal);
    }

    /** Of what was left of the hold when it was begun. */
    private boolean hasWaitedHalfOfTheTime(GatewayOperation operation) {
        return dispute.state() instanceof HoldState.Held held
                && Duration.between(operation.createdAt(), now)
                                .compareTo(Duration.between(now, held.theHold().expiresAt()))
                        > 0;
    }

    /** Whether somebody may have taken the money of a hold that the charge is not for: beside that it would take it once more. */
    private boolean mayBeTakenElsewhere(GatewayOperation operation) {
        return operation.kind() == OperationKind.CAPTURE
                && gateway.canBeAsked()
                && (dispute.question().isPresent() || !dispute.surplus().isEmpty());
    }

    /** No hold is let lapse for a gateway that does not say. */
    private boolean waitsForAnAnswer(GatewayOperation charge) {
        return !Waiting.isOverdue(charge, policy, now) && !hasWaitedHalfOfTheTime(charge);
    }

    private Step forOperation(GatewayOperation operation) {
        boolean givesWay = dispute.pending().isPresent()
                || dispute.status().isTerminal()
                || isTooOld()
                || keepsSurplusWaiting(operation);
        if (!operation.maybeSent() && operation.kind() == OperationKind.RENEW) {
            return forUnsentRenewal(operation, givesWay);
        }
        if (!operation.maybeSent()) {
            return mayBeTakenElsewhere(operation)
                    ? new Step.Charge(operation, knownAndSurplus(), waitsForAnAnswer(operation))
                    : new Step.Send(operation);
        }
        if (!gateway.canBeAsked()) {
            return withoutAsking(operation);
        }
        Set<AuthorizationId> about = switch (operation.kind()) {
            case CAPTURE, VOID -> Set.of(operation.target().orElseThrow());
            case AUTHORIZE -> dispute.state().authorizationId().map(Set::of).orElse(Set.of());
            case RENEW, REFRESH -> Set.of();
        };
        if (operation.kind() != OperationKind.RENEW) {
            boolean elsewhere = mayBeTakenElsewhere(operation);
            Set<AuthorizationId> others = elsewhere ? without(about, knownAndSurplus()) : Set.of();
            return new Step.AskThenSend(operation, about, others, elsewhere && waitsForAnAnswer(operation), true);
        }
        boolean heard = isAskedNow() || Step.isAtItsEnd(dispute, now);
        return new Step.AskThenSend(operation, about, heard ? known() : Set.of(), false, !givesWay);
    }

    /**
     * A repeat with the same key brings the same answer and does nothing twice, as long as the gateway remembers the key. What it took on it will tell of
     * by itself.
     */
    private Step withoutAsking(GatewayOperation operation) {
        boolean keyIsForgotten = gateway.keyLife()
                .filter(life -> !operation.createdAt().plus(life).isAfter(now))
                .isPresent();
        boolean taken = operation.cameTo(Conclusion.PENDING);
        boolean answered = operation.cameTo(Conclusion.REFUSED) || operation.cameTo(Conclusion.KEY_SPENT);
        return switch (operation.kind()) {
            case AUTHORIZE, RENEW -> {
                boolean awaited = taken && operation.kind() == OperationKind.AUTHORIZE;
                boolean decided =
                        dispute.pending().isPresent() || dispute.status().isTerminal();
                boolean renewal = operation.kind() == OperationKind.RENEW;
                boolean inTheWay = !awaited && decided && Waiting.isOverdue(operation, policy, now)
                        || renewal && keepsSurplusWaiting(operation);
                yield keyIsForgotten || inTheWay ? new Step.TakeBack(operation) : new Step.Send(operation);
            }
            case CAPTURE -> taken || keyIsForgotten ? new Step.Await(operation) : new Step.Send(operation);
            // to give back once more does no harm
            case VOID ->
                answered ? new Step.Anew(operation) : taken ? new Step.Await(operation) : new Step.Send(operation);
            case REFRESH -> new Step.Send(operation);
        };
    }

    private boolean isQuestionDue(Optional<Due> due) {
        return dispute.question().isPresent()
                ? isIt(due, Due.WORK) || isIt(due, Due.RECOVERY) || isAskedNow()
                : Step.isAtItsEnd(dispute, now);
    }

    private static boolean isIt(Optional<Due> due, Due kind) {
        return due.equals(Optional.of(kind));
    }

    private boolean isAskedNow() {
        return dispute.question().filter(it -> !it.nextAttemptAt().isAfter(now)).isPresent();
    }

    /** Nobody has decided on it all the time. */
    private boolean isTooOld() {
        return pastItsAge && dispute.isUndecided();
    }

    private Step upkeep(Optional<Due> due) {
        if (dispute.upkeep()
                .renewAt()
                .filter(at -> isIt(due, Due.RENEWAL) || !at.isAfter(now))
                .isPresent()) {
            return pastItsAge ? new Step.LetLapse() : new Step.Begin(OperationKind.RENEW);
        }
        if (gateway.canRefresh()
                && dispute.upkeep()
                        .refreshAt()
                        .filter(at -> isIt(due, Due.REFRESH) || !at.isAfter(now))
                        .isPresent()) {
            return new Step.Begin(OperationKind.REFRESH);
        }
        return new Step.Rest();
    }

    private static Set<AuthorizationId> without(Set<AuthorizationId> some, Set<AuthorizationId> all) {
        Set<AuthorizationId> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private Set<AuthorizationId> knownAndSurplus() {
        Set<AuthorizationId> all = new LinkedHashSet<>();
        dispute.state().authorizationId().ifPresent(all::add);
        all.addAll(dispute.surplus());
        all.addAll(known());
        return all;
    }

    private Set<AuthorizationId> known() {
        Set<AuthorizationId> known = new LinkedHashSet<>();
        dispute.state().authorizationId().ifPresent(known::add);
        dispute.question().ifPresent(question -> known.addAll(question.about()));
        return known;
    }
}

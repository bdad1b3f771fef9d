package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Question;
import io.holdfast.gateway.Gateway;
import io.holdfast.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes a draft whole: opens the operation that follows from it, and says who looks at the dispute next, and when. */
final class Plan {

    private static final Duration SOONEST = Duration.ofMillis(1);

    private final Composer composer;
    private final HoldPolicy policy;

    Plan(Composer composer, HoldPolicy policy) {
        this.composer = composer;
        this.policy = policy;
    }

    /**
     * After a decision of the replica that has the lease, or takes it.
     *
     * @param lease kept while there is more to do at once, else given up
     */
    Change withLease(Draft draft, Gateway gateway, UUID lease) {
        return withLease(draft, gateway, lease, false);
    }

    /** @param takenUp whether the open operation is gone on with, also one that waits */
    private Change withLease(Draft draft, Gateway gateway, UUID lease, boolean takenUp) {
        Dispute planned = withNextOperation(draft, gateway);
        boolean goOn = takenUp
                || planned.operation()
                        .filter(operation -> operation.state() == OperationState.RUNNING)
                        .isPresent()
                || (planned.operation().isEmpty()
                        && planned.question()
                                .filter(question -> !question.nextAttemptAt().isAfter(draft.now()))
                                .isPresent()
                        && gateway.capabilities().canBeAsked());
        return goOn
                ? change(draft, planned.withLease(Optional.of(lease)), new Change.Work.In(leaseTime(gateway)))
                : resting(draft, planned, gateway);
    }

    /** With an operation of upkeep, to be carried out at once. */
    Change beginning(Draft draft, Gateway gateway, OperationKind kind, UUID lease) {
        draft.change(d -> d.withIntent(upkeep(draft, gateway, kind)).withLease(Optional.of(lease)));
        return leaseExtended(draft, gateway);
    }

    /** What an operation of upkeep would be now. */
    GatewayOperation upkeep(Draft draft, Gateway gateway, OperationKind kind) {
        Optional<Money> amount = kind == OperationKind.RENEW
                ? Optional.of(draft.dispute().terms().amount())
                : Optional.empty();
        return composer.next(gateway, draft.dispute(), kind, Optional.empty(), amount, draft.now());
    }

    /** With the first authorization once more, which was never sent, for the token that the dispute has now. */
    Change firstAgain(Draft draft, Gateway gateway, GatewayOperation unsent, UUID lease) {
        GatewayOperation intent = composer.firstAgain(gateway, draft.dispute(), unsent, draft.now());
        Dispute planned = draft.dispute().withIntent(intent).withLease(Optional.of(lease));
        return change(draft, planned, new Change.Work.In(leaseTime(gateway)));
    }

    /** As it is, with the lease for so much longer. */
    Change leaseExtended(Draft draft, Gateway gateway) {
        return change(draft, draft.dispute(), new Change.Work.In(leaseTime(gateway)));
    }

    /**
     * After a decision of somebody who does not have the lease, a person or a webhook: if nobody works on the dispute, this replica takes it up at
     * once, or as soon as the gateway wants to be called again; if another one works on it, it will see the change when it records what it has.
     *
     * @param insisted whether a person wants it tried now, whatever the gateway asked for
     */
    Change fromOutside(Draft draft, Gateway gateway, UUID lease, boolean insisted) {
        if (draft.before().lease().isPresent()) {
            return change(draft, draft.dispute(), new Change.Work.Unchanged());
        }
        Optional<GatewayOperation> open = draft.dispute().operation();
        boolean changed = !open.equals(draft.before().operation());
        if (open.isEmpty() || changed || givesWay(draft.dispute())) {
            return withLease(draft, gateway, lease);
        }
        boolean waits = open.get().isPutOff(draft.now()) && !insisted;
        // as a claim leaves what may have to give way to another token: whoever takes it over is to know that it was
        // not sent
        GatewayOperation next = waits
                ? open.get().dueAsSoonAsAllowed(draft.now())
                : open.get().claimed(!open.get().waitsWithItsToken());
        draft.openOperation(next);
        return withLease(draft, gateway, lease, !waits);
    }

    /** What this replica would have taken up with that lease has no room here, and is due for whichever has. */
    static Change leftToOthers(Change change, UUID lease) {
        Dispute after = change.after();
        return after.isLeasedBy(lease)
                ? new Change(
                        change.before(),
                        after.withLease(Optional.empty())
                                .withOperation(after.operation().map(it -> it.notBegun(Conclusion.LEFT_TO_OTHERS))),
                        change.story(),
                        new Change.Work.In(Duration.ZERO),
                        change.news())
                : change;
    }

    static Duration leaseTime(Gateway gateway) {
        return HoldPolicy.leaseTime(gateway.timeout());
    }

    private Change resting(Draft draft, Dispute planned, Gateway gateway) {
        Dispute rested = askedAgainIfItOutlivesItsEnd(planned, gateway, draft.now());
        Change.Work work = dueIn(rested, gateway, draft.now())
                .<Change.Work>map(Change.Work.In::new)
                .orElseGet(Change.Work.None::new);
        return change(draft, rested.withLease(Optional.empty()), work);
    }

    /**
     * At the hold's end the gateway is asked; if it says that the hold still lives, again and again with growing pauses. They are kept as a question is: whoever takes the
     * dispute up meanwhile, for its renewal or its age, does that, and does not ask once more.
     */
    private Dispute askedAgainIfItOutlivesItsEnd(Dispute dispute, Gateway gateway, Instant now) {
        boolean asks = gateway.capabilities().canBeAsked()
                && dispute.operation()
                        .filter(operation -> !Step.isOfSurplus(dispute, operation))
                        .isEmpty()
                && dispute.question().isEmpty()
                && Step.isAtItsEnd(dispute, now);
        if (!asks) {
            return dispute;
        }
        Duration overdue = Duration.between(dispute.state().hold().orElseThrow().expiresAt(), now);
        Instant next = now.plus(
                Backoff.pause(overdue, (int) overdue.toSeconds(), dispute.id().value(), policy.slowPace()));
        return dispute.withQuestion(Optional.of(Question.raised(Optional.empty(), Optional.empty(), next)));
    }

    private static Change change(Draft draft, Dispute after, Change.Work work) {
        return new Change(draft.before(), after, draft.story(), work, draft.news());
    }

    private Dispute withNextOperation(Draft draft, Gateway gateway) {
        boolean isAskedAboutAll =
                draft.dispute().question().flatMap(Question::allUntil).isPresent();
        if (draft.isOverfull() && gateway.capabilities().canBeAsked() && !isAskedAboutAll) {
            draft.askAboutAll(draft.now());
        }
        if (givesWay(draft.dispute())) {
            draft.closeOperation();
        }
        Dispute dispute = draft.dispute();
        if (dispute.operation().isPresent()) {
            return dispute;
        }
        Optional<AuthorizationId> current = dispute.state().authorizationId();
        boolean live = !dispute.status().isTerminal() && current.isPresent();
        if (live && dispute.isReleasePending()) {
            return opened(draft, gateway, OperationKind.VOID, current, Optional.empty());
        }
        if (dispute.state() instanceof HoldState.Held && dispute.pendingCharge().isPresent()) {
            return opened(draft, gateway, OperationKind.CAPTURE, current, dispute.pendingCharge());
        }
        if (!dispute.surplus().isEmpty()) {
            return opened(
                    draft, gateway, OperationKind.VOID, Optional.of(nextToGiveBack(draft, dispute)), Optional.empty());
        }
        return dispute;
    }

    /** By turns, the newest one first: what was tried before it may be what the gateway does not give back. */
    private static AuthorizationId nextToGiveBack(Draft draft, Dispute dispute) {
        List<AuthorizationId> surplus = dispute.surplus();
        int tried = draft.before()
                .operation()
                .flatMap(GatewayOperation::target)
                .map(surplus::indexOf)
                .orElse(-1);
        return surplus.get(tried > 0 ? tried - 1 : surplus.size() - 1);
    }

    /**
     * A decision does not wait for a surplus that the gateway will not give back, or says nothing about. Its turn comes again after the decision's, with a new key: to
     * give back once more does no harm.
     */
    private static boolean givesWay(Dispute dispute) {
        return dispute.pending().isPresent()
                && dispute.state() instanceof HoldState.Held
                && dispute.operation()
                        .filter(operation ->
                                operation.state() != OperationState.RUNNING && Step.isOfSurplus(dispute, operation))
                        .isPresent();
    }

    private Dispute opened(
            Draft draft,
            Gateway gateway,
            OperationKind kind,
            Optional<AuthorizationId> target,
            Optional<Money> amount) {
        return draft.dispute().withIntent(composer.next(gateway, draft.dispute(), kind, target, amount, draft.now()));
    }

    /** When somebody should look at a dispute that nobody works on. */
    private Optional<Duration> dueIn(Dispute dispute, Gateway gateway, Instant now) {
        if (dispute.operation().isPresent()) {
            GatewayOperation operation = dispute.operation().get();
            return Optional.of(
                    from(now, nextAttempt(dispute, operation, gateway, now), policy.furthestAttempt(operation.n())));
        }
        if (dispute.question().isPresent() && gateway.capabilities().canBeAsked()) {
            return dispute.question()
                    .map(question -> nextAttempt(dispute, question, now))
                    .map(at -> from(now, at, policy.furthestAttempt(1)));
        }
        if (dispute.state() instanceof HoldState.Held held
                && gateway.capabilities().canBeAsked()) {
            return Optional.of(from(now, held.theHold().expiresAt()));
        }
        return Optional.empty();
    }

    /** What is looked out for must not be what the hold's end waits for. */
    private static Instant nextAttempt(Dispute dispute, Question question, Instant now) {
        return dispute.state()
                .hold()
                .map(Hold::expiresAt)
                .filter(end -> dispute.state() instanceof HoldState.Held && !question.isPutOff(now))
                .filter(end -> end.isAfter(now) && end.isBefore(question.nextAttemptAt()))
                .orElse(question.nextAttemptAt());
    }

    /** A refresh that waits must not be what a renewal waits for, none of them what the hold's end waits for, and a hold too many not what anything waits for. */
    private static Instant nextAttempt(Dispute dispute, GatewayOperation operation, Gateway gateway, Instant now) {
        boolean ofSurplus = Step.isOfSurplus(dispute, operation);
        boolean inFront = Waiting.waitsInFrontOfTheEnd(operation) || operation.kind() == OperationKind.RENEW;
        if (!(inFront || ofSurplus) || operation.isPutOff(now)) {
            return operation.nextAttemptAt();
        }
        Stream<Instant> care = Stream.concat(
                        dispute.upkeep().renewAt().stream(), dispute.state().hold().map(Hold::expiresAt).stream())
                .filter(at -> at.isAfter(now));
        Stream<Instant> question = dispute
                .question()
                .filter(it -> ofSurplus && gateway.capabilities().canBeAsked())
                .map(Question::nextAttemptAt)
                .stream();
        return Stream.concat(care, question)
                .reduce(operation.nextAttemptAt(), (one, other) -> one.isBefore(other) ? one : other);
    }

    private static Duration from(Instant now, Instant at, Duration furthest) {
        return Duration.between(now, at).compareTo(furthest) > 0 ? SOONEST : from(now, at);
    }

    private static Duration from(Instant now, Instant at) {
        Duration wait = Duration.between(now, at);
        return wait.compareTo(SOONEST) < 0 ? SOONEST : wait;
    }
}

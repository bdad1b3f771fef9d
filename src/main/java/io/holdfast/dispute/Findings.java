package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.Inquiry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a dispute by what the gateway knows when it is asked after an operation that may have happened. Each method is all that comes of one thing that can be
 * found. What an operation's own answer settles is {@link Conclusion}'s; questions with no operation behind them are {@link Replies}'.
 */
final class Findings {

    /** Money was taken of another hold of the dispute, which it cannot be charged by: not of the amount that was asked, or so the gateway says. */
    private static final String CHARGED_ELSEWHERE = "charged_elsewhere";

    private final HoldPolicy policy;
    private final Conclusion conclusion;
    private final Waiting waiting;
    private final Reading reading;
    private final RenewalReading renewals;
    private final Replies replies;

    Findings(HoldPolicy policy, Duration gatewayTimeout, Capabilities gateway) {
        this.policy = policy;
        this.conclusion = new Conclusion(policy, gatewayTimeout, gateway);
        this.waiting = new Waiting(policy, gatewayTimeout, gateway.canBeAsked());
        this.reading = new Reading(policy, gateway);
        this.renewals = new RenewalReading(policy, gateway);
        this.replies = new Replies(policy, gatewayTimeout, gateway);
    }

    /**
     * What the gateway knows of an operation that may have happened.
     *
     * @param answered whether the gateway has said of the operation itself, or does not know of it: its silence may be that it is carrying it out
     * @return whether that settles, or explains, the operation; if not, it is {@link #notAnswered}, {@link #left}, or to be sent again
     */
    boolean explained(Draft draft, Step.AskThenSend step, boolean answered, List<AuthorizationView> found) {
        OperationId id = step.operation().id();
        boolean explained = explains(draft, step, answered, found);
        giveWay(draft, step, found);
        return explained;
    }

    private boolean explains(Draft draft, Step.AskThenSend step, boolean answered, List<AuthorizationView> found) {
        OperationId id = step.operation().id();
        GatewayOperation operation = draft.open(id).orElse(null);
        if (operation == null) {
            replies.said(draft, found);
            return true;
        }
        Dispute dispute = draft.dispute();
        Optional<AuthorizationView> own = OwnAuthorization.of(dispute, operation, found);
        found.stream()
                .filter(view -> operation.kind().authorizes()
                        && !OwnAuthorization.mayBe(view, operation, own)
                        && view.status() == AuthorizationView.Status.AUTHORIZED
                        && !dispute.isCurrent(view.id()))
                .forEach(view -> draft.addSurplus(view.id(), "not_on_record"));
        capturedBeside(
                draft,
                id,
                found.stream().filter(view -> !own.equals(Optional.of(view))).toList());
        boolean unchanged = own.filter(view -> !operation.kind().authorizes()
                        && (view.status() == AuthorizationView.Status.AUTHORIZED
                                || view.status() == AuthorizationView.Status.PENDING))
                .isPresent();
        if (unchanged && operation.cameTo(Conclusion.KEY_SPENT)) {
            // To send it once more would bring the same failure. What is still wanted gets a new key.
            draft.closeOperation();
            return true;
        }
        boolean underWay = own.filter(view -> view.status() == AuthorizationView.Status.PENDING)
                .isPresent();
        boolean mayBeElsewhere = operation.kind() == OperationKind.CAPTURE && answered && !underWay;
        if (own.isEmpty() || unchanged) {
            return mayBeElsewhere && isTakenElsewhere(draft, step, found);
        }
        if (mayBeElsewhere && own.get().status().isGone() && isChargedInstead(draft, id, found)) {
            reading.apply(draft, own.get());
            return true;
        }
        conclusion.approved(draft, Optional.of(operation), own.get());
        endedBeside(draft, id, found);
        return true;
    }

    /**
     * The outcome of sending an operation that makes or changes an authorization.
     *
     * @param found what the gateway said before, if it was asked after it
     */
    void sent(
            Draft draft,
            GatewayOperation operation,
            GatewayOutcome<AuthorizationView> outcome,
            List<AuthorizationView> found) {
        capturedBeside(draft, operation.id(), found);
        if (operation.kind() == OperationKind.RENEW) {
            // of a capture of ours the same word may be half of its own
            found.stream()
                    .filter(view -> view.status() == AuthorizationView.Status.AUTHORIZED
                            && draft.dispute().isCurrent(view.id()))
                    .forEach(view -> Reading.stands(draft, view));
        } else if (operation.kind() == OperationKind.CAPTURE) {
            found.stream().filter(view -> isTakenOfAnother(draft, view)).forEach(view -> reading.other(draft, view));
        }
        conclusion.sent(draft, operation.id(), OwnAuthorization.notOlder(outcome, found));
        liveBeside(draft, operation, found);
        endedBeside(draft, operation.id(), found);
    }

    /**
     * A renewal whose key had its answer before, by a request that is not on record. What that one placed was given back, so another one is begun, with the next key.
     *
     * @param found what the gateway said before, if it was asked
     */
    void answeredBefore(Draft draft, OperationId id, List<AuthorizationView> found) {
        capturedBeside(draft, id, found);
        if (draft.open(id).isPresent()) {
            draft.clear(Attention.GATEWAY_UNREACHABLE);
            if (draft.dispute().status() == Status.HELD
                    && draft.dispute().pending().isEmpty()) {
                renewals.postponed(draft, "is_given_back");
            }
            draft.closeOperation();
        }
        endedBeside(draft, id, found);
    }

    /** An operation that may have happened, and the gateway did not say. @param found what it said of others */
    void notAnswered(Draft draft, Step.AskThenSend step, List<AuthorizationView> found, Inquiry.NotAnswered inquiry) {
        OperationId id = step.operation().id();
        capturedBeside(draft, id, found);
        draft.open(id)
                .ifPresent(operation -> waiting.park(
                        draft,
                        operation,
                        Conclusion.ASKED + inquiry.reason(),
                        Pause.asked(inquiry.retryAfter()),
                        Waiting.Answer.missingIf(!inquiry.heldBack())));
        endedBeside(draft, id, found);
        giveWay(draft, step, found);
    }

    /**
     * What the gateway says of all holds that are known, before a charge is sent.
     *
     * @return whether nothing is in its way: nobody has taken the money meanwhile, and the gateway has said so, or was waited for long enough
     */
    boolean isStillToBeCharged(Draft draft, Step.Charge step, Inquirer.Answers answers) {
        draft.hasNotSent(step.operation());
        if (answers.said() instanceof Inquiry.Found found) {
            boolean taken = takenElsewhere(draft, found.authorizations()).isPresent();
            recordTaken(draft, found.authorizations());
            replies.heard(draft, found.authorizations());
            if (taken && draft.open(step.operation().id()).isPresent()) {
                Conclusion.chargeFailed(draft, CHARGED_ELSEWHERE);
            }
        }
        Optional<Inquiry.NotAnswered> silence = answers.silence();
        Optional<GatewayOperation> open = draft.open(step.operation().id());
        if (open.isPresent() && silence.isPresent() && step.waits()) {
            waiting.keepUnsent(
                    draft,
                    open.get(),
                    Conclusion.ASKED + silence.get().reason(),
                    Pause.asked(silence.get().retryAfter()),
                    Waiting.Answer.missingIf(!silence.get().heldBack()));
            return false;
        }
        return open.isPresent();
    }

    /**
     * Of a charge that may have been sent, and has not been carried out yet. By what was taken of another hold the dispute is charged in its place, and its own is given back:
     * should the first request be carried out after all, that will be told of as money that was taken once more. What the dispute cannot be charged by leaves it to a person,
     * when the first request has been out of the question for long enough.
     */
    private boolean isTakenElsewhere(Draft draft, Step.AskThenSend step, List<AuthorizationView> found) {
        OperationId id = step.operation().id();
        if (isChargedInstead(draft, id, found)) {
            return true;
        }
        Optional<AuthorizationView> unclear =
                takenElsewhere(draft, found).filter(view -> !step.operation().cameTo(Conclusion.PENDING));
        if (unclear.isPresent() && step.waits()) {
            Remembered.raiseAnother(draft, unclear.get());
            String[] difference = Reading.difference(draft, unclear.get());
            draft.open(id)
                    .ifPresent(charge -> waiting.park(
                            draft, charge, Conclusion.MISMATCH, Pause.NONE, Waiting.Answer.NOT_MISSING, difference));
            return true;
        }
        found.stream().filter(view -> isTakenOfAnother(draft, view)).forEach(view -> reading.other(draft, view));
        if (unclear.isPresent()) {
            Conclusion.chargeFailed(draft, CHARGED_ELSEWHERE);
        }
        return draft.open(id).isEmpty();
    }

    private boolean isChargedInstead(Draft draft, OperationId charge, List<AuthorizationView> found) {
        recordTaken(draft, found);
        found.stream()
                .filter(view -> isTakenOfAnother(draft, view) && reading.chargesInstead(draft, view))
                .forEach(view -> reading.other(draft, view));
        return draft.open(charge).isEmpty();
    }

    private static boolean isTakenOfAnother(Draft draft, AuthorizationView view) {
        return view.status() == AuthorizationView.Status.CAPTURED
                && !draft.dispute().isCurrent(view.id());
    }

    /** Of this dispute by our own record, or by the gateway's word. */
    private static Optional<AuthorizationView> takenElsewhere(Draft draft, List<AuthorizationView> found) {
        return found.stream()
                .filter(view -> isTakenOfAnother(draft, view))
                .filter(view -> draft.dispute().surplus().contains(view.id())
                        || view.disputeId().isPresent())
                .findFirst();
    }

    /** One that is not on record, such as of a renewal that a failover lost, is this dispute's by the gateway's own word. */
    private void recordTaken(Draft draft, List<AuthorizationView> found) {
        found.stream()
                .filter(view -> isTakenOfAnother(draft, view)
                        && view.disputeId().isPresent()
                        && reading.chargesInstead(draft, view))
                .forEach(view -> draft.addSurplus(view.id(), "not_on_record"));
    }

    /**
     * A renewal that was not sent, as the gateway does not say that its hold stands. If that has ended it is not needed any more.
     *
     * @param inquiry what the gateway said of the hold
     * @param found what it named
     */
    void notRenewed(Draft draft, OperationId id, Inquiry inquiry, List<AuthorizationView> found) {
        replies.heard(draft, found);
        GatewayOperation renewal = draft.open(id).orElse(null);
        if (renewal == null) {
            return;
        }
        if (draft.dispute().status() == Status.EXPIRED && renewal.lastOutcome().isEmpty()) {
            draft.tell(StoryType.RENEWAL_FAILED, "failure_code", "not_sent", "outcome", Conclusion.HOLD_EXPIRED);
            draft.raise(Attention.RENEWAL_FAILED);
        }
        if (draft.dispute().status() != Status.HELD || draft.dispute().pending().isPresent()) {
            draft.closeOperation();
        } else if (inquiry instanceof Inquiry.NotAnswered silence) {
            waiting.keepUnsent(
                    draft,
                    renewal,
                    Conclusion.ASKED + silence.reason(),
                    Pause.asked(silence.retryAfter()),
                    Waiting.Answer.missingIf(!silence.heldBack()));
        } else {
            String why = found.isEmpty() ? Conclusion.HOLD_ABSENT : Conclusion.HOLD_UNCLEAR;
            waiting.keepUnsent(draft, renewal, why, Pause.asked(Optional.empty()), Waiting.Answer.MISSING);
        }
    }

    /**
     * A renewal that was asked after in vain, and is not waited for any more. Should its hold show up nevertheless it is one too many: as long as that can be, the gateway is
     * asked for all that it has for the dispute, whatever becomes of that. One that gave way to a hold too many is begun anew after that; until then somebody has to know,
     * for the hold may lapse first. A decision that it gave way to may come to nothing: a hold that is left then is renewed after all, when half of its time is over.
     *
     * @param found what the gateway said a moment ago: a hold that has ended needs nobody's decision any more
     */
    void left(Draft draft, GatewayOperation operation, List<AuthorizationView> found) {
        capturedBeside(draft, operation.id(), found);
        leave(draft, operation.id(), found);
    }

    /**
     * An operation that may have been sent, was asked after in vain, and cannot be sent again, see {@link Conclusion#unreadable}. A renewal that is not wanted any more by now
     * may still place its hold.
     */
    void unreadable(Draft draft, GatewayOperation unread, List<AuthorizationView> found) {
        OperationId id = unread.id();
        capturedBeside(draft, id, found);
        Dispute dispute = draft.dispute();
        if (dispute.status() != Status.HELD || dispute.pending().isPresent()) {
            leave(draft, id, found);
        }
        draft.open(id).ifPresent(operation -> conclusion.unreadable(draft, Optional.of(id), operation.kind()));
        endedBeside(draft, id, found);
    }

    /** A renewal was settled by its own answer: what else was found to live is one too many. Until the outcome is concluded on it may be what the renewal made. */
    private void liveBeside(Draft draft, GatewayOperation sent, List<AuthorizationView> found) {
        if (sent.kind() != OperationKind.RENEW || draft.open(sent.id()).isPresent()) {
            return;
        }
        found.stream()
                .filter(view -> view.status() == AuthorizationView.Status.AUTHORIZED
                        && !draft.dispute().isCurrent(view.id()))
                .forEach(view -> draft.addSurplus(view.id(), "not_on_record"));
    }

    /**
     * The hold ended while it was to be renewed. As long as that is not settled, and there is patience with it, it may still come to a hold; until then somebody has to know.
     */
    private void endedBeside(Draft draft, OperationId id, List<AuthorizationView> found) {
        Optional<AuthorizationView> end = end(draft, found);
        Optional<GatewayOperation> open = draft.open(id);
        if (end.isPresent() && open.isEmpty() && draft.dispute().status() == Status.HELD) {
            reading.apply(draft, end.get());
        } else if (end.isPresent() && Conclusion.of(OperationKind.RENEW, open).isPresent()) {
            draft.raise(Attention.RENEWAL_FAILED);
            if (waiting.isOverdue(open.get(), draft.now())) {
                leave(draft, id, found);
            }
        }
    }

    /** Of the hold that the dispute stands on. */
    static Optional<AuthorizationView> end(Draft draft, List<AuthorizationView> found) {
        return found.stream()
                .filter(view ->
                        draft.dispute().isCurrent(view.id()) && view.status().isGone())
                .findFirst();
    }

    /**
     * A renewal that something which matters more waits for, and that was asked after once more and is not settled. One that the gateway works on, or did not say
     * anything about, is waited for a little.
     */
    private void giveWay(Draft draft, Step.AskThenSend step, List<AuthorizationView> found) {
        OperationId id = step.operation().id();
        Conclusion.of(OperationKind.RENEW, draft.open(id))
                .filter(renewal -> !step.wanted() && renewal.attempts() >= Step.TRIES_BEFORE_A_DECISION)
                .ifPresent(renewal -> leave(draft, id, found));
    }

    private void leave(Draft draft, OperationId id, List<AuthorizationView> found) {
        if (Conclusion.of(OperationKind.RENEW, draft.open(id)).isEmpty()) {
            return;
        }
        Instant until = draft.now().plus(policy.latestArrival());
        boolean undecided = draft.dispute().status() == Status.HELD
                && draft.dispute().pending().isEmpty();
        draft.change(d ->
                d.withUpkeep(undecided ? Care.anew(d, policy, draft.now()) : Care.prolonged(d, policy, draft.now())));
        draft.tell(StoryType.RENEWAL_FAILED, "failure_code", "unknown");
        if (undecided) {
            draft.raise(Attention.RENEWAL_FAILED);
        }
        draft.askAboutAll(until);
        draft.closeOperation();
        end(draft, found).ifPresent(view -> reading.apply(draft, view));
    }

    /**
     * Money was taken while another hold is being placed: for an authorization that the dispute does not stand on, which somebody has to know; or for the one that it
     * stands on, and then the dispute is charged, whatever comes of the renewal.
     */
    private void capturedBeside(Draft draft, OperationId id, List<AuthorizationView> found) {
        Optional<GatewayOperation> placing =
                draft.open(id).filter(operation -> operation.kind().authorizes());
        if (placing.isEmpty()) {
            return;
        }
        found.stream()
                .filter(view -> view.status() == AuthorizationView.Status.CAPTURED)
                .forEach(view -> {
                    if (!draft.dispute().isCurrent(view.id())) {
                        reading.other(draft, view);
                    } else if (placing.get().kind() == OperationKind.RENEW) {
                        reading.capturedUnasked(draft, view);
                    }
                });
    }
}

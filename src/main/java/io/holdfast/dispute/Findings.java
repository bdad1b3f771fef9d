package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.Inquiry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a dispute by what the gateway knows when it is asked: after an operation that may have happened, and after authorizations with no operation behind the
 * question. What an operation's own answer settles is {@link Conclusion}'s.
 */
final class Findings {

    private final HoldPolicy policy;
    private final Conclusion conclusion;
    private final Waiting waiting;
    private final Reading reading;
    private final RenewalReading renewals;

    Findings(HoldPolicy policy, Duration gatewayTimeout, Capabilities gateway) {
        this.policy = policy;
        this.conclusion = new Conclusion(policy, gatewayTimeout, gateway);
        this.waiting = new Waiting(policy, gatewayTimeout, gateway.canBeAsked());
        this.reading = new Reading(policy, gateway);
        this.renewals = new RenewalReading(policy, gateway);
    }

    /**
     * What the gateway knows of an operation that may have happened.
     *
     * @return whether that settles, or explains, the operation; if not, it is to be sent again
     */
    boolean asked(Draft draft, OperationId id, List<AuthorizationView> found) {
        GatewayOperation operation = Conclusion.open(draft, id).orElse(null);
        if (operation == null) {
            news(draft, found, false);
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
            Conclusion.close(draft);
            return true;
        }
        if (own.isEmpty() || unchanged) {
            return false;
        }
        conclusion.approved(draft, Optional.of(operation), own.get());
        endedBeside(draft, id, found);
        return true;
    }

    /**
     * A renewal was settled by its own answer: what else was found to live is one too many. To be called when the outcome is concluded on, for until then it may be what
     * the renewal made.
     */
    void liveBeside(Draft draft, GatewayOperation sent, List<AuthorizationView> found) {
        if (sent.kind() != OperationKind.RENEW
                || Conclusion.open(draft, sent.id()).isPresent()) {
            return;
        }
        found.stream()
                .filter(view -> view.status() == AuthorizationView.Status.AUTHORIZED
                        && !draft.dispute().isCurrent(view.id()))
                .forEach(view -> draft.addSurplus(view.id(), "not_on_record"));
    }

    /**
     * The hold ended while it was to be renewed. As long as that is not settled, and there is patience with it, it may still come to a hold; until then somebody has to know.
     * To be called when the outcome is concluded on.
     */
    void endedBeside(Draft draft, OperationId id, List<AuthorizationView> found) {
        Optional<AuthorizationView> end = end(draft, found);
        Optional<GatewayOperation> open = Conclusion.open(draft, id);
        if (end.isPresent() && open.isEmpty() && draft.dispute().status() == Status.HELD) {
            reading.apply(draft, end.get());
        } else if (end.isPresent() && Conclusion.of(OperationKind.RENEW, open).isPresent()) {
            draft.raise(Attention.RENEWAL_FAILED);
            if (waiting.isOverdue(open.get(), draft.now())) {
                left(draft, id, found);
            }
        }
    }

    /** Of the hold that the dispute stands on. */
    private static Optional<AuthorizationView> end(Draft draft, List<AuthorizationView> found) {
        return found.stream()
                .filter(view ->
                        draft.dispute().isCurrent(view.id()) && view.status().isGone())
                .findFirst();
    }

    /**
     * A renewal that something which matters more waits for, and that was asked after once more and is not settled. One that the gateway works on, or did not say
     * anything about, is waited for a little.
     */
    void inTheWay(Draft draft, OperationId id, List<AuthorizationView> found) {
        Conclusion.of(OperationKind.RENEW, Conclusion.open(draft, id))
                .filter(renewal -> renewal.attempts() >= Step.TRIES_BEFORE_A_DECISION)
                .ifPresent(renewal -> left(draft, id, found));
    }

    /**
     * A renewal that is not waited for any more. Should its hold show up nevertheless it is one too many: as long as that can be, the gateway is asked for all that it
     * has for the dispute, whatever becomes of that. One that gave way to a hold too many is begun anew after that; until
     * then somebody has to know, for the hold may lapse first. A decision that it gave way to may come to nothing: a hold that is left then is renewed after all, when half
     * of its time is over.
     *
     * @param found what the gateway said a moment ago: a hold that has ended needs nobody's decision any more
     */
    void left(Draft draft, OperationId id, List<AuthorizationView> found) {
        if (Conclusion.of(OperationKind.RENEW, Conclusion.open(draft, id)).isEmpty()) {
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
        draft.change(d -> d.withQuestion(Optional.of(Question.raisedOfAll(d.question(), until, draft.now()))));
        Conclusion.close(draft);
        end(draft, found).ifPresent(view -> reading.apply(draft, view));
    }

    /**
     * An operation that may have been sent, was asked after in vain, and cannot be sent again, see {@link Conclusion#unreadable}. A renewal that is not wanted any more by now
     * may still place its hold.
     */
    void unreadable(Draft draft, OperationId id, List<AuthorizationView> found) {
        Dispute dispute = draft.dispute();
        if (dispute.status() != Status.HELD || dispute.pending().isPresent()) {
            left(draft, id, found);
        }
        Conclusion.open(draft, id)
                .ifPresent(operation -> conclusion.unreadable(draft, Optional.of(id), operation.kind()));
    }

    /**
     * Money was taken while another hold is being placed: for an authorization that the dispute does not stand on, which somebody has to know; or for the one that it
     * stands on, and then the dispute is charged, whatever comes of the renewal. To be called before the outcome is concluded on.
     */
    void capturedBeside(Draft draft, OperationId id, List<AuthorizationView> found) {
        Optional<GatewayOperation> placing =
                Conclusion.open(draft, id).filter(operation -> operation.kind().authorizes());
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

    /** An operation that may have happened, and the gateway did not say. */
    void notAnswered(Draft draft, OperationId id, Inquiry.NotAnswered inquiry) {
        Conclusion.open(draft, id)
                .ifPresent(operation -> waiting.park(
                        draft,
                        operation,
                        "ask_" + inquiry.reason(),
                        Pause.asked(inquiry.retryAfter()),
                        !inquiry.heldBack()));
    }

    /**
     * The gateway's word about authorizations, with no operation of ours behind it. What is looked out for and not decided cannot be given back yet, and is waited for;
     * when patience is over, a person is told.
     *
     * @param all whether that is all that it has for the dispute
     */
    void news(Draft draft, List<AuthorizationView> found, boolean all) {
        Dispute before = draft.dispute();
        Optional<Instant> until = before.question().flatMap(Question::allUntil);
        List<AuthorizationView> undecided = until.isEmpty()
                ? List.of()
                : found.stream()
                        .filter(view ->
                                view.status() == AuthorizationView.Status.PENDING && !before.isCurrent(view.id()))
                        .toList();
        goOverToWhatWasCharged(draft, found);
        found.stream().filter(view -> !undecided.contains(view)).forEach(view -> reading.apply(draft, view));
        if (found.stream().anyMatch(view -> Word.isDoubtful(draft.dispute(), view))) {
            questionOpen(draft, Conclusion.MISMATCH, Optional.empty(), true);
            return;
        }
        if (all) {
            Reading.saidOfAll(draft, found);
        }
        if (!undecided.isEmpty() && waiting.isOverdue(before.question().orElseThrow(), draft.now())) {
            draft.raise(
                    Attention.ORPHANED_HOLD,
                    "authorization",
                    undecided.get(0).id().value());
        }
        boolean nothingComes = all && undecided.isEmpty() && !draft.isOverfull();
        if (until.isPresent() && !(nothingComes && !draft.now().isBefore(until.get()))) {
            waiting.lookOut(draft, before.question().orElseThrow(), until.get());
            return;
        }
        if (until.isEmpty()
                && draft.dispute().question().flatMap(Question::allUntil).isPresent()) {
            // this answer has raised one of its own
            return;
        }
        draft.change(d -> d.withQuestion(Optional.empty()));
        boolean asRecorded = before.state().equals(draft.dispute().state()) && !Word.isDifferent(draft.dispute());
        if (asRecorded && before.question().isPresent()) {
            draft.tell(StoryType.GATEWAY_CONFIRMED);
        }
    }

    /** As {@link #news}, where the gateway did not answer for all that it was asked about: what it said is true all the same, and the question stays for the rest. */
    void newsOfSome(Draft draft, List<AuthorizationView> found, Inquiry.NotAnswered silence) {
        goOverToWhatWasCharged(draft, found);
        found.forEach(view -> reading.apply(draft, view));
        questionOpen(draft, silence.reason(), silence.retryAfter(), !silence.heldBack());
    }

    /**
     * The hold has ended, nobody here wanted that, and money was taken of another one: a renewal that is not on record, which happens to a database that was restored. Taken for
     * released the dispute would tell everybody that nothing was paid.
     */
    private void goOverToWhatWasCharged(Draft draft, List<AuthorizationView> found) {
        Dispute dispute = draft.dispute();
        boolean ended = dispute.pending().isEmpty() && end(draft, found).isPresent();
        if (ended && dispute.state() instanceof HoldState.Held held) {
            found.stream()
                    .filter(view -> view.status() == AuthorizationView.Status.CAPTURED)
                    .filter(view ->
                            !dispute.isCurrent(view.id()) && !dispute.surplus().contains(view.id()))
                    .findFirst()
                    .ifPresent(view -> renewals.takeOver(draft, held, view));
        }
    }

    /** A question stays open, see {@link Waiting#question}. */
    void questionOpen(Draft draft, String why, Optional<Duration> retryAfter, boolean unanswered) {
        waiting.question(draft, why, retryAfter, unanswered);
    }
}

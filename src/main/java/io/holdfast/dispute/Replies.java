package io.holdfast.dispute;

import io.holdfast.dispute.Waiting.Answer;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.Inquiry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of a dispute by what the gateway says of its authorizations when it is asked, with no operation behind the question. That is {@link Findings}'. */
final class Replies {

    private final Waiting waiting;
    private final Reading reading;
    private final RenewalReading renewals;

    Replies(HoldPolicy policy, Duration gatewayTimeout, Capabilities gateway) {
        this.waiting = new Waiting(policy, gatewayTimeout, gateway.canBeAsked());
        this.reading = new Reading(policy, gateway);
        this.renewals = new RenewalReading(policy, gateway);
    }

    /** What came of asking about some authorizations, or about the dispute. */
    void answered(Draft draft, Step.Ask asked, Inquirer.Answers answers) {
        Inquiry inquiry = answers.said();
        if (inquiry instanceof Inquiry.Found found && answers.silence().isPresent()) {
            saidOfSome(draft, found.authorizations(), answers.silence().get());
        } else if (inquiry instanceof Inquiry.Found found) {
            said(draft, found.authorizations());
        } else if (inquiry instanceof Inquiry.Absent && !isAnyExpected(draft, asked)) {
            draft.clear(Attention.GATEWAY_UNREACHABLE);
            said(draft, List.of());
        } else {
            unanswered(draft, inquiry);
        }
    }

    /**
     * What came of asking about all that the gateway has for the dispute.
     *
     * @param found what it named in both answers
     * @param named its answer about those that were asked about by name
     * @param all its answer about the whole dispute
     */
    void answeredOfAll(Draft draft, Step.Ask asked, List<AuthorizationView> found, Inquiry named, Inquiry all) {
        Inquiry missing = named instanceof Inquiry.NotAnswered ? named : all;
        boolean answered = !(missing instanceof Inquiry.NotAnswered);
        said(draft, found, answered);
        if (!answered || (found.isEmpty() && isAnyExpected(draft, asked))) {
            unanswered(draft, missing);
        } else if (found.isEmpty()) {
            draft.clear(Attention.GATEWAY_UNREACHABLE);
        }
    }

    /** Whether the gateway must have something: then to name nothing is no answer. A dispute that was refused without an id may have nothing there. */
    private static boolean isAnyExpected(Draft draft, Step.Ask asked) {
        return !asked.about().isEmpty() || draft.dispute().attentions().contains(Attention.ORPHANED_HOLD);
    }

    private void unanswered(Draft draft, Inquiry inquiry) {
        if (inquiry instanceof Inquiry.NotAnswered silence) {
            Answer answer = Answer.missingIf(!silence.heldBack());
            waiting.question(draft, silence.reason(), silence.retryAfter(), answer);
        } else {
            waiting.question(draft, "absent", Optional.empty(), Answer.MISSING);
        }
    }

    /** The gateway's word about authorizations, which may not be all that it has. */
    void said(Draft draft, List<AuthorizationView> found) {
        said(draft, found, false);
    }

    /**
     * What is looked out for and not decided cannot be given back yet, and is waited for; when patience is over, a person is told.
     *
     * @param all whether that is all that it has for the dispute
     */
    private void said(Draft draft, List<AuthorizationView> found, boolean all) {
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
            waiting.question(draft, Conclusion.MISMATCH, Optional.empty(), Answer.MISSING);
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

    /** The gateway did not answer for all that it was asked about: what it said is true all the same, and the question stays for the rest. */
    private void saidOfSome(Draft draft, List<AuthorizationView> found, Inquiry.NotAnswered silence) {
        heard(draft, found);
        unanswered(draft, silence);
    }

    /** What is true whatever else was asked. */
    void heard(Draft draft, List<AuthorizationView> found) {
        goOverToWhatWasCharged(draft, found);
        found.forEach(view -> reading.apply(draft, view));
    }

    /**
     * The hold has ended, nobody here wanted that, and money was taken of another one: a renewal that is not on record, which happens to a database that was restored. Taken for
     * released the dispute would tell everybody that nothing was paid.
     */
    private void goOverToWhatWasCharged(Draft draft, List<AuthorizationView> found) {
        found.stream()
                .filter(view -> view.status() == AuthorizationView.Status.CAPTURED
                        && draft.dispute().surplus().contains(view.id()))
                .forEach(view -> reading.apply(draft, view));
        Dispute dispute = draft.dispute();
        boolean ended =
                dispute.pending().isEmpty() && Findings.end(draft, found).isPresent();
        if (ended && dispute.state() instanceof HoldState.Held held) {
            found.stream()
                    .filter(view -> view.status() == AuthorizationView.Status.CAPTURED)
                    .filter(view -> !dispute.isCurrent(view.id()) && reading.isChargeableBy(draft, view))
                    .findFirst()
                    .ifPresent(view -> renewals.takeOver(draft, held, view));
        }
    }
}

package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.StoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long what is open at a gateway waits for its next attempt, and when a person is told. Pauses grow; after the patience of {@link HoldPolicy} they are those
 * of the slow pace, and a person is needed.
 */
final class Waiting {

    /** Whether the gateway owes an answer. What stays missing for too long a person is told of. */
    enum Answer {
        /** It was called, and did not say. */
        MISSING,
        /** It has said what it says for now, or was not called, for a reason of ours. */
        NOT_MISSING;

        static Answer missingIf(boolean unanswered) {
            return unanswered ? MISSING : NOT_MISSING;
        }
    }

    private final HoldPolicy policy;
    private final Duration gatewayTimeout;
    private final boolean canBeAsked;

    Waiting(HoldPolicy policy, Duration gatewayTimeout, boolean canBeAsked) {
        this.policy = policy;
        this.gatewayTimeout = gatewayTimeout;
        this.canBeAsked = canBeAsked;
    }

    static boolean isOverdue(GatewayOperation operation, HoldPolicy policy, Instant now) {
        return Duration.between(operation.createdAt(), now).compareTo(policy.patience()) > 0;
    }

    boolean isOverdue(GatewayOperation operation, Instant now) {
        return isOverdue(operation, policy, now);
    }

    boolean isOverdue(Question question, Instant now) {
        return Duration.between(question.since(), now).compareTo(policy.patience()) > 0;
    }

    /** The operation may have happened; it stays open. @param facts of the answer, as for {@link Draft#tell} */
    void park(Draft draft, GatewayOperation operation, String why, Pause least, Answer answer, String... facts) {
        if (!operation.cameTo(why) || answer == Answer.MISSING) {
            tell(draft, operation, why, facts);
        }
        keep(draft, operation, why, least, answer);
    }

    /** As {@link #park}, and nothing is told of it. */
    void keep(Draft draft, GatewayOperation operation, String why, Pause least, Answer answer) {
        keep(draft, operation, true, why, least, answer);
    }

    /** This attempt surely did nothing; it stays open. Whether it may have happened before is as it was. */
    void keepUnsent(Draft draft, GatewayOperation operation, String why, Pause least, Answer answer) {
        keep(draft, operation, false, why, least, answer);
    }

    private void keep(
            Draft draft, GatewayOperation operation, boolean maybeSent, String why, Pause least, Answer answer) {
        Duration pause = pause(draft, operation);
        Duration untilTold = gatewayTimeout.minus(soFar(draft, operation));
        if (answer == Answer.MISSING && least.least().compareTo(untilTold) >= 0) {
            // no attempt comes before a person is to be told
            raise(draft, operation);
        } else if (answer == Answer.MISSING && pause.compareTo(untilTold) > 0) {
            // so that a person is told on time
            pause = untilTold;
        }
        Instant next = draft.now().plus(least.orLonger(pause));
        Optional<Instant> notBefore = least.notBefore(draft.now());
        OperationState state = state(draft, operation);
        askAtTheEnd(draft, operation);
        draft.openOperation(operation.parked(state, maybeSent, next, notBefore, why));
    }

    /** It is not to be sent right now, for a reason of ours, which is no attempt. @param known how long that takes, if it is known */
    void putOff(Draft draft, GatewayOperation operation, String why, Optional<Duration> known) {
        Instant next = draft.now().plus(known.orElseGet(() -> pause(draft, operation)));
        askAtTheEnd(draft, operation);
        OperationState state = state(draft, operation);
        draft.openOperation(operation.heldBack(state, next, why));
    }

    /** A question stays open. */
    void question(Draft draft, String why, Optional<Duration> retryAfter, Answer answer) {
        Instant now = draft.now();
        Question question =
                draft.dispute().question().orElseGet(() -> Question.raised(Optional.empty(), Optional.empty(), now));
        Duration soFar = Duration.between(question.since(), now);
        Duration longest = isOverdue(question, now) ? policy.slowPaceOf(draft.dispute()) : HoldPolicy.LONGEST_PAUSE;
        Pause least = Pause.asked(retryAfter);
        Duration pause = least.orLonger(Backoff.pause(
                soFar, (int) soFar.toSeconds(), draft.dispute().id().value(), longest));
        draft.change(d -> d.withQuestion(Optional.of(question.askedAgainAt(now.plus(pause), least.notBefore(now)))));
        draft.tell(StoryType.GATEWAY_UNSETTLED, "call", "ask", "outcome", why);
        if (answer == Answer.MISSING && soFar.plus(least.least()).compareTo(gatewayTimeout) >= 0) {
            draft.raise(Attention.GATEWAY_UNREACHABLE);
        }
    }

    /**
     * What a question about all is for has not come, or is not decided: it is asked again, with growing pauses, and for the last time when its time is over. A time
     * that is further away than any can be was told by a clock that was wrong.
     */
    void lookOut(Draft draft, Question question, Instant until) {
        Instant now = draft.now();
        Instant latest = now.plus(policy.latestArrival());
        Instant last = until.isBefore(latest) ? until : latest;
        Duration soFar = Duration.between(question.since(), now);
        Instant next = now.plus(Backoff.pause(
                soFar, (int) soFar.toSeconds(), draft.dispute().id().value(), policy.slowPace()));
        boolean isTheLast = last.isAfter(now) && last.isBefore(next);
        draft.change(d -> d.withQuestion(Optional.of(question.keptOpen(isTheLast ? last : next, last))));
    }

    /** Until an operation whose key has had its answer is begun with a new one; longer each time. */
    Pause untilAnew(GatewayOperation operation) {
        return Pause.ours(policy.slowPace().multipliedBy(operation.n()));
    }

    /**
     * Until it is begun with another key, if it still has to be: at once the first time, for a failure that was kept may have been a moment's, and a person waits for the
     * decision; then after ever longer, and a person is told.
     */
    void forAnotherKey(Draft draft, GatewayOperation operation, String why) {
        park(draft, operation, why, Pause.ours(policy.slowPace().multipliedBy(operation.n() - 1L)), Answer.MISSING);
        if (operation.n() > 1) {
            raise(draft, operation);
        }
    }

    static void tell(Draft draft, GatewayOperation operation, String why, String... facts) {
        Stream<String> all =
                Stream.of("call", operation.kind().lowerCase(), "n", Integer.toString(operation.n()), "outcome", why);
        draft.tell(
                StoryType.GATEWAY_UNSETTLED,
                Stream.concat(all, Stream.of(facts)).toArray(String[]::new));
    }

    private Duration pause(Draft draft, GatewayOperation operation) {
        Duration longest = isOverdue(operation, draft.now()) ? policy.slowPace() : HoldPolicy.LONGEST_PAUSE;
        return Backoff.pause(
                soFar(draft, operation), operation.attempts(), operation.id().value(), longest);
    }

    private static Duration soFar(Draft draft, GatewayOperation operation) {
        return Duration.between(operation.createdAt(), draft.now());
    }

    private OperationState state(Draft draft, GatewayOperation operation) {
        return isOverdue(operation, draft.now()) ? OperationState.NEEDS_PERSON : OperationState.WAITING;
    }

    /** A refresh that goes on and on, or a renewal that cannot be sent, is not to hide that the hold has lapsed. */
    private void askAtTheEnd(Draft draft, GatewayOperation operation) {
        Dispute dispute = draft.dispute();
        if (waitsInFrontOfTheEnd(operation)
                && canBeAsked
                && Step.isAtItsEnd(dispute, draft.now())
                && dispute.question().isEmpty()) {
            draft.ask(Optional.empty());
        }
    }

    /** Whether the hold's end comes nevertheless. A renewal that may have been sent is asked after anyway. */
    static boolean waitsInFrontOfTheEnd(GatewayOperation operation) {
        return operation.kind() == OperationKind.REFRESH
                || (operation.kind() == OperationKind.RENEW && !operation.maybeSent());
    }

    private void raise(Draft draft, GatewayOperation operation) {
        boolean orphan = Step.isOfSurplus(draft.dispute(), operation) && isOverdue(operation, draft.now());
        draft.raise(orphan ? Attention.ORPHANED_HOLD : Attention.GATEWAY_UNREACHABLE);
    }
}

package io.holdfast.simulation;

import io.holdfast.gateway.GatewayOutcome;
import java.time.Duration;
import java.util.Optional;

/** What becomes of one call to a bank: on its way there, at the bank, and on its way back. */
public final class Fate {

    /** What the bank decides, if it has not decided on this key before. */
    public enum Verdict {
        YES,
        NO,
        /** No: the card's owner would have to act. */
        ACTION_REQUIRED,
        /** Pending, then yes. */
        LATER_YES,
        /** Pending, then no. */
        LATER_NO,
        /** Yes, but to another amount than asked. */
        OTHER_AMOUNT,
        /** Yes, and captures it although nobody asked for that. */
        CAPTURED_AT_ONCE
    }

    /** What the answer looks like when it comes back. */
    public enum Answer {
        TRUE,
        NONE,
        RESET,
        SERVER_ERROR,
        UNREADABLE,
        /** A no, to whatever was asked, without a word for why. */
        NO_WITHOUT_A_WORD,
        /** A no, to whatever was asked, that is a status and nothing else. */
        NO_AND_NOTHING_ELSE,
        /** It names another amount than the bank has in its books. */
        OTHER_AMOUNT
    }

    Optional<GatewayOutcome.Reason> notSent = Optional.empty();
    Optional<Duration> retryAfter = Optional.empty();
    boolean arrives = true;
    Verdict verdict = Verdict.YES;
    Answer answer = Answer.TRUE;
    long thereMicros = 5_000;
    long backMicros = 5_000;
    long laterMicros = 1_000_000;
    Optional<Long> repeatedAfterMicros = Optional.empty();

    public static Fate plain() {
        return new Fate();
    }

    public static Fate of(Verdict verdict) {
        Fate fate = new Fate();
        fate.verdict = verdict;
        return fate;
    }

    public static Fate answered(Answer answer) {
        Fate fate = new Fate();
        fate.answer = answer;
        return fate;
    }

    /** It never arrives, and nobody says so. */
    public static Fate lost() {
        Fate fate = new Fate();
        fate.arrives = false;
        fate.answer = Answer.NONE;
        return fate;
    }

    public static Fate notSent(GatewayOutcome.Reason reason) {
        Fate fate = new Fate();
        fate.notSent = Optional.of(reason);
        return fate;
    }

    /** The request is under way for so long. */
    public Fate there(Duration time) {
        thereMicros = time.toNanos() / 1_000;
        return this;
    }

    /** The answer is under way for so long. */
    public Fate back(Duration time) {
        backMicros = time.toNanos() / 1_000;
        return this;
    }

    /** What is pending is decided so much later. */
    public Fate later(Duration time) {
        laterMicros = time.toNanos() / 1_000;
        return this;
    }

    public Fate with(Answer newAnswer) {
        answer = newAnswer;
        return this;
    }

    public Fate retryAfter(Duration time) {
        retryAfter = Optional.of(time);
        return this;
    }

    @Override
    public String toString() {
        return notSent.map(reason -> "not sent: " + reason)
                .orElseGet(() -> (arrives ? "arrives, " + verdict : "lost") + ", answer " + answer + ", there "
                        + thereMicros + ", back " + backMicros
                        + repeatedAfterMicros
                                .map(after -> ", repeated " + after)
                                .orElse(""));
    }
}

package io.holdfast.sandbox;

import java.time.Duration;

/**
 * How a call goes wrong.
 *
 * @param acts whether the call is carried out all the same
 * @param answer what the caller gets
 * @param delay how long the call waits before it acts and answers
 */
record Fault(boolean acts, Answer answer, Duration delay) {

    /** What the caller of a faulty call gets. */
    enum Answer {
        NORMAL,
        /** The connection is held open and nothing comes. */
        SILENCE,
        /** The connection is closed without an answer. */
        CLOSED,
        TOO_MANY_REQUESTS,
        SERVER_ERROR,
        UNAVAILABLE
    }

    static final Fault NONE = new Fault(true, Answer.NORMAL, Duration.ZERO);

    static Fault slow(Duration delay) {
        return new Fault(true, Answer.NORMAL, delay);
    }

    static Fault before(Answer answer) {
        return new Fault(false, answer, Duration.ZERO);
    }

    static Fault after(Answer answer) {
        return new Fault(true, answer, Duration.ZERO);
    }

    boolean isNone() {
        return acts && answer == Answer.NORMAL;
    }
}

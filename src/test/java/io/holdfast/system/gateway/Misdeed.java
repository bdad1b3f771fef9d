package io.holdfast.system.gateway;

/** What the gateway does wrong with one call. */
enum Misdeed {
    NONE(true),
    RESET_BEFORE(false),
    ERROR_500_BEFORE(false),
    BUSY_503_BEFORE(false),
    RATE_LIMITED(false),
    NEVER_ANSWERS(false),
    RESET_AFTER(true),
    ERROR_503_AFTER(true),
    ACTS_NEVER_ANSWERS(true),
    /** The caller has long given up when it acts. */
    ACTS_LATE(true),
    ANSWERS_LATE(true),
    GARBAGE(true),
    HALF_AN_ANSWER(true),
    /** The books are right, the answer is not. */
    ANOTHER_AMOUNT(true);

    private final boolean acts;

    Misdeed(boolean acts) {
        this.acts = acts;
    }

    boolean acts() {
        return acts;
    }
}

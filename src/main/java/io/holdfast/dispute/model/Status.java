package io.holdfast.dispute.model;

/** What is true of a dispute's hold, as callers see it. */
public enum Status {
    /** Recorded; whether a hold exists is not known yet. */
    INITIATED(false),
    /** A live authorization exists at the gateway. */
    HELD(false),
    /** The gateway said no, and no hold exists. */
    FAILED(true),
    /** The hold was given back. */
    RELEASED(true),
    /** The hold was captured, all or part; what was not captured was given back. */
    CHARGED(true),
    /** The hold lapsed at the card network before anyone decided, and could not be renewed. */
    EXPIRED(true);

    private final boolean terminal;

    Status(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean isTerminal() {
        return terminal;
    }
}

package io.holdfast.dispute.model;

/** Where a gateway operation stands. */
public enum OperationState {
    /** A replica holds the lease of the dispute and is carrying it out, or died doing so. */
    RUNNING,
    /** Its next attempt is due at a known time. */
    WAITING,
    /** Patience is over; it is still tried at a slow pace, and a person should look. */
    NEEDS_PERSON,
    /** Its outcome is recorded. */
    DONE
}

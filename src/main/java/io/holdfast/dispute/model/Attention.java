package io.holdfast.dispute.model;

/** Why a person should look at a dispute; what weighs more comes later, and hides what weighs less. */
public enum Attention {
    /** An outcome stayed unknown for longer than the gateway's timeout; cleared by any answer, and not beside any other. */
    GATEWAY_UNREACHABLE,
    /** The payment token cannot be refreshed; the hold is left in peace. Cleared when the hold is over. */
    TOKEN_REFRESH_FAILED,
    /** The hold cannot be renewed; it stands until it lapses. Cleared when the hold is released or charged. */
    RENEWAL_FAILED,
    /** The card's owner would have to act (3-D Secure), and nobody is there to do it. */
    ACTION_REQUIRED,
    /** A charge was asked for and was not carried out. */
    CAPTURE_FAILED,
    /** An authorization lives at the gateway that no dispute needs, and it could not be given back. */
    ORPHANED_HOLD,
    /** The gateway holds, or captured, another amount or currency than asked. */
    GATEWAY_MISMATCH,
    /** The gateway says captured where nobody charged. */
    UNEXPECTED_CAPTURE
}

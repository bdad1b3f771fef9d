package io.holdfast.dispute;

/** What came of a gateway's news. */
public enum Hearing {
    /** It says what is on record. */
    KNOWN,
    /** Holdfast asks the gateway, or holds for a payment token know of it. */
    TAKEN_UP,
    /** Its gateway cannot be asked, so its word counts; that it was used is recorded with what it changed. */
    TAKEN_OVER,
    /** Something is under way that decides what it means; hear it again in a moment. */
    LATER,
    /** No dispute is known that it could be about. */
    NO_DISPUTE,
    /** Its gateway was switched off since it came: nothing can be asked, and nothing is decided. */
    GATEWAY_OFF
}

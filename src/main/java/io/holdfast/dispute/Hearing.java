package io.holdfast.dispute;

/** What came of a gateway's news. */
public enum Hearing {
    /** It says what is on record. */
    KNOWN,
    /** Holdfast asks the gateway, or has taken the news over. */
    TAKEN_UP,
    /** Something is under way that decides what it means; hear it again in a moment. */
    LATER,
    /** No dispute is known that it could be about. */
    NO_DISPUTE,
    /** Its gateway was switched off since it came: nothing can be asked, and nothing is decided. */
    GATEWAY_OFF
}

package io.holdfast.dispute;

/** What came of a gateway's news. */
public enum Hearing {
    /** It says what is on record. */
    KNOWN,
    /** Holdfast asks the gateway, or has taken the news over. */
    TAKEN_UP,
    /** No dispute is known that it could be about. */
    NO_DISPUTE
}

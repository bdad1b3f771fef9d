package io.holdfast.sandbox;

import java.util.Locale;

/** What happened in a line of the ledger: a call of the contract, or a change that time made. */
public enum Call {
    AUTHORIZE,
    CAPTURE,
    VOID,
    REFRESH,
    GET,
    LIST,
    /** A pending authorization became authorized or declined. */
    SETTLE,
    /** A hold lapsed. */
    EXPIRE;

    /** The name used in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

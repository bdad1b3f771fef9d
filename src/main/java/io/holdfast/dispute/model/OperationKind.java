package io.holdfast.dispute.model;

import java.util.Locale;

/** What one gateway operation is for. */
public enum OperationKind {
    /** Places the first hold. */
    AUTHORIZE,
    /** Places the hold that takes over from one that would lapse. */
    RENEW,
    /** Charges the hold. */
    CAPTURE,
    /** Gives an authorization back. */
    VOID,
    /** Trades the payment token for a fresh one. */
    REFRESH;

    /** Whether a yes makes a new authorization. */
    public boolean authorizes() {
        return this == AUTHORIZE || this == RENEW;
    }

    /** Whether the request carries the payment token. */
    public boolean usesToken() {
        return authorizes() || this == REFRESH;
    }

    /**
     * The key that makes a repeat of this intent safe. {@code n} counts intents of this kind, not attempts, and only grows; the first
     * authorization's key is the dispute id itself.
     */
    public String idempotencyKey(DisputeId dispute, int n) {
        return this == AUTHORIZE ? dispute.toString() : dispute + ":" + lowerCase() + ":" + n;
    }

    /** Whether this is a key of an intent of this kind, for this dispute. */
    public boolean isKey(String key, DisputeId dispute) {
        return this == AUTHORIZE ? key.equals(dispute.toString()) : key.startsWith(dispute + ":" + lowerCase() + ":");
    }

    public String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}

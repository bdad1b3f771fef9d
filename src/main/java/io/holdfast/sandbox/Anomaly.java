package io.holdfast.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Something that a caller who keeps the money rules never makes happen.
 *
 * @param authorizationIds the authorizations it is about; empty when there is none yet
 */
public record Anomaly(Instant at, Type type, String disputeId, List<String> authorizationIds, String detail) {

    /** What is wrong. */
    public enum Type {
        /** A dispute had two live authorizations for longer than the grace of a renewal. */
        TWO_LIVE_AUTHORIZATIONS,
        /** A capture was asked of an authorization that was given back. */
        CAPTURE_AFTER_VOID,
        /** More than one authorization of a dispute was captured. */
        TWO_CAPTURED_AUTHORIZATIONS,
        /** A payment method was used after a refresh had replaced it. */
        REPLACED_PAYMENT_METHOD_USED;

        /** The name used in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package io.holdfast.dispute.model;

/** The gateway's own name for an authorization, opaque to Holdfast. */
public record AuthorizationId(String value) {

    /** In characters of Unicode. */
    public static final int MAX_LENGTH = 255;

    public AuthorizationId {
        if (value == null || value.isBlank() || value.codePointCount(0, value.length()) > MAX_LENGTH) {
            throw new IllegalArgumentException("an authorization id has 1 to " + MAX_LENGTH + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

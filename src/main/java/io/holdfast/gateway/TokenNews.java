package io.holdfast.gateway;

import io.holdfast.dispute.model.TokenFingerprint;
import java.util.Objects;

/**
 * What a gateway's news says of a payment token. The token itself is not kept with it.
 *
 * @param token by which disputes that have it are found
 */
public record TokenNews(TokenFingerprint token, Change change) {

    /** What became of a token. */
    public enum Change {
        /** The card behind it was brought up to date; the token keeps its name. */
        UPDATED,
        /** It is not good any more. */
        DISABLED
    }

    public TokenNews {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(change, "change");
    }
}

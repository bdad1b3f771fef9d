package io.holdfast.dispute.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A live authorization at a gateway.
 *
 * @param authorizationId the gateway's name for it
 * @param expiresAt when the card network lets it lapse, as far as the gateway or its documentation says
 */
public record Hold(AuthorizationId authorizationId, Instant expiresAt) {

    public Hold {
        Objects.requireNonNull(authorizationId, "authorizationId");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}

package io.holdfast.gateway;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A payment token after a refresh.
 *
 * @param paymentMethodId the token to use from now on; it may be the old one
 * @param expiresAt when the card behind it ends, if the gateway says so
 */
public record RefreshedToken(String paymentMethodId, Optional<Instant> expiresAt) {

    public RefreshedToken {
        Objects.requireNonNull(paymentMethodId, "paymentMethodId");
    }

    @Override
    public String toString() {
        return "RefreshedToken[***]";
    }
}

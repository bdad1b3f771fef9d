package io.holdfast.gateway;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A recorded intent, ready to be sent: the first time and every time again with the same key and the same body.
 *
 * @param target the authorization to capture or void; for a refresh empty
 * @param amount what is authorized or captured
 * @param paymentMethodId for a refresh, the token to trade (it is part of the address, not of the body); for a capture or void it may be left out
 * @param body what {@link Gateway#compose} made of the intent
 */
public record GatewayRequest(
        DisputeId disputeId,
        String idempotencyKey,
        Optional<AuthorizationId> target,
        Optional<Money> amount,
        Optional<String> paymentMethodId,
        String body) {

    private static final String PART = ":part";

    public GatewayRequest {
        Objects.requireNonNull(disputeId, "disputeId");
        Objects.requireNonNull(idempotencyKey, "idempotencyKey");
        Objects.requireNonNull(body, "body");
    }

    /** The authorization to capture or void. */
    public AuthorizationId theTarget() {
        return target.orElseThrow(() -> new IllegalArgumentException("which authorization?"));
    }

    /** The token to trade. */
    public String thePaymentMethodId() {
        return paymentMethodId.orElseThrow(() -> new IllegalArgumentException("a refresh needs a payment method"));
    }

    /** Names the request that gives back what this one's key holds in part only. */
    public static String keyOfReturn(String key) {
        return key + PART;
    }

    /** The key whose part, if that is it, this request gives back. */
    public static Optional<String> returned(String key) {
        return key.endsWith(PART) ? Optional.of(key.substring(0, key.length() - PART.length())) : Optional.empty();
    }

    /** The body as it goes over the wire. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** Names the dispute and the key only: body and token are not for logs. */
    @Override
    public String toString() {
        return "GatewayRequest[" + idempotencyKey + "]";
    }
}

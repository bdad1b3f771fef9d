package io.holdfast.gateway;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Terms;
import io.holdfast.money.Money;
import java.util.Objects;
import java.util.Optional;

/**
 * What Holdfast wants of a gateway, before it is put in the gateway's words.
 *
 * @param n counts intents of this kind, from 1
 * @param target the authorization to capture or void
 * @param amount what to authorize or capture
 * @param paymentMethodId the stored-method id, in clear, while the body is being made; empty text where the request carries none
 */
public record Intent(
        OperationKind kind,
        DisputeId disputeId,
        int n,
        Terms terms,
        Optional<AuthorizationId> target,
        Optional<Money> amount,
        String paymentMethodId) {

    public Intent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(disputeId, "disputeId");
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(paymentMethodId, "paymentMethodId");
    }

    /** What to authorize or capture. */
    public Money theAmount() {
        return amount.orElseThrow(() -> new IllegalArgumentException(kind + " needs an amount"));
    }

    @Override
    public String toString() {
        return "Intent[" + kind.idempotencyKey(disputeId, n) + "]";
    }
}

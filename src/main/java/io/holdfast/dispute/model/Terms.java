package io.holdfast.dispute.model;

import io.holdfast.money.Money;
import java.util.Objects;
import java.util.Optional;

/**
 * What was agreed when the dispute was opened; none of it ever changes.
 *
 * @param amount what to hold
 * @param gateway the name of the gateway that holds it
 * @param shopperReference the customer as the gateway knows them (Adyen)
 * @param gatewayCustomerId the customer as the gateway knows them (Stripe)
 * @param openedBy the credential that opened it
 */
public record Terms(
        String customerAccountId,
        Money amount,
        String gateway,
        String reasonCode,
        String callCenterId,
        Optional<String> conversationId,
        Optional<String> shopperReference,
        Optional<String> gatewayCustomerId,
        String openedBy) {

    public Terms {
        Objects.requireNonNull(customerAccountId, "customerAccountId");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(gateway, "gateway");
        Objects.requireNonNull(reasonCode, "reasonCode");
        Objects.requireNonNull(callCenterId, "callCenterId");
        Objects.requireNonNull(openedBy, "openedBy");
    }
}

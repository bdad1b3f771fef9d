package io.holdfast.api;

import io.holdfast.dispute.model.Terms;
import io.holdfast.money.Money;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.Optional;

/** The body of {@code POST /v1/disputes}, defaults filled in. */
@HoldableAmount
record OpenRequest(
        @NotNull(message = REQUIRED) @Text(max = MAX_ACCOUNT)
        String customerAccountId,

        @NotNull(message = REQUIRED) BigDecimal holdAmount,
        @CurrencyCode String currency,

        @NotNull(message = REQUIRED) @Text(max = MAX_GATEWAY_ID)
        String paymentMethodId,

        @Text(max = MAX_CODE) String gateway,
        @Text(max = MAX_CODE) String reasonCode,
        @Text(max = MAX_CODE) String callCenterId,
        Optional<@Text(max = MAX_CONVERSATION) String> conversationId,
        Optional<@Text(max = MAX_GATEWAY_ID) String> shopperReference,
        Optional<@Text(max = MAX_GATEWAY_ID) String> gatewayCustomerId) {

    static final int MAX_ACCOUNT = 128;
    static final int MAX_CONVERSATION = 128;

    /** Of codes that companies make up: gateways, reasons, call centres. */
    static final int MAX_CODE = 64;

    /** Of what gateways call customers and their stored methods. */
    static final int MAX_GATEWAY_ID = 255;

    static final String REQUIRED = "is required";

    static OpenRequest of(JsonFields fields, OpeningDefaults defaults, CallCenters callCenters) {
        return new OpenRequest(
                fields.text("customer_account_id").orElse(null),
                fields.number("hold_amount").orElse(null),
                fields.text("currency").orElseGet(defaults::currency),
                fields.text("payment_method_id").orElse(null),
                fields.text("gateway").orElseGet(defaults::gateway),
                fields.text("reason_code").orElseGet(defaults::reasonCode),
                fields.text("call_center_id").orElseGet(() -> callCenters.preferred(defaults.callCenterId())),
                fields.text("conversation_id"),
                fields.text("shopper_reference"),
                fields.text("gateway_customer_id"));
    }

    /** Only for a request that was found valid. */
    Terms terms(String openedBy) {
        return new Terms(
                customerAccountId,
                Money.of(holdAmount, currency),
                gateway,
                reasonCode,
                callCenterId,
                conversationId,
                shopperReference,
                gatewayCustomerId,
                openedBy);
    }

    @Override
    public String toString() {
        return "OpenRequest[***]";
    }
}

package io.holdfast.sandbox;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Currency;
import java.util.Map;

/** What a caller wants held. */
record AuthorizeRequest(BigDecimal amount, Currency currency, String paymentMethodId, Map<String, String> metadata) {
    private static final String DISPUTE_ID = "dispute_id";

    static AuthorizeRequest from(RequestBody body) {
        body.allowOnly("amount", "currency", "capture_method", "payment_method_id", "metadata");
        Currency currency = body.currency("currency");
        BigDecimal amount = body.amount("amount", currency);
        if (!body.text("capture_method").equals("manual")) {
            throw ApiError.of(422, "capture_method_not_manual", "capture_method must be manual");
        }
        String paymentMethodId = body.text("payment_method_id");
        Map<String, String> metadata = body.texts("metadata");
        if (!metadata.containsKey(DISPUTE_ID)) {
            throw ApiError.malformed("metadata.dispute_id is missing");
        }
        return new AuthorizeRequest(amount, currency, paymentMethodId, Collections.unmodifiableMap(metadata));
    }

    String disputeId() {
        return metadata.get(DISPUTE_ID);
    }

    /** The same request for another amount or currency. */
    AuthorizeRequest holding(BigDecimal otherAmount, Currency otherCurrency) {
        return new AuthorizeRequest(otherAmount, otherCurrency, paymentMethodId, metadata);
    }
}

package io.holdfast.gateway.adyen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.wire.WireJson;

/** An intent in Adyen's words. */
final class AdyenBody {

    /** Longer values of metadata make Adyen refuse the payment (Checkout API reference, {@code metadata}). */
    private static final int LONGEST_METADATA = 80;

    private final String merchantAccount;
    private final String returnUrl;

    AdyenBody(String merchantAccount, String returnUrl) {
        this.merchantAccount = merchantAccount;
        this.returnUrl = returnUrl;
    }

    String of(Intent intent) {
        return WireJson.write(
                switch (intent.kind()) {
                    case AUTHORIZE, RENEW -> payment(intent);
                    case CAPTURE ->
                        WireJson.object()
                                .put("merchantAccount", merchantAccount)
                                .put("reference", reference(intent))
                                .set("amount", AdyenAmounts.write(intent.theAmount()));
                    case VOID -> cancel(reference(intent));
                    case REFRESH -> WireJson.object();
                });
    }

    /** Gives back what is held in part only. */
    byte[] cancelOfPart(String reference) {
        return WireJson.bytes(cancel(GatewayRequest.keyOfReturn(reference)));
    }

    /** Gives back the payment that has our reference, whatever Adyen calls it. */
    byte[] cancelByReference(String reference) {
        return WireJson.bytes(
                WireJson.object().put("merchantAccount", merchantAccount).put("paymentReference", reference));
    }

    private ObjectNode cancel(String reference) {
        return WireJson.object().put("merchantAccount", merchantAccount).put("reference", reference);
    }

    private ObjectNode payment(Intent intent) {
        Terms terms = intent.terms();
        ObjectNode body = WireJson.object()
                .put("merchantAccount", merchantAccount)
                .put("reference", reference(intent))
                .put("returnUrl", returnUrl)
                .put("shopperReference", terms.shopperReference().orElseGet(terms::customerAccountId))
                .put("shopperInteraction", "ContAuth")
                .put("recurringProcessingModel", "UnscheduledCardOnFile");
        body.set("amount", AdyenAmounts.write(intent.theAmount()));
        body.putObject("paymentMethod").put("type", "scheme").put("storedPaymentMethodId", intent.paymentMethodId());
        // Fixed: no setting and no request can make it capture by itself. Values of additionalData are text.
        body.putObject("additionalData").put("authorisationType", "PreAuth").put("manualCapture", "true");
        body.putObject("metadata")
                .put("dispute_id", intent.disputeId().toString())
                .put("call_center_id", shortened(terms.callCenterId()))
                .put("reason_code", shortened(terms.reasonCode()));
        return body;
    }

    private static String reference(Intent intent) {
        return intent.kind().idempotencyKey(intent.disputeId(), intent.n());
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_METADATA ? value : value.substring(0, LONGEST_METADATA);
    }
}

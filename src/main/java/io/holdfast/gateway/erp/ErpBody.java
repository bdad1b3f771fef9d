package io.holdfast.gateway.erp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.money.Money;

/** An intent in the gateway's words. */
final class ErpBody {

    private ErpBody() {}

    static String of(Intent intent) {
        return WireJson.write(
                switch (intent.kind()) {
                    case AUTHORIZE, RENEW -> authorization(intent);
                    case CAPTURE ->
                        WireJson.object().put("amount", intent.theAmount().amount());
                    case VOID, REFRESH -> WireJson.object();
                });
    }

    private static ObjectNode authorization(Intent intent) {
        Money amount = intent.theAmount();
        ObjectNode body = WireJson.object()
                .put("amount", amount.amount())
                .put("currency", amount.currency().getCurrencyCode())
                // Fixed: no setting and no request can make it anything else.
                .put("capture_method", "manual")
                .put("payment_method_id", intent.paymentMethodId());
        body.putObject("metadata")
                .put("dispute_id", intent.disputeId().toString())
                .put("call_center_id", intent.terms().callCenterId())
                .put("reason_code", intent.terms().reasonCode());
        return body;
    }
}

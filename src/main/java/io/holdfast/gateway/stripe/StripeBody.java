package io.holdfast.gateway.stripe;

import io.holdfast.gateway.Intent;
import java.util.Locale;

/**
 * An intent in Stripe's words. Nothing is sent that is not needed: a strict peer refuses what it does not know.
 *
 * <p>An amount that Stripe has no way to write gives an empty one; such an intent is refused here and never sent.
 */
final class StripeBody {

    private StripeBody() {}

    static String of(Intent intent) {
        return switch (intent.kind()) {
            case AUTHORIZE, RENEW -> authorization(intent);
            case CAPTURE ->
                new StripeForm().put("amount_to_capture", units(intent)).toString();
            case VOID, REFRESH -> "";
        };
    }

    private static String authorization(Intent intent) {
        StripeForm form = new StripeForm()
                .put("amount", units(intent))
                .put("currency", intent.theAmount().currency().getCurrencyCode().toLowerCase(Locale.ROOT));
        intent.terms().gatewayCustomerId().ifPresent(it -> form.put("customer", it));
        return form.put("payment_method", intent.paymentMethodId())
                // Fixed: no setting and no request can make it anything else.
                .put("capture_method", "manual")
                .put("confirm", "true")
                .put("off_session", "true")
                .put("metadata[dispute_id]", intent.disputeId().toString())
                .put("metadata[call_center_id]", intent.terms().callCenterId())
                .put("metadata[reason_code]", intent.terms().reasonCode())
                // tells when the hold lapses
                .put("expand[]", "latest_charge")
                .toString();
    }

    private static String units(Intent intent) {
        return StripeAmounts.inSmallestUnit(intent.theAmount())
                .map(it -> Long.toString(it))
                .orElse("");
    }
}

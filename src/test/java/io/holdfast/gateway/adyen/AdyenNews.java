package io.holdfast.gateway.adyen;

import com.adyen.model.notification.Amount;
import com.adyen.model.notification.NotificationRequestItem;
import com.adyen.util.HMACValidator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.gateway.wire.WireJson;
import java.security.SignatureException;
import java.util.Arrays;

/** Webhooks as Adyen sends them: the vendor's own SDK makes the signatures. Amounts are in cents of USD. */
final class AdyenNews {

    static final String KEY = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

    private static final HMACValidator VENDOR = new HMACValidator();

    private AdyenNews() {}

    static ObjectNode authorisation(String reference, String psp, long value, boolean success) {
        ObjectNode item = WireJson.object()
                .put("pspReference", psp)
                .put("merchantAccountCode", "HoldfastECOM")
                .put("merchantReference", reference)
                .put("eventCode", "AUTHORISATION")
                .put("eventDate", "2026-11-22T10:00:00+01:00")
                .put("success", Boolean.toString(success));
        item.putObject("amount").put("value", value).put("currency", "USD");
        return item;
    }

    /** News of a capture or a cancel. */
    static ObjectNode change(String reference, String psp, String original, String eventCode, String success) {
        return authorisation(reference, psp, 2_000, true)
                .put("originalReference", original)
                .put("eventCode", eventCode)
                .put("success", success);
    }

    static ObjectNode signed(ObjectNode item) {
        return signed(item, KEY);
    }

    static ObjectNode signed(ObjectNode item, String key) {
        NotificationRequestItem vendors = new NotificationRequestItem();
        vendors.setPspReference(item.path("pspReference").asText());
        vendors.setOriginalReference(
                item.has("originalReference") ? item.path("originalReference").asText() : null);
        vendors.setMerchantAccountCode(item.path("merchantAccountCode").asText());
        vendors.setMerchantReference(item.path("merchantReference").asText());
        vendors.setEventCode(item.path("eventCode").asText());
        vendors.setSuccess(item.path("success").asText().equals("true"));
        Amount amount = new Amount();
        amount.setValue(item.path("amount").path("value").asLong());
        amount.setCurrency(item.path("amount").path("currency").asText());
        vendors.setAmount(amount);
        try {
            return sealed(item, VENDOR.calculateHMAC(vendors, key));
        } catch (SignatureException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For what the vendor's classes cannot hold, such as a success that is neither true nor false. */
    static ObjectNode signedAsText(ObjectNode item) {
        return sealed(
                item,
                signature(
                        String.join(
                                ":",
                                item.path("pspReference").asText(),
                                item.path("originalReference").asText(),
                                item.path("merchantAccountCode").asText(),
                                item.path("merchantReference").asText(),
                                item.path("amount").path("value").asText(),
                                item.path("amount").path("currency").asText(),
                                item.path("eventCode").asText(),
                                item.path("success").asText()),
                        KEY));
    }

    static String signature(String text, String key) {
        try {
            return VENDOR.calculateHMAC(text, key);
        } catch (SignatureException e) {
            throw new IllegalStateException(e);
        }
    }

    static String batch(ObjectNode... items) {
        ObjectNode body = WireJson.object().put("live", "false");
        ArrayNode containers = body.putArray("notificationItems");
        Arrays.stream(items).forEach(item -> containers.addObject().set("NotificationRequestItem", item));
        return WireJson.write(body);
    }

    private static ObjectNode sealed(ObjectNode item, String signature) {
        item.putObject("additionalData").put("hmacSignature", signature);
        return item;
    }
}

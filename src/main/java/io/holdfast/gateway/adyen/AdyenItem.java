package io.holdfast.gateway.adyen;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One item of a webhook's batch. Only what {@link #signedText} names is under its signature. */
record AdyenItem(JsonNode json) {

    static AdyenItem in(JsonNode container) {
        return new AdyenItem(container.path("NotificationRequestItem"));
    }

    boolean isSignedBy(List<HmacKey> keys) {
        byte[] text = signedText().getBytes(StandardCharsets.UTF_8);
        String signature = signature();
        return !signature.isEmpty() && keys.stream().anyMatch(key -> key.signed(text, signature));
    }

    /** By whomever. */
    boolean isSigned() {
        return !signature().isEmpty();
    }

    private String signature() {
        return scalar(json.path("additionalData").path("hmacSignature"));
    }

    Optional<String> text(String field) {
        return Optional.of(scalar(json.path(field))).filter(it -> !it.isEmpty());
    }

    /** Of what was to be cancelled or refunded, whichever could be done: whether it was cancelled. */
    boolean isCancel() {
        return scalar(json.path("additionalData").path("modification.action")).equals("cancel");
    }

    JsonNode amount() {
        return json.path("amount");
    }

    /** What is missing is empty, and nothing is escaped. */
    private String signedText() {
        return String.join(
                ":",
                scalar(json.path("pspReference")),
                scalar(json.path("originalReference")),
                scalar(json.path("merchantAccountCode")),
                scalar(json.path("merchantReference")),
                scalar(amount().path("value")),
                scalar(amount().path("currency")),
                scalar(json.path("eventCode")),
                scalar(json.path("success")));
    }

    private static String scalar(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    @Override
    public String toString() {
        return "AdyenItem[" + text("eventCode").orElse("?") + "]";
    }
}

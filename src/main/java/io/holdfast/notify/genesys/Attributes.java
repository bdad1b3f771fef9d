package io.holdfast.notify.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the agent sees of a dispute beside the interaction. Attributes are texts; one that has no value any more becomes an empty one. */
final class Attributes {

    private Attributes() {}

    /** @param data the dispute as the API shows it */
    static Map<String, String> of(JsonNode data, String prefix) {
        Map<String, String> attributes = new LinkedHashMap<>();
        put(attributes, prefix + "Dispute", data.path("dispute_id"));
        put(attributes, prefix + "Dispute Status", data.path("status"));
        put(attributes, prefix + "Dispute Amount", money(data, "hold_amount"));
        put(attributes, prefix + "Dispute Charged", money(data, "charged_amount"));
        put(attributes, prefix + "Dispute Hold Until", data.path("hold_expires_at"));
        put(attributes, prefix + "Dispute Failure", data.path("failure_code"));
        put(attributes, prefix + "Dispute Pending", data.path("pending_action"));
        put(attributes, prefix + "Dispute Attention", data.path("attention"));
        put(attributes, prefix + "Dispute Route", data.path("route"));
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, JsonNode value) {
        put(attributes, name, value.asText(""));
    }

    private static void put(Map<String, String> attributes, String name, String value) {
        attributes.put(name, value);
    }

    private static String money(JsonNode data, String field) {
        JsonNode amount = data.path(field);
        return amount.isNumber()
                ? amount.decimalValue().toPlainString() + " "
                        + data.path("currency").asText("")
                : "";
    }
}

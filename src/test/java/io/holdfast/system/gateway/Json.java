package io.holdfast.system.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The gateway's words. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode read(String body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            throw new Refusal(400, "malformed");
        }
        throw new Refusal(400, "malformed");
    }

    static ObjectNode error(String code) {
        ObjectNode body = object();
        body.putObject("error").put("code", code).put("message", "see code");
        return body;
    }

    static ObjectNode page(List<Authorization> found, boolean more) {
        ObjectNode page = object();
        found.forEach(it -> page.withArray("data").add(authorization(it)));
        page.withArray("data");
        return page.put("has_more", more);
    }

    static ObjectNode authorization(Authorization it) {
        ObjectNode body = object().put("id", it.id())
                .put("status", it.status().name().toLowerCase(java.util.Locale.ROOT))
                .put("amount", it.amount())
                .put("currency", it.currency())
                .put("capture_method", "manual");
        it.captured().ifPresent(taken -> body.put("captured_amount", taken));
        it.declineCode().ifPresent(code -> body.put("decline_code", code));
        ObjectNode metadata = body.putObject("metadata");
        it.metadata().forEach(metadata::put);
        return body.put("created_at", it.createdAt().toString())
                .put("expires_at", it.expiresAt().toString());
    }
}

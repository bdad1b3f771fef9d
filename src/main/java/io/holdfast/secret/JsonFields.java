package io.holdfast.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One text out of a JSON object. */
final class JsonFields {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFields() {}

    /** @throws SecretUnavailable if there is no such text */
    static String text(String json, String field, String reference) {
        return text(object(json, reference), field, reference);
    }

    static String text(JsonNode object, String field, String reference) {
        JsonNode value = object.path(field);
        if (!value.isValueNode() || value.isNull()) {
            throw new SecretUnavailable("the secret " + reference + " has no field " + field);
        }
        return value.asText();
    }

    static JsonNode object(String json, String reference) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new SecretUnavailable("the secret " + reference + " is no JSON");
        }
    }
}

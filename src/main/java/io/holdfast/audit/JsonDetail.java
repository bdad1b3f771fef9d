package io.holdfast.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** An event's facts as the JSON text that is stored and hashed, and back. */
public final class JsonDetail {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<TreeMap<String, String>> FACTS = new TypeReference<>() {};

    private JsonDetail() {}

    static String write(Map<String, String> facts) {
        try {
            return JSON.writeValueAsString(facts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is always JSON", e);
        }
    }

    /** Empty if the text is not what {@link #write} makes: somebody changed it. */
    public static Map<String, String> read(String text) {
        try {
            Map<String, String> facts = JSON.readValue(text, FACTS);
            if (facts == null) {
                return Map.of();
            }
            facts.values().removeIf(Objects::isNull);
            return facts;
        } catch (JsonProcessingException changed) {
            return Map.of();
        }
    }
}

package io.holdfast.gateway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON as it goes over the wire: numbers exact and plain, keys in the order they were put, answers read strictly and within bounds. */
public final class WireJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(WireClient.MAX_BODY_BYTES)
                            .maxNestingDepth(50)
                            .maxNumberLength(100)
                            .maxNameLength(1_000)
                            .maxStringLength(100_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // 20.00 stays 20.00: an amount keeps the digits of its currency
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private WireJson() {}

    /** An empty object to be filled; it keeps the order of its keys. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The same tree gives the same text, always. */
    public static String write(ObjectNode body) {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON can always be written", impossible);
        }
    }

    /** The same as text, in UTF-8. */
    public static byte[] bytes(ObjectNode body) {
        return write(body).getBytes(StandardCharsets.UTF_8);
    }

    /** Empty if the text is not one JSON object. */
    public static Optional<JsonNode> readObject(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException | NumberFormatException unreadable) {
            // A number whose exponent no decimal has is well-formed, and yet none.
            return Optional.empty();
        }
    }

    /** The text under a key; empty if it is missing, empty or no text. */
    public static Optional<String> text(JsonNode object, String key) {
        return Optional.ofNullable(object.get(key))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(it -> !it.isEmpty());
    }
}

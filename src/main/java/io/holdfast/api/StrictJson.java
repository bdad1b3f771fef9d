package io.holdfast.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a body as RFC 8259 means it and no other way: one object, in UTF-8, no key twice, nothing behind it. Numbers stay exact
 * ({@link java.math.BigDecimal}, {@link java.math.BigInteger}) with the digits that were sent.
 */
final class StrictJson {

    /** The interface itself nests one level. */
    private static final int MAX_DEPTH = 16;

    static final int MAX_NUMBER_LENGTH = 256;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private StrictJson() {}

    /** @return empty if it is not such an object */
    static Optional<Map<String, Object>> object(byte[] body) {
        try {
            // Decoded here, because Jackson would guess UTF-16 and 32 too, and lets some malformed UTF-8 pass.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return Optional.ofNullable(MAPPER.readValue(text, OBJECT));
        } catch (CharacterCodingException | JsonProcessingException | NumberFormatException malformed) {
            return Optional.empty();
        }
    }
}

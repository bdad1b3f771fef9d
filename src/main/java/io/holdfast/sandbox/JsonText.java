package io.holdfast.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Reads and writes the JSON of this server. Numbers are decimals both ways, never binary floats. It is written field by
 * field and not from annotated classes: nothing needs reflection, so a native binary needs no settings for it.
 */
final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxNumberLength(100)
                    .build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonText() {}

    /** Writes the inside of an object. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] object(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws ApiError 400 when the bytes are no JSON object */
    static RequestBody read(byte[] bytes) {
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (IOException notJson) {
            throw ApiError.of(400, "invalid_json", "the body is not JSON");
        }
        if (!node.isObject()) {
            throw ApiError.of(400, "invalid_json", "the body must be a JSON object");
        }
        return new RequestBody(node);
    }

    static byte[] error(String code, String message) {
        return object(json -> {
            json.writeObjectFieldStart("error");
            json.writeStringField("code", code);
            json.writeStringField("message", message);
            json.writeEndObject();
        });
    }

    static byte[] authorization(Authorization authorization) {
        return object(json -> write(json, authorization));
    }

    static byte[] page(Authorizations.Page page) {
        return object(json -> {
            json.writeArrayFieldStart("data");
            for (Authorization authorization : page.data()) {
                json.writeStartObject();
                write(json, authorization);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("has_more", page.hasMore());
        });
    }

    /** The fields of an authorization, as the contract has them. */
    static void write(JsonGenerator json, Authorization authorization) throws IOException {
        json.writeStringField("id", authorization.id());
        json.writeStringField("status", authorization.status().wireName());
        json.writeNumberField("amount", authorization.amount());
        json.writeStringField("currency", authorization.currency());
        json.writeStringField("capture_method", "manual");
        if (authorization.capturedAmount().isPresent()) {
            json.writeNumberField(
                    "captured_amount", authorization.capturedAmount().get());
        }
        writeText(json, "decline_code", authorization.declineCode());
        json.writeObjectFieldStart("metadata");
        for (var entry : authorization.metadata().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeStringField("created_at", authorization.createdAt().toString());
        writeText(json, "expires_at", authorization.expiresAt());
    }

    /** A field that is left out when it has no value. */
    static void writeText(JsonGenerator json, String name, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get().toString());
        }
    }
}

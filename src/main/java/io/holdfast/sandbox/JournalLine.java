package io.holdfast.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The words of the {@link Journal}. */
final class JournalLine {

    private JournalLine() {}

    /** Empty if it is not a whole line. */
    static Optional<JsonNode> parse(String line) {
        try {
            return Optional.of(
                    JsonText.read(line.getBytes(StandardCharsets.UTF_8)).json());
        } catch (ApiError noObject) {
            return Optional.empty();
        }
    }

    static void write(JsonGenerator json, Authorization authorization) throws IOException {
        json.writeNumberField("sequence", authorization.sequence());
        json.writeStringField("payment_method_id", authorization.paymentMethodId());
        json.writeStringField("dispute_id", authorization.disputeId());
        JsonText.write(json, authorization);
    }

    static Authorization authorization(JsonNode json) {
        Map<String, String> metadata = new LinkedHashMap<>();
        json.path("metadata").forEachEntry((name, value) -> metadata.put(name, value.asText()));
        return new Authorization(
                json.path("sequence").asLong(),
                json.path("id").asText(),
                json.path("dispute_id").asText(),
                json.path("payment_method_id").asText(),
                AuthorizationStatus.ofWireName(json.path("status").asText()).orElseThrow(),
                json.path("amount").decimalValue(),
                json.path("currency").asText(),
                value(json, "captured_amount").map(JsonNode::decimalValue),
                value(json, "decline_code").map(JsonNode::asText),
                metadata,
                Instant.parse(json.path("created_at").asText()),
                value(json, "expires_at").map(JsonNode::asText).map(Instant::parse));
    }

    static void write(JsonGenerator json, String key, BodyFingerprint request, Outcome outcome) throws IOException {
        json.writeStringField("key", key);
        json.writeStringField("request", request.sha256());
        json.writeNumberField("status", outcome.status());
        if (outcome instanceof Outcome.Decided decided) {
            json.writeStringField("authorization_id", decided.authorizationId());
            json.writeBooleanField("acted", decided.acted());
        } else if (outcome instanceof Outcome.Refused refused) {
            json.writeStringField("code", refused.code());
            json.writeStringField("message", refused.message());
        } else if (outcome instanceof Outcome.Refreshed refreshed) {
            json.writeStringField("payment_method_id", refreshed.paymentMethodId());
            json.writeStringField("expires_at", refreshed.expiresAt().toString());
        }
    }

    static String key(JsonNode json) {
        return json.path("key").asText();
    }

    static BodyFingerprint request(JsonNode json) {
        return new BodyFingerprint(json.path("request").asText());
    }

    static Outcome outcome(JsonNode json) {
        if (json.has("authorization_id")) {
            return new Outcome.Decided(
                    json.path("status").asInt(),
                    json.path("authorization_id").asText(),
                    json.path("acted").asBoolean());
        }
        if (json.has("payment_method_id")) {
            return new Outcome.Refreshed(
                    json.path("payment_method_id").asText(),
                    Instant.parse(json.path("expires_at").asText()));
        }
        return new Outcome.Refused(
                json.path("status").asInt(),
                json.path("code").asText(),
                json.path("message").asText());
    }

    private static Optional<JsonNode> value(JsonNode json, String key) {
        return Optional.ofNullable(json.get(key));
    }
}

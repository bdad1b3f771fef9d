package io.holdfast.sandbox;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Calls a sandbox over HTTP as any client would. */
final class Caller {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    /** What came back; the body is a missing node when it was empty. */
    record Answer(int status, JsonNode body, HttpResponse<String> http) {
        String text(String pointer) {
            return body.at(pointer).asText();
        }

        BigDecimal number(String pointer) {
            return body.at(pointer).decimalValue();
        }

        String id() {
            return text("/id");
        }

        String errorCode() {
            return text("/error/code");
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    Caller(String url) {
        this.url = url;
    }

    static String hold(String paymentMethodId, String disputeId) {
        return "{\"amount\": 49.99, \"currency\": \"USD\", \"capture_method\": \"manual\", \"payment_method_id\": \""
                + paymentMethodId + "\", \"metadata\": {\"dispute_id\": \"" + disputeId + "\"}}";
    }

    /** Asks for a hold of 49.99 USD; the key is the dispute id. */
    Answer authorize(String paymentMethodId, String disputeId) {
        return authorize(paymentMethodId, disputeId, disputeId);
    }

    Answer authorize(String paymentMethodId, String disputeId, String key) {
        return post("/v1/authorizations", key, hold(paymentMethodId, disputeId));
    }

    Answer authorize(String paymentMethodId) {
        return authorize(paymentMethodId, UUID.randomUUID().toString());
    }

    Answer capture(String id, String amount, String key) {
        return post("/v1/authorizations/" + id + "/capture", key, "{\"amount\": " + amount + "}");
    }

    Answer giveBack(String id, String key) {
        return post("/v1/authorizations/" + id + "/void", key, "{}");
    }

    Answer refresh(String paymentMethodId, String key) {
        return post("/v1/payment_methods/" + paymentMethodId + "/refresh", key, "{}");
    }

    Answer post(String path, String key, String body) {
        return send(posting(path, key, body));
    }

    CompletableFuture<Answer> postLater(String path, String key, String body) {
        return client.sendAsync(posting(path, key, body), BodyHandlers.ofString())
                .thenApply(Caller::answer);
    }

    /** Sends a slow authorization, whose key is the dispute id, and waits until it runs. */
    CompletableFuture<Answer> startSlow(String paymentMethodId, String disputeId) {
        CompletableFuture<Answer> slow = postLater("/v1/authorizations", disputeId, hold(paymentMethodId, disputeId));
        // a card that never acts can ask for a key without taking it
        await().until(() ->
                authorize("pm_error_500", "probe", disputeId).errorCode().equals("idempotency_key_reused"));
        return slow;
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer delete(String path) {
        return send(request(path).DELETE().build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(20));
    }

    HttpRequest posting(String path, String key, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    Answer send(HttpRequest request) {
        try {
            return trySend(request);
        } catch (IOException failed) {
            throw new AssertionError("no answer to " + request, failed);
        }
    }

    /** For calls that may get no answer. */
    Answer trySend(HttpRequest request) throws IOException {
        try {
            return answer(client.send(request, BodyHandlers.ofString()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        try {
            return new Answer(response.statusCode(), MAPPER.readTree(response.body()), response);
        } catch (IOException notJson) {
            throw new AssertionError("no JSON: " + response.body(), notJson);
        }
    }
}

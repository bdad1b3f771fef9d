package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the fault is the caller's or there is none. Seeded: a failure names the body that caused it. */
@QuarkusTest
class RandomRequestsTest {

    private static final long SEED = 20261129;
    private static final int REQUESTS = 10_000;
    private static final int AT_ONCE = 50;

    private static final String GOOD = """
            {"customer_account_id": "ACC-1001", "hold_amount": 49.99, "currency": "USD", "payment_method_id": "pm_1",
             "gateway": "scripted", "reason_code": "R", "call_center_id": "CC", "conversation_id": "c"}""";

    private static final String[] FIELDS = {
        "customer_account_id",
        "hold_amount",
        "currency",
        "payment_method_id",
        "gateway",
        "reason_code",
        "conversation_id",
        "amount",
        "\\u0000"
    };

    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "-0",
        "1",
        "-1",
        "1e5",
        "1e-5",
        "1E400",
        "-1E400",
        "1e2147483647",
        "1e-2147483648",
        "0.1",
        "49.99",
        "[]",
        "{}",
        "[[[]]]",
        "\"\"",
        "\"x\"",
        "\"USD\"",
        "\"JPY\"",
        "\"scripted\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\n\"",
        "\"😀\"",
        "\"'; drop table dispute;--\"",
        "99999999999999999999999999",
        "\"4111111111111111\"",
        "4111111111111111",
        "{\"a\":{\"b\":[null]}}"
    };

    @TestHTTPResource("/")
    URI holdfast;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void noBodyMakesTheServerFail() {
        // given
        Random random = new Random(SEED);
        List<CompletableFuture<Void>> underWay = new ArrayList<>();

        for (int i = 0; i < REQUESTS; i++) {
            // when
            byte[] body = body(random);
            underWay.add(post("/v1/disputes", InstallationResource.ARCHITECT_KEY, body)
                    .thenAccept(answer ->
                            // then
                            assertThat(answer.statusCode())
                                    .as(new String(body, StandardCharsets.UTF_8))
                                    .isIn(202, 400, 413, 422)));
            if (underWay.size() == AT_ONCE) {
                underWay.forEach(CompletableFuture::join);
                underWay.clear();
            }
        }
        underWay.forEach(CompletableFuture::join);
    }

    private CompletableFuture<HttpResponse<Void>> post(String path, String key, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(holdfast.resolve(path))
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    }

    private static byte[] body(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> noise(random);
            case 1 -> mutated(random);
            default -> object(random).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(Random random) {
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static String object(Random random) {
        List<String> fields = new ArrayList<>();
        for (String field : FIELDS) {
            if (random.nextInt(3) > 0) {
                fields.add("\"" + field + "\":" + VALUES[random.nextInt(VALUES.length)]);
            }
        }
        return "{" + String.join(",", fields) + "}";
    }
}

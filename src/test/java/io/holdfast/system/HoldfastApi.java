package io.holdfast.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The API as a caller sees it. */
final class HoldfastApi {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
    private static final int PAGE = 200;

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final List<Replica> replicas;
    private final String apiKey;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    HoldfastApi(List<Replica> replicas, String apiKey) {
        this.replicas = List.copyOf(replicas);
        this.apiKey = apiKey;
    }

    int doors() {
        return replicas.size();
    }

    HttpRequest.Builder request(int door, String path) {
        return HttpRequest.newBuilder(replicas.get(door % replicas.size()).address(path))
                .timeout(PATIENCE)
                .header("X-API-Key", apiKey);
    }

    /** @return empty if the answer was lost, whether the request came through or not */
    Optional<ApiAnswer> post(int door, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = request(door, path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    Optional<ApiAnswer> get(int door, String path, Map<String, String> headers) {
        HttpRequest.Builder request = request(door, path);
        headers.forEach(request::header);
        return send(request.GET().build());
    }

    HttpClient http() {
        return http;
    }

    private Optional<ApiAnswer> send(HttpRequest request) {
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return Optional.of(answer(response, Duration.ofNanos(System.nanoTime() - start)));
        } catch (IOException lost) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static ApiAnswer answer(HttpResponse<String> response, Duration time) {
        try {
            JsonNode body = response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
            return new ApiAnswer(response.statusCode(), body, response.headers(), time);
        } catch (JsonProcessingException notJson) {
            return new ApiAnswer(
                    response.statusCode(),
                    JSON.createObjectNode().put("not_json", response.body()),
                    response.headers(),
                    time);
        }
    }

    /** A 200 of any replica, however long that takes. */
    JsonNode read(String path) {
        return readOnce(path).orElseGet(() -> readPatiently(path));
    }

    private JsonNode readPatiently(String path) {
        return Awaitility.await("200 on " + path)
                .atMost(LONGEST_OUTAGE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> readOnce(path), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> readOnce(String path) {
        for (int door = 0; door < replicas.size(); door++) {
            Optional<ApiAnswer> answer = get(door, path, Map.of());
            if (answer.filter(it -> it.is(200)).isPresent()) {
                return answer.map(ApiAnswer::body);
            }
        }
        return Optional.empty();
    }

    /** All disputes of a list, page by page. */
    List<JsonNode> disputes(String filter) {
        List<JsonNode> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            JsonNode page = read("/v1/disputes?limit=" + PAGE + filter
                    + cursor.map(it -> "&cursor=" + it).orElse(""));
            page.path("data").forEach(all::add);
            cursor = Optional.ofNullable(page.get("next_cursor")).map(JsonNode::asText);
        } while (cursor.isPresent());
        return all;
    }

    boolean hasOpenOperations() {
        return !read("/v1/operations?limit=1").path("data").isEmpty();
    }
}

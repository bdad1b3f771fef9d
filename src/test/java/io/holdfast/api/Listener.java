package io.holdfast.api;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** A client of the event stream that keeps what it was sent, byte for byte. */
final class Listener {

    private final HttpClient client;
    private final StringBuffer received = new StringBuffer();
    private volatile HttpClientResponse response;
    private volatile boolean ended;

    Listener(Vertx vertx, int port, String disputeId, String key, String lastEventId) {
        client = vertx.createHttpClient();
        client.request(HttpMethod.GET, port, "localhost", "/v1/disputes/" + disputeId + "/events")
                .compose(request -> send(request, key, lastEventId))
                .onSuccess(this::receive)
                .onFailure(failure -> ended = true);
    }

    private static io.vertx.core.Future<HttpClientResponse> send(
            HttpClientRequest request, String key, String lastEventId) {
        request.putHeader("X-API-Key", key).putHeader("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.putHeader("Last-Event-ID", lastEventId);
        }
        return request.send();
    }

    private void receive(HttpClientResponse answer) {
        answer.handler((Buffer part) -> received.append(part));
        answer.endHandler(end -> ended = true);
        answer.exceptionHandler(failure -> ended = true);
        response = answer;
    }

    boolean isOpen() {
        return response != null && response.statusCode() == 200 && received.length() > 0;
    }

    int statusSoon() {
        await().until(() -> response != null);
        return response.statusCode();
    }

    String header(String name) {
        return response.getHeader(name);
    }

    /** The data of each whole event. */
    List<String> events() {
        return fields("data:");
    }

    List<String> ids() {
        return fields("id:");
    }

    List<String> types() {
        return events().stream()
                .map(event -> new JsonPath(event).getString("type"))
                .toList();
    }

    long comments() {
        return received.toString().lines().filter(line -> line.startsWith(":")).count();
    }

    private List<String> fields(String name) {
        String text = received.toString();
        return text.substring(0, text.lastIndexOf("\n\n") + 1)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .toList();
    }

    void close() {
        client.close();
    }

    boolean isClosed() {
        return ended;
    }
}

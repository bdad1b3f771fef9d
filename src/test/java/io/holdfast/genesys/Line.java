package io.holdfast.genesys;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What lies between Genesys Cloud and Holdfast. */
@FunctionalInterface
interface Line {

    /** An integration's host, where the real one is. */
    String HOST = "holdfast.example.com";

    Reply send(Request request);

    /** @param body empty for a GET */
    record Request(String method, URI uri, Map<String, String> headers, Optional<String> body) {

        Request with(String header, String value) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.put(header, value);
            return new Request(method, uri, changed, body);
        }

        Request without(String header) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.remove(header);
            return new Request(method, uri, changed, body);
        }
    }

    /**
     * @param status 0 if there was no answer
     * @param taken as the caller's clock would have it; nothing here really waits for it
     */
    record Reply(int status, String body, Duration taken) {

        static Reply none() {
            return new Reply(0, "", Duration.ZERO);
        }

        Reply after(Duration longer) {
            return new Reply(status, body, longer);
        }
    }

    /** The running application in place of {@link #HOST}. */
    static Line to(URI application) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return request -> {
            URI uri = request.uri();
            if (!uri.getScheme().equals("https") || !uri.getHost().equals(HOST)) {
                throw new IllegalArgumentException("not to Holdfast: " + uri);
            }
            HttpRequest.Builder http = HttpRequest.newBuilder(application.resolve(uri.getRawPath()))
                    .timeout(Duration.ofSeconds(60))
                    .method(
                            request.method(),
                            request.body()
                                    .map(body -> HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                                    .orElseGet(HttpRequest.BodyPublishers::noBody));
            request.headers().forEach(http::header);
            try {
                HttpResponse<String> answer =
                        client.send(http.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                return new Reply(answer.statusCode(), answer.body(), Duration.ZERO);
            } catch (IOException notThere) {
                return Reply.none();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        };
    }

    /** Nobody there. */
    static Line down() {
        return request -> Reply.none();
    }

    /** Everything arrives and is done; the answer comes so late that nobody waits for it. */
    default Line slow() {
        return request -> send(request).after(Duration.ofSeconds(58));
    }

    /** Nothing arrives, and nobody says so. */
    static Line silent() {
        return request -> Reply.none().after(Duration.ofSeconds(58));
    }

    /** Everything arrives and is done; what comes back is something else. */
    default Line answering(int status, String body) {
        return request -> {
            send(request);
            return new Reply(status, body, Duration.ZERO);
        };
    }

    /** Does not let the application wait: what it would wait for does not come anyway. */
    default Line impatient() {
        return request -> send(request.without("Prefer"));
    }

    /** The other line for so many requests, then this one. */
    default Line at(int first, Line other) {
        int[] seen = {0};
        return request -> seen[0]++ < first ? other.send(request) : send(request);
    }
}

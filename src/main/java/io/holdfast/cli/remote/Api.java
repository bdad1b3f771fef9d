package io.holdfast.cli.remote;

import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.Json;
import io.holdfast.time.BoundedCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Holdfast's HTTP interface, as a caller sees it. What goes wrong ends the command with one line. */
final class Api {

    /** A request was sent, and nobody knows what became of it. */
    static class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message, null, false, false);
        }
    }

    /** Nothing was sent: nobody took the connection. */
    static final class NotReached extends NoAnswer {
        private static final long serialVersionUID = 1L;

        NotReached(String message) {
            super(message);
        }
    }

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Longer than the longest wait that a caller may prefer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    /** From here on it is the server, or what stands before it, that could not. */
    private static final int SERVER_ERRORS = 500;

    /** A page of 1,000 events is about half a megabyte. */
    private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

    private final HttpClient http;
    private final URI address;
    private final String key;

    private final Duration timeout;

    Api(URI address, String key) {
        this(address, key, TIMEOUT);
    }

    /** @param timeout of one call, to the end of its answer */
    Api(URI address, String key, Duration timeout) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if ("http".equalsIgnoreCase(address.getScheme())) {
            client.sslContext(new NoTls());
        }
        this.http = client.build();
        this.address = address;
        this.key = key;
        this.timeout = timeout;
    }

    /** Query parameters; those without a value are left out. */
    static String query(Map<String, ?> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue().toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }

    /** The header that asks the server to wait so many seconds for something to say. */
    static List<String> prefer(int seconds) {
        return seconds > 0 ? List.of("Prefer", "wait=" + seconds) : List.of();
    }

    Map<String, Object> get(String path) {
        return get(path, List.of());
    }

    /**
     * @param headers names and values, one after the other
     * @throws Failure if there is no good answer
     */
    Map<String, Object> get(String path, List<String> headers) {
        Answer answer = send(with(headers, request(path).GET()));
        if (answer.statusCode() == UNPROCESSABLE) {
            // what is read has no body: an argument of the command is what the server does not take
            throw Failure.wrongUsage(refusal(answer.statusCode(), answer.body()).getMessage());
        }
        if (answer.statusCode() == TOO_MANY) {
            throw new NoAnswer(refusal(answer.statusCode(), answer.body()).getMessage());
        }
        return object(answer);
    }

    /**
     * @param headers names and values, one after the other
     * @throws Failure if there is no good answer
     * @throws NoAnswer if nobody knows what became of it
     */
    Map<String, Object> post(String path, Map<String, ?> body, List<String> headers) {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(Json.write(body)));
        request.header("Content-Type", "application/json");
        Answer answer = send(with(headers, request));
        if (answer.statusCode() == UNPROCESSABLE && isOfArguments(answer.body())) {
            throw Failure.wrongUsage(refusal(answer.statusCode(), answer.body()).getMessage());
        }
        return object(answer);
    }

    private static HttpRequest with(List<String> headers, HttpRequest.Builder request) {
        try {
            return (headers.isEmpty() ? request : request.headers(headers.toArray(String[]::new))).build();
        } catch (IllegalArgumentException noHeader) {
            throw Failure.wrongUsage("an argument has characters that cannot be sent in a header");
        }
    }

    /** The answer as it comes, whatever its status. It has to begin in time; how long it may last is the reader's affair. */
    HttpResponse<InputStream> open(String path, List<String> headers) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .timeout(timeout)
                        .headers(headers.toArray(String[]::new))
                        .GET()
                        .build(),
                BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("X-API-Key", key)
                .header("User-Agent", "holdfast-cli");
    }

    private record Answer(int statusCode, String body) {}

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = BoundedCall.send(http, request, timeout, LONGEST_ANSWER);
            return new Answer(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (BoundedCall.TooLong other) {
            throw notHoldfast();
        } catch (IOException failed) {
            throw noAnswer(failed);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted");
        }
    }

    /** What a call that came to no answer ends the command with. */
    RuntimeException noAnswer(IOException failed) {
        if (failed instanceof ConnectException || failed instanceof HttpConnectTimeoutException) {
            return new NotReached("nobody answers at " + address + ". Is it running? Set HOLDFAST_URL, or give --url");
        }
        if (failed instanceof SSLException refused) {
            Optional<String> why = Certificates.whyNot(address, refused);
            if (why.isPresent()) {
                return Failure.failed(why.get());
            }
        }
        return new NoAnswer(
                failed instanceof HttpTimeoutException
                        ? address + " does not answer"
                        : "the connection to " + address + " broke");
    }

    /** The whole of what was {@link #open}ed. @throws IOException if it does not end in time, too */
    String text(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            // The client's own stream knows no time to wait for a byte, but can be closed by others.
            CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> close(body));
            byte[] bytes = body.readNBytes(LONGEST_ANSWER);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Map<String, Object> object(Answer answer) {
        if (answer.statusCode() >= SERVER_ERRORS) {
            throw new NoAnswer(refusal(answer.statusCode(), answer.body()).getMessage());
        }
        if (answer.statusCode() / 100 != 2) {
            throw refusal(answer.statusCode(), answer.body());
        }
        try {
            return Json.object(answer.body());
        } catch (IllegalArgumentException noJson) {
            throw notHoldfast();
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException over) {
            // Nobody reads it any more.
        }
    }

    /** Somebody else has answered. */
    Failure notHoldfast() {
        return Failure.failed("what answers at " + address + " is not Holdfast");
    }

    /** Whether what was sent can never be taken. Other refusals of this status are of the dispute as it stands. */
    private static boolean isOfArguments(String body) {
        try {
            String type = String.valueOf(Json.object(body).get("type"));
            return type.endsWith("/invalid-request") || type.endsWith("/card-data-refused");
        } catch (IllegalArgumentException noProblem) {
            return false;
        }
    }

    /** What a refusal says, in one line. */
    Failure refusal(int status, String body) {
        String what;
        try {
            what = sentence(Json.object(body));
        } catch (IllegalArgumentException noProblem) {
            what = "status " + status + " from " + address + " (is it Holdfast?)";
        }
        return Failure.failed(
                status == 401 ? what + " (the key comes from " + Server.KEY + " or --api-key-file)" : what);
    }

    private static String sentence(Map<String, Object> problem) {
        if (!(problem.get("title") instanceof String said)) {
            throw new IllegalArgumentException("no problem of RFC 9457");
        }
        String title = said.replaceFirst("\\.$", "");
        String errors = problem.get("errors") instanceof List<?> list
                ? list.stream().map(Api::error).collect(Collectors.joining("; "))
                : "";
        Object detail = problem.get("detail");
        if (!errors.isEmpty()) {
            return title + ": " + errors;
        }
        return detail == null ? title : title + ". " + detail;
    }

    private static String error(Object error) {
        return error instanceof Map<?, ?> map ? map.get("field") + " " + map.get("message") : String.valueOf(error);
    }
}

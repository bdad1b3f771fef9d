package io.holdfast.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** One request and what it gets for an answer, written into the ledger as one line. */
final class Exchange {
    private static final int LONGEST_KEY = 255;

    private final RoutingContext http;
    private final Ledger ledger;
    private final Call call;
    private Optional<String> key = Optional.empty();
    private Optional<String> disputeId = Optional.empty();
    private Optional<String> authorizationId = Optional.empty();
    private boolean acted;
    private boolean replay;

    Exchange(RoutingContext http, Ledger ledger, Call call) {
        this.http = http;
        this.ledger = ledger;
        this.call = call;
    }

    Call call() {
        return call;
    }

    String path() {
        return http.normalizedPath();
    }

    String pathId() {
        return http.pathParam("id");
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(http.queryParams().get(name));
    }

    boolean hasOnlyQuery(String... names) {
        return Set.of(names).containsAll(http.queryParams().names());
    }

    /** @throws ApiError 400 when there is no usable key */
    void requireKey() {
        String sent = http.request().getHeader("Idempotency-Key");
        if (sent == null || sent.isBlank() || sent.length() > LONGEST_KEY) {
            throw ApiError.of(
                    400,
                    "idempotency_key_missing",
                    "every POST needs an Idempotency-Key of 1 to " + LONGEST_KEY + " characters");
        }
        key = Optional.of(sent);
    }

    String key() {
        return key.orElseThrow();
    }

    /** @throws ApiError 415 when the body says it is something else than JSON, 400 when it is no JSON object */
    RequestBody body() {
        Buffer bytes = http.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            throw ApiError.of(400, "invalid_json", "the body is missing");
        }
        String type = Optional.ofNullable(http.request().getHeader("Content-Type"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw ApiError.of(415, "unsupported_media_type", "the content type must be application/json");
        }
        return JsonText.read(bytes.getBytes());
    }

    /** A body that has nothing to say: an empty object, or nothing at all for the ease of curl. */
    RequestBody emptyBody() {
        Buffer bytes = http.body().buffer();
        RequestBody body =
                bytes == null || bytes.length() == 0 ? JsonText.read("{}".getBytes(StandardCharsets.UTF_8)) : body();
        body.allowOnly();
        return body;
    }

    void isAbout(String dispute) {
        disputeId = Optional.of(dispute);
    }

    void isAbout(Authorization authorization) {
        disputeId = Optional.of(authorization.disputeId());
        authorizationId = Optional.of(authorization.id());
    }

    Optional<String> authorizationId() {
        return authorizationId;
    }

    void hasActed() {
        acted = true;
    }

    void isReplay() {
        replay = true;
    }

    void answer(int status, String outcome, byte[] json) {
        answer(status, outcome, json, OptionalInt.empty());
    }

    void answer(int status, String outcome, byte[] json, OptionalInt retryAfterSeconds) {
        record(Optional.of(status), outcome);
        HttpServerResponse response = http.response();
        if (response.ended() || response.closed()) {
            return;
        }
        retryAfterSeconds.ifPresent(seconds -> response.putHeader("Retry-After", Integer.toString(seconds)));
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(json));
    }

    void refuse(ApiError error) {
        answer(
                error.status(),
                error.code(),
                JsonText.error(error.code(), error.getMessage()),
                error.retryAfterSeconds());
    }

    /** The caller gets nothing, for now or for ever. */
    void leaveUnanswered() {
        record(Optional.empty(), "no_answer");
    }

    /** The caller gets a closed connection. */
    void closeUnanswered() {
        record(Optional.empty(), "connection_closed");
        close();
    }

    void close() {
        http.request().connection().close();
    }

    void whenOver(Runnable action) {
        http.addEndHandler(ignored -> action.run());
    }

    private void record(Optional<Integer> status, String outcome) {
        ledger.record(call, key, disputeId, authorizationId, status, acted, replay, outcome);
    }
}

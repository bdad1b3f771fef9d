package io.holdfast.sandbox;

import java.util.OptionalInt;

/** A request that is refused before it did anything. It is never kept under an idempotency key. */
final class ApiError extends RuntimeException {
    private final int status;
    private final String code;
    private final OptionalInt retryAfterSeconds;

    private ApiError(int status, String code, String message, OptionalInt retryAfterSeconds) {
        // No stack trace: a refusal is an answer, and load tests make many of them.
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static ApiError of(int status, String code, String message) {
        return new ApiError(status, code, message, OptionalInt.empty());
    }

    static ApiError malformed(String message) {
        return of(422, "invalid_request", message);
    }

    static ApiError comeBackLater(String code, String message) {
        return new ApiError(503, code, message, OptionalInt.of(1));
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    OptionalInt retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

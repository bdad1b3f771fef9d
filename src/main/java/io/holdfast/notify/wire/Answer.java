package io.holdfast.notify.wire;

import io.holdfast.gateway.wire.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What came back. */
public sealed interface Answer {

    /**
     * An answer by HTTP.
     *
     * @param retryAfter the header of that name, as it came
     * @param body no more of it than was asked for
     */
    record Answered(int status, Optional<String> retryAfter, String body) implements Answer {

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** How long the other side asks to be left alone. */
        public Optional<Duration> patience(Clock clock) {
            return retryAfter.flatMap(it -> RetryAfter.parse(it, clock));
        }

        /** For metrics and logs. */
        public String reason() {
            return "http_" + status;
        }
    }

    /** No answer, and nobody knows whether the request arrived. @param reason in a word or two */
    record Lost(String reason) implements Answer {}
}

package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewayOutcome;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What came of one HTTP exchange, whatever the gateway meant by it. */
public sealed interface WireAnswer {

    /** For metrics: one of a small, fixed set of words. */
    String name();

    /**
     * The gateway answered, with any status.
     *
     * @param header looks a header up by its name, whatever its case
     * @param body empty if there was none
     */
    record Answered(int status, Function<String, Optional<String>> header, String body) implements WireAnswer {

        private static final int PAYMENT_REQUIRED = 402;

        public Answered {
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(body, "body");
        }

        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** Whether it can be the gateway's own no. Of all other statuses none is one, whatever else the answer says. */
        public boolean canBeRefusal() {
            return status == 400 || status == PAYMENT_REQUIRED || status == 404 || status == 422;
        }

        /** Whether the status alone is a no: this one has no other meaning. */
        public boolean isPaymentRequired() {
            return status == PAYMENT_REQUIRED;
        }

        @Override
        public String name() {
            return status / 100 + "xx";
        }

        /** The body may hold payment tokens and is not for logs. */
        @Override
        public String toString() {
            return "Answered[" + status + "]";
        }
    }

    /**
     * It surely never reached the gateway's books.
     *
     * @param retryAfter the least time to wait, if known
     * @param hindrance why there was no connection, if that is known; for people only
     */
    record NotSent(GatewayOutcome.Reason reason, Optional<Duration> retryAfter, Optional<Hindrance> hindrance)
            implements WireAnswer {

        public NotSent(GatewayOutcome.Reason reason, Optional<Duration> retryAfter) {
            this(reason, retryAfter, Optional.empty());
        }

        static NotSent because(GatewayOutcome.Reason reason) {
            return new NotSent(reason, Optional.empty());
        }

        @Override
        public String name() {
            return reason.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * It may have left, and no answer came that could be read.
     *
     * @param reason in a word or two, without anything of the payload
     */
    record Lost(String reason) implements WireAnswer {

        static final String TIMEOUT = "timeout";
        static final String NO_ANSWER = "no answer";
        static final String TOO_LONG = "answer too long";

        /** Whether there was an answer, of more bytes than are read. */
        public boolean isTooLong() {
            return reason.equals(TOO_LONG);
        }

        @Override
        public String name() {
            return reason.equals(TIMEOUT) ? TIMEOUT : "lost";
        }
    }
}

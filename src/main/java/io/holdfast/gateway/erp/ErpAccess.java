package io.holdfast.gateway.erp;

import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.wire.WireAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of asking for an access token. */
sealed interface ErpAccess {

    /**
     * A token.
     *
     * @param authorization the whole header value
     * @param renewAt from when on another one is fetched
     */
    record Granted(String authorization, Instant renewAt) implements ErpAccess {

        @Override
        public String toString() {
            return "Granted[***]";
        }
    }

    /** There is no token, so the call it was for is not sent. */
    record Denied(WireAnswer.NotSent answer) implements ErpAccess {

        static Denied because(Reason reason, Optional<Duration> retryAfter) {
            return new Denied(new WireAnswer.NotSent(reason, retryAfter));
        }
    }
}

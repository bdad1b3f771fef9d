package io.holdfast.gateway.erp;

import io.holdfast.gateway.GatewayHealth;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.WireAnswer;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;

/** Calls the gateway with an access token, and once again with a fresh one if the first is not taken. */
final class ErpLine {

    private final GatewayLine line;
    private final Optional<ErpTokens> tokens;
    private final Duration timeout;
    private final Clock clock;

    /** @param timeout of one HTTP call; a second call only starts within it, so that two timeouts bound them all */
    ErpLine(GatewayLine line, Optional<ErpTokens> tokens, Duration timeout, Clock clock) {
        this.line = line;
        this.tokens = tokens;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** @param send makes the call with the given Authorization header, which is {@code null} if there is none */
    Uni<WireAnswer> call(String call, Function<String, Uni<RestResponse<String>>> send) {
        return line.watched(() -> tokens.map(it -> new Attempt(it, call, send, clock.instant()).withToken())
                .orElseGet(() -> line.exchange(call, () -> send.apply(null))));
    }

    /** Now, for {@link #isLate}. */
    Instant now() {
        return clock.instant();
    }

    /** Whether a further call for what was begun then would no longer end within two timeouts, or three if it needs a new token first: a runner must not outlive its lease. */
    boolean isLate(Instant started) {
        return Duration.between(started, clock.instant()).compareTo(timeout) > 0;
    }

    boolean isAvailable() {
        return line.isAvailable();
    }

    GatewayHealth health() {
        return line.health();
    }

    private final class Attempt {

        private final ErpTokens access;
        private final String call;
        private final Function<String, Uni<RestResponse<String>>> send;
        private final Instant started;

        Attempt(ErpTokens access, String call, Function<String, Uni<RestResponse<String>>> send, Instant started) {
            this.access = access;
            this.call = call;
            this.send = send;
            this.started = started;
        }

        Uni<WireAnswer> withToken() {
            return access.access().chain(this::first);
        }

        private Uni<WireAnswer> first(ErpAccess token) {
            return token instanceof ErpAccess.Granted granted
                    ? exchange(granted).chain(answer -> again(answer, granted))
                    : notSent(token);
        }

        private Uni<WireAnswer> again(WireAnswer answer, ErpAccess.Granted refused) {
            boolean unauthorized = answer instanceof WireAnswer.Answered it && it.status() == 401;
            return unauthorized
                    ? access.accessInPlaceOf(refused).chain(this::second)
                    : Uni.createFrom().item(answer);
        }

        private Uni<WireAnswer> second(ErpAccess token) {
            if (isLate(started)) {
                // The token was refused, so nothing happened there.
                return Uni.createFrom().item(new WireAnswer.NotSent(Reason.NO_CONNECTION, Optional.empty()));
            }
            return token instanceof ErpAccess.Granted granted ? exchange(granted) : notSent(token);
        }

        private Uni<WireAnswer> exchange(ErpAccess.Granted granted) {
            return line.exchange(call, () -> send.apply(granted.authorization()));
        }

        private Uni<WireAnswer> notSent(ErpAccess token) {
            return Uni.createFrom().item(((ErpAccess.Denied) token).answer());
        }
    }
}

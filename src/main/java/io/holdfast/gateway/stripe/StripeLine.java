package io.holdfast.gateway.stripe;

import io.holdfast.gateway.GatewayHealth;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Calls Stripe with our key, and reads what it says, at the pace it allows. A call that has to wait is not sent yet, and one that would wait too long is not sent. */
final class StripeLine {

    private final GatewayLine line;
    private final Pace pace;
    private final Scheduling scheduling;
    private final StripeIntents intents;
    private final Supplier<String> authorization;

    /** @param authorization the whole header as it is at the moment */
    StripeLine(
            GatewayLine line, Pace pace, Scheduling scheduling, StripeIntents intents, Supplier<String> authorization) {
        this.line = line;
        this.pace = pace;
        this.scheduling = scheduling;
        this.intents = intents;
        this.authorization = authorization;
    }

    /** @param send makes the call with the given Authorization header */
    Uni<StripeReply> call(StripeEndpoint endpoint, Function<String, Uni<RestResponse<String>>> send) {
        return paced(endpoint, send).map(answer -> StripeReply.of(answer, intents));
    }

    private Uni<WireAnswer> paced(StripeEndpoint endpoint, Function<String, Uni<RestResponse<String>>> send) {
        return Uni.createFrom().deferred(() -> {
            Duration wait = pace.take(endpoint);
            if (wait.compareTo(Pace.LONGEST_WAIT) > 0) {
                return Uni.createFrom().item(new WireAnswer.NotSent(Reason.PACED, Optional.of(wait)));
            }
            Uni<WireAnswer> call = call(endpoint, () -> send.apply(authorization.get()));
            return wait.isZero() ? call : pause(wait).chain(() -> call);
        });
    }

    /** A restricted key need not be allowed to search. */
    private Uni<WireAnswer> call(StripeEndpoint endpoint, Supplier<Uni<RestResponse<String>>> send) {
        return endpoint == StripeEndpoint.SEARCH
                ? line.callThatMayBeForbidden(endpoint.call(), send)
                : line.call(endpoint.call(), send);
    }

    boolean isAvailable() {
        return line.isAvailable();
    }

    GatewayHealth health() {
        return line.health();
    }

    private Uni<Void> pause(Duration wait) {
        return Uni.createFrom().emitter(emitter -> scheduling.after(wait, () -> emitter.complete(null)));
    }
}

package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewayHealth;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.trace.LogIds;
import io.holdfast.trace.Stretch;
import io.holdfast.trace.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** The line to one gateway: all its calls go through here, guarded, measured, and held back while it refuses our credentials. */
public final class GatewayLine {

    private final String gateway;
    private final GuardedWire wire;
    private final WireLimits limits;
    private final CredentialWatch credentials;
    private final BreakerWatch breaker;
    private final MeterRegistry metrics;
    private final Traces traces;
    private final HindranceLog hindrances;

    /** Of each call and outcome that occurred: both are of few words. To look one up at the registry takes longer than to measure with it. */
    private final Map<Measured, Timer> timers = new ConcurrentHashMap<>();

    private record Measured(String call, String outcome) {}

    GatewayLine(
            String gateway,
            GuardedWire wire,
            WireLimits limits,
            CredentialWatch credentials,
            BreakerWatch breaker,
            MeterRegistry metrics,
            Traces traces) {
        this.gateway = gateway;
        this.wire = wire;
        this.limits = limits;
        this.credentials = credentials;
        this.breaker = breaker;
        this.metrics = metrics;
        this.traces = traces;
        hindrances = new HindranceLog(gateway);
        Gauge.builder("holdfast.gateway.breaker", this, GatewayLine::breakerNumber)
                .description(
                        "Circuit breaker: 0 closed, 2 open until a probe was answered, 1 if it saw no call for an hour")
                .tag("gateway", gateway)
                .strongReference(true)
                .register(metrics);
        Gauge.builder("holdfast.gateway.credentials", this, line -> line.credentials.areRefused() ? 0 : 1)
                .description("Whether the gateway takes our credentials: 1 yes, 0 no")
                .tag("gateway", gateway)
                .strongReference(true)
                .register(metrics);
    }

    /** Makes one HTTP call, unless the gateway is left alone because it refuses our credentials. */
    public Uni<WireAnswer> call(String call, Supplier<Uni<RestResponse<String>>> send) {
        return watched(() -> exchange(call, send));
    }

    /** As {@link #call}, for what good credentials need not allow: a 403 tells nothing about them. */
    public Uni<WireAnswer> callThatMayBeForbidden(String call, Supplier<Uni<RestResponse<String>>> send) {
        return watched(
                () -> exchange(call, send),
                answer -> !(answer instanceof WireAnswer.Answered it) || it.status() != 403);
    }

    /** As {@link #call}, for a call that takes several exchanges, such as a token's first: only the last answer tells about credentials. */
    public Uni<WireAnswer> watched(Supplier<Uni<WireAnswer>> calls) {
        return watched(calls, answer -> true);
    }

    private Uni<WireAnswer> watched(Supplier<Uni<WireAnswer>> calls, Predicate<WireAnswer> tells) {
        return Uni.createFrom().deferred(() -> {
            Optional<Duration> wait = credentials.enter();
            Optional<String> dispute = LogIds.dispute();
            return wait.isPresent()
                    ? Uni.createFrom().item(new WireAnswer.NotSent(Reason.CREDENTIALS, wait))
                    : calls.get().invoke(answer -> {
                        if (tells.test(answer)) {
                            credentials.note(answer, dispute);
                        }
                    });
        });
    }

    /** One guarded and measured exchange of a {@link #watched} call. */
    public Uni<WireAnswer> exchange(String call, Supplier<Uni<RestResponse<String>>> send) {
        return traces.within(() -> stretch(call), () -> measured(call, send));
    }

    private Uni<WireAnswer> measured(String call, Supplier<Uni<RestResponse<String>>> send) {
        return Uni.createFrom().deferred(() -> {
            Timer.Sample time = Timer.start(metrics);
            breaker.called();
            return wire.exchange(new WireCall(limits.timeout(), send)).invoke(answer -> {
                time.stop(timers.computeIfAbsent(new Measured(call, answer.name()), this::timer));
                hindrances.note(answer);
                traces.outcome(answer.name(), !(answer instanceof WireAnswer.Answered told) || told.status() >= 500);
            });
        });
    }

    private Stretch stretch(String call) {
        return Stretch.call(gateway + ' ' + call).with(Traces.GATEWAY, gateway).with(Traces.KIND, call);
    }

    /** Whether a call now would be tried at all. */
    public boolean isAvailable() {
        return credentials.isOpen() && breaker.state() != CircuitBreakerState.OPEN;
    }

    /** Refused credentials come first: they need a person, an open breaker does not. */
    public GatewayHealth health() {
        if (credentials.areRefused()) {
            return GatewayHealth.CREDENTIALS_REFUSED;
        }
        return switch (breaker.state()) {
            case CLOSED -> GatewayHealth.UP;
            case HALF_OPEN -> GatewayHealth.PROBING;
            case OPEN -> GatewayHealth.BREAKER_OPEN;
        };
    }

    private Timer timer(Measured measured) {
        return Timer.builder("holdfast.gateway.calls")
                .description("HTTP calls to payment gateways")
                .tag("gateway", gateway)
                .tag("call", measured.call())
                .tag("outcome", measured.outcome())
                .register(metrics);
    }

    private int breakerNumber() {
        return switch (breaker.lasting()) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}

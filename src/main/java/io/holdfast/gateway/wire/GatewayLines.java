package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewaySettings;
import io.holdfast.secret.Secrets;
import io.holdfast.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Opens the line to a gateway. */
@Singleton
public class GatewayLines {

    private final GatewaySettings settings;
    private final CircuitBreakerMaintenance breakers;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Secrets secrets;
    private final Traces traces;

    public GatewayLines(
            GatewaySettings settings,
            CircuitBreakerMaintenance breakers,
            MeterRegistry metrics,
            Clock clock,
            Secrets secrets,
            Traces traces) {
        this.settings = settings;
        this.breakers = breakers;
        this.metrics = metrics;
        this.clock = clock;
        this.secrets = secrets;
        this.traces = traces;
    }

    /**
     * @param gateway its name, which is also the name of its circuit breaker
     * @param wire its guarded method
     */
    public GatewayLine open(String gateway, GuardedWire wire, WireLimits limits) {
        // Whoever refuses our credentials may have been given new ones, which then are worth a try at once.
        CredentialWatch credentials =
                new CredentialWatch(gateway, settings.credentialPause(), clock, secrets::lookSoon);
        secrets.whenChanged(credentials::changed);
        return new GatewayLine(gateway, wire, limits, credentials, breakers, metrics, traces);
    }
}

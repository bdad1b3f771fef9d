package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewaySettings;
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

    public GatewayLines(
            GatewaySettings settings, CircuitBreakerMaintenance breakers, MeterRegistry metrics, Clock clock) {
        this.settings = settings;
        this.breakers = breakers;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * @param gateway its name, which is also the name of its circuit breaker
     * @param wire its guarded method
     */
    public GatewayLine open(String gateway, GuardedWire wire, WireLimits limits) {
        CredentialWatch credentials = new CredentialWatch(gateway, settings.credentialPause(), clock);
        return new GatewayLine(gateway, wire, limits, credentials, breakers, metrics);
    }
}

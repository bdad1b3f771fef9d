package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewaySettings;
import io.holdfast.secret.Secrets;
import io.holdfast.time.Steady;
import io.holdfast.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Opens the line to a gateway. */
@Singleton
public class GatewayLines {

    private final GatewaySettings settings;
    private final CircuitBreakerMaintenance breakers;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Secrets secrets;
    private final Traces traces;
    private final TlsConfigurationRegistry certificates;

    public GatewayLines(
            GatewaySettings settings,
            CircuitBreakerMaintenance breakers,
            MeterRegistry metrics,
            @Steady Clock clock,
            Secrets secrets,
            Traces traces,
            TlsConfigurationRegistry certificates) {
        this.settings = settings;
        this.breakers = breakers;
        this.metrics = metrics;
        this.clock = clock;
        this.secrets = secrets;
        this.traces = traces;
        this.certificates = certificates;
    }

    /** The certificates for calls to a gateway: those of the TLS configuration {@code gateway-<name>}, else of the default one, if there is any. An environment variable can only name {@code gateway.<name>}. */
    public Optional<TlsConfiguration> certificatesFor(String gateway) {
        return certificates
                .get("gateway-" + gateway)
                .or(() -> certificates.get("gateway." + gateway))
                .or(certificates::getDefault);
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
        BreakerWatch breaker = new BreakerWatch(gateway, breakers, clock);
        return new GatewayLine(gateway, wire, limits, credentials, breaker, metrics, traces);
    }
}

package io.holdfast.gateway.stripe;

import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayProvider;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.secret.Rotating;
import io.holdfast.secret.Secrets;
import io.holdfast.settings.BadSetting;
import io.holdfast.time.Scheduling;
import io.holdfast.time.Steady;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Builds the Stripe gateway from its settings. It is on when its key is set. */
@Singleton
public class StripeProvider implements GatewayProvider {

    private static final String PREFIX = "holdfast.gateway.stripe.";
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7E]+");
    private static final int MOST_PER_SECOND = 10_000;

    private final GatewayLines lines;
    private final Scheduling scheduling;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Clock steady;
    private final Secrets secrets;
    private final Optional<Gateway> gateway;
    private final Optional<GatewayWebhooks> webhooks;

    /** @throws BadSetting if a setting is wrong */
    public StripeProvider(
            GatewaySettings shared,
            StripeSettings settings,
            // owned by another package; here it only tells which cards end too soon
            @ConfigProperty(name = "holdfast.hold.max-age", defaultValue = "60d") Duration longestHold,
            StripeWire wire,
            GatewayLines lines,
            Scheduling scheduling,
            MeterRegistry metrics,
            Clock clock,
            @Steady Clock steady,
            Secrets secrets) {
        this.lines = lines;
        this.scheduling = scheduling;
        this.metrics = metrics;
        this.clock = clock;
        this.steady = steady;
        this.secrets = secrets;
        WireLimits limits = WireLimits.of(StripeGateway.NAME, shared, settings.timeout(), settings.maxConcurrent());
        URI url = WireClient.address(PREFIX + "url", settings.url());
        Pace pace = new Pace(
                perSecond("requests-per-second", settings.requestsPerSecond()),
                perSecond("endpoint-requests-per-second", settings.endpointRequestsPerSecond()),
                steady);
        gateway = settings.apiKey().map(it -> gateway(url, it, wire, pace, limits, longestHold));
        webhooks = settings.webhookSecrets()
                .map(it -> secrets.watchAll(PREFIX + "webhook-secrets", it, one -> StripeSignature.key(secret(one))))
                .map(this::webhooks);
    }

    @Override
    public String name() {
        return StripeGateway.NAME;
    }

    @Override
    public Optional<Gateway> gateway() {
        return gateway;
    }

    @Override
    public Optional<GatewayWebhooks> webhooks() {
        return webhooks;
    }

    private Gateway gateway(
            URI url, String apiKey, StripeWire wire, Pace pace, WireLimits limits, Duration longestHold) {
        StripeApi api = WireClient.of(StripeApi.class, url, limits, lines.certificatesFor(StripeGateway.NAME));
        Rotating<String> authorization = secrets.watch(PREFIX + "api-key", apiKey, it -> "Bearer " + key(it));
        StripeIntents intents = new StripeIntents(clock);
        StripeLine line =
                new StripeLine(lines.open(StripeGateway.NAME, wire, limits), pace, scheduling, intents, authorization);
        StripeReading reading = new StripeReading(clock);
        return new StripeGateway(
                api,
                line,
                reading,
                intents,
                new StripeLookup(api, line, reading, intents, limits.timeout(), steady),
                new EndingCards(longestHold, clock, metrics),
                limits);
    }

    private GatewayWebhooks webhooks(Rotating<List<SecretKeySpec>> keys) {
        return new StripeWebhooks(new StripeSignature(keys, clock), new StripeIntents(clock));
    }

    private static String key(String value) {
        String key = value.strip();
        if (!VISIBLE.matcher(key).matches()) {
            throw new BadSetting(PREFIX + "api-key", "must be a secret key, sk_…, or a restricted one, rk_…");
        }
        if (key.startsWith("pk_")) {
            throw new BadSetting(PREFIX + "api-key", "is a publishable key; a secret or restricted one is needed");
        }
        return key;
    }

    private static String secret(String value) {
        String secret = value.strip();
        if (!VISIBLE.matcher(secret).matches()) {
            throw new BadSetting(PREFIX + "webhook-secrets", "each must be as the endpoint's page shows it, whsec_…");
        }
        return secret;
    }

    private static int perSecond(String name, int value) {
        if (value < 1 || value > MOST_PER_SECOND) {
            throw new BadSetting(PREFIX + name, "must be from 1 to " + MOST_PER_SECOND);
        }
        return value;
    }
}

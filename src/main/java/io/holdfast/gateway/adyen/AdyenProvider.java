package io.holdfast.gateway.adyen;

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
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Builds the Adyen gateway from its settings. One of url, API key, merchant account and return url needs all the others. */
@Singleton
public class AdyenProvider implements GatewayProvider {

    private static final Logger LOG = Logger.getLogger(AdyenProvider.class);
    private static final String PREFIX = "holdfast.gateway.adyen.";

    /** Then Adyen lets go of an authorization, whatever the card scheme says. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(28);

    private static final Duration SHORTEST_LIFE = Duration.ofHours(1);

    private final Optional<Gateway> gateway;
    private final Optional<GatewayWebhooks> webhooks;

    /** @throws BadSetting if a setting is wrong, or missing where another one needs it */
    public AdyenProvider(
            GatewaySettings shared,
            AdyenSettings settings,
            AdyenWire wire,
            GatewayLines lines,
            Clock clock,
            Secrets secrets) {
        WireLimits limits = WireLimits.of(AdyenGateway.NAME, shared, settings.timeout(), settings.maxConcurrent());
        HoldLife holdLife = new HoldLife(checkedLife(settings.holdLife()), clock);
        gateway = isWanted(settings)
                ? Optional.of(gateway(settings, limits, wire, lines, holdLife, clock, secrets))
                : Optional.empty();
        webhooks = settings.hmacKeys()
                .map(keys -> secrets.watchAll(PREFIX + "hmac-keys", keys, AdyenProvider::signature))
                .map(keys -> new AdyenWebhooks(keys, holdLife));
        if (gateway.isPresent() && webhooks.isEmpty()) {
            LOG.warnf(
                    "%shmac-keys is not set: without webhooks no charge and no release at Adyen is ever confirmed",
                    PREFIX);
        }
    }

    @Override
    public String name() {
        return AdyenGateway.NAME;
    }

    @Override
    public Optional<Gateway> gateway() {
        return gateway;
    }

    @Override
    public Optional<GatewayWebhooks> webhooks() {
        return webhooks;
    }

    private static boolean isWanted(AdyenSettings settings) {
        return Stream.of(settings.url(), settings.apiKey(), settings.merchantAccount(), settings.returnUrl())
                .anyMatch(Optional::isPresent);
    }

    private static Gateway gateway(
            AdyenSettings settings,
            WireLimits limits,
            AdyenWire wire,
            GatewayLines lines,
            HoldLife holdLife,
            Clock clock,
            Secrets secrets) {
        URI url = WireClient.address(PREFIX + "url", needed("url", settings.url()));
        Rotating<String> apiKey = secrets.watch(
                PREFIX + "api-key", needed("api-key", settings.apiKey()), key -> header("api-key", key.strip()));
        String merchantAccount = needed("merchant-account", settings.merchantAccount());
        String returnUrl = needed("return-url", settings.returnUrl());
        return new AdyenGateway(
                WireClient.of(AdyenApi.class, url, limits, lines.certificatesFor(AdyenGateway.NAME)),
                apiKey,
                lines.open(AdyenGateway.NAME, wire, limits),
                limits,
                new AdyenBody(merchantAccount, returnUrl),
                new AdyenReading(holdLife, clock));
    }

    private static String needed(String name, Optional<String> value) {
        return value.map(String::strip)
                .filter(it -> !it.isEmpty())
                .orElseThrow(() -> new BadSetting(PREFIX + name, "is missing, and the Adyen gateway needs it"));
    }

    private static String header(String name, String value) {
        if (!value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new BadSetting(PREFIX + name, "has a character that no header can hold");
        }
        return value;
    }

    private static Duration checkedLife(Duration life) {
        if (life.compareTo(SHORTEST_LIFE) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
            throw new BadSetting(PREFIX + "hold-life", "must be from 1h to 28d");
        }
        return life;
    }

    private static HmacKey signature(String key) {
        try {
            return HmacKey.ofHex(key.strip());
        } catch (IllegalArgumentException unusable) {
            throw new BadSetting(PREFIX + "hmac-keys", "each must be hexadecimal, as the Customer Area shows it");
        }
    }
}

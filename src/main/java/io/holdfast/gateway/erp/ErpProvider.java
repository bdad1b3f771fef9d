package io.holdfast.gateway.erp;

import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayProvider;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.secret.Rotating;
import io.holdfast.secret.Secrets;
import io.holdfast.settings.BadSetting;
import io.holdfast.settings.Elements;
import io.holdfast.time.Steady;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Builds the erp gateway from its settings. It is on when its url is set; a token url needs a client's id and secret. */
@Singleton
public class ErpProvider implements GatewayProvider {

    private static final String PREFIX = "holdfast.gateway.erp.";
    private static final String TOKEN_URL = PREFIX + "oauth.token-url";

    private static final Logger LOG = Logger.getLogger(ErpProvider.class);

    /** In bytes, as Standard Webhooks has it: who guesses a shorter one moves money. It is the gateway's to choose, so a shorter one is only warned of. */
    private static final int SHORTEST_SECRET = 24;

    private final ErpWire wire;
    private final GatewayLines lines;
    private final Clock clock;
    private final Clock steady;
    private final Secrets secrets;
    private final Optional<Gateway> gateway;
    private final Optional<GatewayWebhooks> webhooks;

    /** @throws BadSetting if a setting is wrong, or missing where another one needs it */
    public ErpProvider(
            GatewaySettings shared,
            ErpSettings settings,
            ErpWire wire,
            GatewayLines lines,
            Clock clock,
            @Steady Clock steady,
            Secrets secrets) {
        this.wire = wire;
        this.lines = lines;
        this.clock = clock;
        this.steady = steady;
        this.secrets = secrets;
        WireLimits limits = WireLimits.of(ErpGateway.NAME, shared, settings.timeout(), settings.maxConcurrent());
        gateway = settings.url()
                .map(it -> WireClient.address(PREFIX + "url", it))
                .map(it -> gateway(it, settings.oauth(), limits));
        webhooks = settings.webhookSecrets()
                .map(it -> secrets.watchAll(PREFIX + "webhook-secrets", it, ErpProvider::secret))
                .map(it -> new ErpWebhooks(it, clock));
    }

    @Override
    public String name() {
        return ErpGateway.NAME;
    }

    @Override
    public Optional<Gateway> gateway() {
        return gateway;
    }

    @Override
    public Optional<GatewayWebhooks> webhooks() {
        return webhooks;
    }

    private Gateway gateway(URI url, ErpSettings.OAuth oauth, WireLimits limits) {
        GatewayLine line = lines.open(ErpGateway.NAME, wire, limits);
        Optional<ErpTokens> tokens = oauth.tokenUrl()
                .map(it -> WireClient.address(TOKEN_URL, it))
                .map(it -> tokens(it, oauth, limits, line));
        ErpApi api = WireClient.of(ErpApi.class, url, limits, lines.certificatesFor(ErpGateway.NAME));
        return new ErpGateway(api, new ErpLine(line, tokens, limits.timeout(), steady), new ErpReading(clock), limits);
    }

    private ErpTokens tokens(URI url, ErpSettings.OAuth oauth, WireLimits limits, GatewayLine line) {
        String clientId = neededForTokens("client-id", oauth.clientId());
        String clientSecret = neededForTokens("client-secret", oauth.clientSecret());
        TokenApi api = WireClient.of(TokenApi.class, url, limits, lines.certificatesFor(ErpGateway.NAME));
        Rotating<String> client = secrets.watch(
                PREFIX + "oauth.client-secret", clientSecret, secret -> ErpTokens.basic(clientId, secret));
        return new ErpTokens(api, line, new Undecided(clock), steady, client, scope(oauth.scopes()));
    }

    private static String scope(List<String> scopes) {
        List<String> asked = Elements.of(scopes);
        if (asked.isEmpty()) {
            throw new BadSetting(PREFIX + "oauth.scopes", "names no scope, and " + TOKEN_URL + " needs one");
        }
        return String.join(" ", asked);
    }

    private static String neededForTokens(String name, Optional<String> value) {
        return value.filter(it -> !it.isBlank())
                .orElseThrow(
                        () -> new BadSetting(PREFIX + "oauth." + name, "is missing, and " + TOKEN_URL + " needs it"));
    }

    private static ErpSecret secret(String secret) {
        byte[] key;
        try {
            key = ErpSecret.bytes(secret);
        } catch (IllegalArgumentException notBase64) {
            key = new byte[0];
        }
        if (key.length == 0) {
            throw new BadSetting(PREFIX + "webhook-secrets", "each must be whsec_ and base64");
        }
        if (key.length < SHORTEST_SECRET) {
            LOG.warnf(
                    "A secret of %swebhook-secrets has %d bytes: it can be guessed. Have the gateway take one of %d or more",
                    PREFIX, key.length, SHORTEST_SECRET);
        }
        return new ErpSecret(key);
    }
}

package io.holdfast.api;

import io.holdfast.credential.CompanyAccounts;
import io.holdfast.secret.SecretFiles;
import io.holdfast.settings.Elements;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.common.utils.StringUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Says in the words of {@code quarkus.oidc.*} what {@code holdfast.security.oidc.*} asks for, and keeps all of it off while no issuer is configured: bearer tokens
 * are the framework's default tenant, and people at the agent's page its tenant {@code desk}. Whatever an operator writes below {@code quarkus.oidc} has the last word.
 */
public class OidcSource implements ConfigSourceFactory {

    /** Below every place where an operator can write. */
    private static final int ORDINAL = 150;

    private static final String OURS = "holdfast.security.oidc.";
    private static final String OURS_AT_THE_DESK = OURS + "desk.";
    private static final String THEIRS = "quarkus.oidc.";
    private static final String DESK = THEIRS + "desk.";

    /** What an operator says of the issuer in the framework's words is true of both tenants. */
    private static final List<String> WAY_TO_THE_ISSUER = List.of(
            "connection-delay",
            "proxy.host",
            "proxy.password",
            "proxy.port",
            "proxy.proxy-configuration-name",
            "proxy.username",
            "tls.tls-configuration-name",
            "token.issuer");

    /** As long as issuers make secrets of clients; what is shorter may be a word that a person chose. */
    private static final int NOT_TO_BE_GUESSED = 32;

    /** Of a list; more are not looked for. */
    private static final int MOST_PLACES = 32;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext given) {
        ConfigSourceContext context = SecretFiles.heardBy(given);
        Map<String, String> settings = new HashMap<>();
        Optional<String> issuer = value(context, OURS + "issuer");
        boolean on =
                issuer.isPresent() || value(context, THEIRS + "auth-server-url").isPresent();
        settings.put(THEIRS + "tenant-enabled", Boolean.toString(on));
        settings.put(THEIRS + "application-type", "service");
        list(context, OURS + "audience").ifPresent(it -> settings.put(THEIRS + "token.audience", it));
        common(context, issuer, THEIRS, settings);
        if (issuer.isPresent()) {
            value(context, OURS_AT_THE_DESK + "client-id").ifPresent(client -> desk(context, issuer, client, settings));
        }
        // What is read here is expanded already, and is once more where it is read from here.
        settings.replaceAll((name, value) -> value.replace("$", "\\$"));
        return List.of(new PropertiesConfigSource(settings, "OpenID Connect", ORDINAL));
    }

    /** What callers' tokens and people's sign-ins have in common. */
    private static void common(
            ConfigSourceContext context, Optional<String> issuer, String tenant, Map<String, String> settings) {
        issuer.ifPresent(it -> settings.put(tenant + "auth-server-url", it));
        value(context, OURS + "principal-claim").ifPresent(it -> settings.put(tenant + "token.principal-claim", it));
        settings.put(
                tenant + "roles.role-claim-path",
                list(context, OURS + "roles-claim").orElse("roles,groups,realm_access/roles"));
        // A token is judged here, by the issuer's public keys. One that cannot be is bad, and no reason to call the
        // issuer for each.
        settings.put(tenant + "token.allow-jwt-introspection", "false");
        settings.put(tenant + "token.allow-opaque-token-introspection", "false");
        // The issuer's new key is known this long after the last unknown one, at the latest.
        settings.put(tenant + "token.forced-jwk-refresh-interval", "30S");
        settings.put(tenant + "connection-timeout", "3S");
    }

    /**
     * Has the framework walk the code flow for browsers that come to the one address of it. The session that the agent's page then has is its own: nothing of the
     * issuer's tokens is kept.
     */
    private static void desk(
            ConfigSourceContext context, Optional<String> issuer, String client, Map<String, String> settings) {
        WAY_TO_THE_ISSUER.forEach(it -> value(context, THEIRS + it).ifPresent(same -> settings.put(DESK + it, same)));
        common(context, issuer, DESK, settings);
        settings.put(DESK + "tenant-paths", CompanyAccounts.PATH);
        settings.put(DESK + "application-type", "web-app");
        settings.put(DESK + "client-id", client);
        value(context, OURS_AT_THE_DESK + "client-secret")
                .ifPresent(it -> settings.put(DESK + "credentials.secret", it));
        String address = value(context, OURS_AT_THE_DESK + "address").orElse("").strip();
        settings.put(DESK + "authentication.redirect-path", address.replaceFirst("/+$", "") + CompanyAccounts.PATH);
        settings.put(DESK + "authentication.cookie-force-secure", Boolean.toString(address.startsWith("https:")));
        settings.put(DESK + "authentication.cookie-path", CompanyAccounts.PATH);
        settings.put(
                DESK + "authentication.scopes",
                list(context, OURS_AT_THE_DESK + "scopes").orElse("profile"));
        settings.put(DESK + "authentication.pkce-required", "true");
        settings.put(DESK + "authentication.nonce-required", "true");
        settings.put(DESK + "authentication.remove-redirect-parameters", "false");
        // A browser that is sent away by one replica may come back to another, which was perhaps started after the
        // keyset was changed. A secret that can be guessed stays out of what anybody is sent.
        value(context, OURS_AT_THE_DESK + "client-secret")
                .filter(it -> it.length() >= NOT_TO_BE_GUESSED)
                .or(() -> value(context, "holdfast.crypto.keyset"))
                .ifPresent(it -> settings.put(DESK + "authentication.state-secret", derived(it)));
        settings.put(DESK + "token-state-manager.encryption-required", "false");
        boolean fromAccessToken = value(context, OURS_AT_THE_DESK + "roles-from")
                .filter(it -> StringUtil.skewer(it.strip()).equals("access-token"))
                .isPresent();
        settings.put(DESK + "roles.source", fromAccessToken ? "accesstoken" : "idtoken");
    }

    private static String derived(String secret) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update("desk sign-in ".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash.digest(secret.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** In one line without blanks, which the framework would leave in. Given by its places, each a property of its own, those count, unless the whole is set by what counts more. */
    private static Optional<String> list(ConfigSourceContext context, String property) {
        List<String> places = IntStream.range(0, MOST_PLACES)
                .mapToObj(place -> value(context, property + "[" + place + "]"))
                .flatMap(Optional::stream)
                .toList();
        List<String> given = places.isEmpty() || ordinal(context, property) > ordinal(context, property + "[0]")
                ? value(context, property).map(StringUtil::split).map(List::of).orElse(List.of())
                : places;
        return Optional.of(Elements.of(given).stream().map(OidcSource::escaped).collect(Collectors.joining(",")))
                .filter(all -> !all.isEmpty());
    }

    private static int ordinal(ConfigSourceContext context, String property) {
        return Optional.ofNullable(context.getValue(property))
                .filter(it -> it.getValue() != null && !it.getValue().isBlank())
                .map(ConfigValue::getConfigSourceOrdinal)
                .orElse(Integer.MIN_VALUE);
    }

    private static String escaped(String element) {
        return element.replace("\\", "\\\\").replace(",", "\\,");
    }

    private static Optional<String> value(ConfigSourceContext context, String property) {
        return Optional.ofNullable(context.getValue(property))
                .map(ConfigValue::getValue)
                .filter(it -> !it.isBlank());
    }
}

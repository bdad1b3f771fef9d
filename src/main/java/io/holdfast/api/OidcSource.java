package io.holdfast.api;

import io.holdfast.settings.Elements;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.common.utils.StringUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Says in the words of {@code quarkus.oidc.*} what {@code holdfast.security.oidc.*} asks for, and keeps all of it off while no issuer is configured.
 * Whatever an operator writes below {@code quarkus.oidc} has the last word.
 */
public class OidcSource implements ConfigSourceFactory {

    /** Below every place where an operator can write. */
    private static final int ORDINAL = 150;

    private static final String OURS = "holdfast.security.oidc.";
    private static final String THEIRS = "quarkus.oidc.";

    /** Of a list; more are not looked for. */
    private static final int MOST_PLACES = 32;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> settings = new HashMap<>();
        Optional<String> issuer = value(context, OURS + "issuer");
        boolean on =
                issuer.isPresent() || value(context, THEIRS + "auth-server-url").isPresent();
        settings.put(THEIRS + "tenant-enabled", Boolean.toString(on));
        settings.put(THEIRS + "application-type", "service");
        issuer.ifPresent(it -> settings.put(THEIRS + "auth-server-url", it));
        list(context, OURS + "audience").ifPresent(it -> settings.put(THEIRS + "token.audience", it));
        value(context, OURS + "principal-claim").ifPresent(it -> settings.put(THEIRS + "token.principal-claim", it));
        settings.put(
                THEIRS + "roles.role-claim-path",
                list(context, OURS + "roles-claim").orElse("roles,groups,realm_access/roles"));
        // A token is judged here, by the issuer's public keys. One that cannot be is bad, and no reason to call the
        // issuer for each.
        settings.put(THEIRS + "token.allow-jwt-introspection", "false");
        settings.put(THEIRS + "token.allow-opaque-token-introspection", "false");
        // The issuer's new key is known this long after the last unknown one, at the latest.
        settings.put(THEIRS + "token.forced-jwk-refresh-interval", "30S");
        settings.put(THEIRS + "connection-timeout", "3S");
        return List.of(new PropertiesConfigSource(settings, "OpenID Connect", ORDINAL));
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

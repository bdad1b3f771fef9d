package io.holdfast.gateway;

import io.holdfast.settings.BadSetting;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The gateways that are on. Made at start, so that a bad setting of any of them stops the start. */
@Startup
@Singleton
public class Gateways {

    private final Map<String, Gateway> on;
    private final Map<String, GatewayWebhooks> webhooks;
    private final String defaultName;

    /** @throws BadSetting if the default gateway is none that is built in */
    @Inject
    public Gateways(@All List<GatewayProvider> providers, GatewaySettings settings) {
        on = byName(providers, GatewayProvider::gateway);
        webhooks = byName(providers, GatewayProvider::webhooks);
        defaultName = settings.defaultName();
        Set<String> known =
                providers.stream().map(GatewayProvider::name).collect(Collectors.toCollection(TreeSet::new));
        if (!known.contains(defaultName)) {
            throw new BadSetting("holdfast.gateway.default", "must be one of " + String.join(", ", known));
        }
    }

    /** The gateway of that name, if it is on. */
    public Optional<Gateway> named(String name) {
        return Optional.ofNullable(on.get(name));
    }

    /** The webhooks of the gateway of that name, if a secret to verify them with is set. */
    public Optional<GatewayWebhooks> webhooksOf(String name) {
        return Optional.ofNullable(webhooks.get(name));
    }

    /** The names of the gateways that are on, sorted. */
    public Set<String> on() {
        return on.keySet();
    }

    /** The gateway of disputes that name none; it may be off. */
    public String defaultName() {
        return defaultName;
    }

    private static <T> Map<String, T> byName(
            List<GatewayProvider> providers, Function<GatewayProvider, Optional<T>> part) {
        Map<String, T> found = new TreeMap<>();
        for (GatewayProvider provider : providers) {
            part.apply(provider).ifPresent(it -> found.put(provider.name(), it));
        }
        return Collections.unmodifiableMap(found);
    }
}

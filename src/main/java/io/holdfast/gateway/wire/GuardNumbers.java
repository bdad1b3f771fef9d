package io.holdfast.gateway.wire;

import io.holdfast.secret.SecretFiles;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Sets the numbers of the guards from {@code holdfast.gateway.*}. The annotations count milliseconds, the settings are durations such as
 * {@code 10s}, and no expression in a properties file can turn one into the other.
 *
 * <p>A value that cannot be read, or is less than nothing, is left out here; the settings' own check stops the start and says why.
 */
public class GuardNumbers implements ConfigSourceFactory {

    /** The built-in gateways. */
    private static final List<String> GATEWAYS = List.of("erp", "stripe", "adyen");

    /** Below every place where an operator can write, so that {@code quarkus.fault-tolerance.*} still has the last word. */
    private static final int ORDINAL = 150;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext given) {
        ConfigSourceContext context = SecretFiles.heardBy(given);
        Map<String, String> numbers = new HashMap<>();
        for (String gateway : GATEWAYS) {
            setting(context, gateway, "timeout", GuardNumbers::milliseconds)
                    .ifPresent(it -> numbers.put(guard(gateway) + "timeout.value", it));
            setting(context, gateway, "max-concurrent", GuardNumbers::places)
                    .ifPresent(it -> numbers.put(guard(gateway) + "bulkhead.value", it));
        }
        return List.of(new PropertiesConfigSource(numbers, "gateway guards", ORDINAL));
    }

    private static String guard(String gateway) {
        String capitalized = gateway.substring(0, 1).toUpperCase(Locale.ROOT) + gateway.substring(1);
        return "quarkus.fault-tolerance.\"io.holdfast.gateway." + gateway + "." + capitalized + "Wire/exchange\".";
    }

    private static Optional<String> setting(
            ConfigSourceContext context, String gateway, String name, Function<String, Optional<String>> number) {
        return value(context, "holdfast.gateway." + gateway + "." + name)
                .or(() -> value(context, "holdfast.gateway." + name))
                .flatMap(number);
    }

    private static Optional<String> value(ConfigSourceContext context, String property) {
        return Optional.ofNullable(context.getValue(property))
                .map(ConfigValue::getValue)
                .filter(it -> !it.isBlank());
    }

    private static Optional<String> places(String maxConcurrent) {
        try {
            return Optional.of(Integer.parseInt(maxConcurrent.strip()))
                    .filter(it -> it > 0)
                    .map(it -> Integer.toString(WireLimits.places(it)));
        } catch (NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> milliseconds(String duration) {
        try {
            return Optional.of(DurationConverter.parseDuration(duration))
                    .filter(it -> !it.isNegative())
                    .map(it -> Long.toString(it.toMillis()));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}

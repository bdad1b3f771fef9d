package io.holdfast.cli;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Environment variables that mean a named TLS configuration and do not reach it: between their letters nobody sees where the name ends, unless two underscores say so. Without the
 * certificates that were given every call fails, and for another reason than one would look for.
 */
final class TlsVariables {

    private static final String PREFIX = "QUARKUS_TLS_";

    private static final String PARTS =
            "(?:KEY_STORE|TRUST_STORE|TRUST_ALL|PROTOCOLS|CIPHER_SUITES|ALPN|HANDSHAKE_TIMEOUT|RELOAD_PERIOD"
                    + "|HOSTNAME_VERIFICATION_ALGORITHM|CERTIFICATE_REVOCATION_LIST|LETS_ENCRYPT)";

    /** Of the default configuration, or of a named one. */
    private static final Pattern READ = Pattern.compile(PREFIX + "(?:_\\w+?__)?" + PARTS + "(?:_\\w*)?");

    private static final Pattern MEANT = Pattern.compile(PREFIX + "_?(\\w+?)_+(" + PARTS + "(?:_\\w*)?)");

    private TlsVariables() {}

    /** @return a line for each */
    static List<String> idle(SmallRyeConfig config) {
        Set<String> elsewhere = StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .filter(source -> !(source instanceof EnvConfigSource))
                .flatMap(source -> source.getPropertyNames().stream())
                .map(TlsVariables::asVariable)
                .collect(Collectors.toSet());
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .filter(EnvConfigSource.class::isInstance)
                .map(ConfigSource::getPropertyNames)
                .flatMap(Set::stream)
                .filter(name -> name.startsWith(PREFIX)
                        && !READ.matcher(name).matches()
                        // A variable replaces what another source names, however it is spelt.
                        && !elsewhere.contains(name))
                .sorted()
                .map(TlsVariables::line)
                .toList();
    }

    private static String line(String name) {
        Matcher meant = MEANT.matcher(name);
        return name + " is no setting of a TLS configuration and changes nothing: "
                + (meant.matches()
                        ? "two underscores go on each side of the configuration's name, as in " + PREFIX + "_"
                                + meant.group(1) + "__" + meant.group(2)
                        : "correct its name, or take it away");
    }

    private static String asVariable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}

package io.holdfast.cli;

import io.holdfast.api.ApiSettings;
import io.holdfast.api.DefaultsSettings;
import io.holdfast.api.LimitSettings;
import io.holdfast.api.RoutingSettings;
import io.holdfast.api.SecuritySettings;
import io.holdfast.api.TlsSettings;
import io.holdfast.audit.AuditSettings;
import io.holdfast.audit.RetentionSettings;
import io.holdfast.desk.DeskSettings;
import io.holdfast.dispute.HoldSettings;
import io.holdfast.dispute.ReconcileSettings;
import io.holdfast.dispute.TokenSettings;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.adyen.AdyenSettings;
import io.holdfast.gateway.erp.ErpSettings;
import io.holdfast.gateway.stripe.StripeSettings;
import io.holdfast.notify.genesys.GenesysSettings;
import io.holdfast.notify.monitoring.MonitoringSettings;
import io.holdfast.notify.webhook.NotifySettings;
import io.holdfast.schedule.ScheduleSettings;
import io.holdfast.schedule.ShutdownSettings;
import io.holdfast.secret.AwsSettings;
import io.holdfast.secret.CryptoSettings;
import io.holdfast.secret.KnownSecrets;
import io.holdfast.secret.SecretFiles;
import io.holdfast.secret.SecretUnavailable;
import io.holdfast.secret.SecretsSettings;
import io.holdfast.secret.VaultSettings;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.DatabaseSettings;
import io.holdfast.store.JdbcAddress;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What can be said before anything is started, in one line.
 *
 * <p>It reads the prefix that stands on each settings interface; a native image keeps that only of what is registered. Quarkus registers the
 * implementations by itself.
 */
@RegisterForReflection(
        targets = {
            AdyenSettings.class,
            ApiSettings.class,
            AuditSettings.class,
            CryptoSettings.class,
            DatabaseSettings.class,
            DefaultsSettings.class,
            DeskSettings.class,
            ErpSettings.class,
            GatewaySettings.class,
            GenesysSettings.class,
            HoldSettings.class,
            MonitoringSettings.class,
            NotifySettings.class,
            LimitSettings.class,
            ReconcileSettings.class,
            RetentionSettings.class,
            RoutingSettings.class,
            ScheduleSettings.class,
            ShutdownSettings.class,
            SecuritySettings.class,
            StripeSettings.class,
            TlsSettings.class,
            TokenSettings.class,
            AwsSettings.class,
            SecretsSettings.class,
            VaultSettings.class
        })
final class Preflight {

    private static final String REACTIVE_URL = JdbcAddress.REACTIVE_SETTING;
    private static final String JDBC_URL = JdbcAddress.SETTING;
    private static final List<String> PORTS = List.of("quarkus.http.port", "quarkus.management.port");

    /** Those of application.properties, which a native program has not got as a file: it learns them when it starts, after this. */
    private static final Map<String, String> OWN_PORTS =
            Map.of("quarkus.http.port", "8080", "quarkus.management.port", "9000");

    /**
     * Each ends what it is about, money or a record. A bare number means seconds to the library, and days to whoever forgot the unit: 400 would leave the disputes of
     * the last seven minutes.
     */
    private static final List<String> WITH_A_UNIT = List.of(
            "holdfast.retention",
            "holdfast.hold.max-age",
            "holdfast.hold.renew-before",
            "holdfast.token.refresh-after",
            "holdfast.reconcile.every");

    private static final int ABOVE_THE_LIBRARYS = 1_000;

    private static final Pattern BARE_NUMBER = Pattern.compile("\\s*[+-]?\\d+\\s*");

    /** As Quarkus names it: a file beside the process. */
    private static final Path CONFIG_FILE = Path.of("config", "application.properties");

    /** All there are, here and in the annotation above; a test holds both lists against the code. */
    static final List<Class<?>> SETTINGS = List.of(
            AdyenSettings.class,
            ApiSettings.class,
            AuditSettings.class,
            CryptoSettings.class,
            DatabaseSettings.class,
            DefaultsSettings.class,
            DeskSettings.class,
            ErpSettings.class,
            GatewaySettings.class,
            GenesysSettings.class,
            HoldSettings.class,
            MonitoringSettings.class,
            NotifySettings.class,
            LimitSettings.class,
            ReconcileSettings.class,
            RetentionSettings.class,
            RoutingSettings.class,
            ScheduleSettings.class,
            ShutdownSettings.class,
            SecuritySettings.class,
            StripeSettings.class,
            TlsSettings.class,
            TokenSettings.class,
            AwsSettings.class,
            SecretsSettings.class,
            VaultSettings.class);

    private static final Pattern UNREADABLE = Pattern.compile("The config property (\\S+) with the config value ");

    private static final Pattern EMPTY = Pattern.compile("The config property (\\S+) is defined as the empty String");

    /** How the library begins what it says of {@code ${nowhere::secret}}. */
    private static final String NO_SOURCE = "SRCFG00046";

    private static final Pattern OURS_OR_THE_FRAMEWORKS = Pattern.compile("(?i)(?:holdfast|quarkus)[._].*");

    /** How the library passes on that a secret cannot be had. */
    private static final String UNAVAILABLE = SecretUnavailable.class.getName() + ": ";

    private Preflight() {}

    /** @param line empty if all is well */
    record Verdict(String line, int exitCode) {

        static final Verdict GOOD = new Verdict("", 0);

        boolean isBad() {
            return !line.isEmpty();
        }
    }

    /** Bad values of Holdfast's own settings, and a missing database. What only the parts themselves can judge comes when they start. */
    static Verdict check() {
        SmallRyeConfig config;
        try {
            config = config();
            requireSources(config);
            KnownSecrets.addAll(config);
        } catch (ConfigValidationException e) {
            return bad(lines(e));
        } catch (SecretUnavailable e) {
            return bad(named(e.getMessage()));
        } catch (BadSetting e) {
            return bad(e.getMessage());
        }
        Optional<String> url = config.getOptionalValue(REACTIVE_URL, String.class);
        if (url.isEmpty()) {
            return bad(REACTIVE_URL
                    + ": is not set; Holdfast needs a PostgreSQL, for example postgresql://localhost:5432/holdfast"
                    + " (to try it without one, run the command \"demo\")");
        }
        if (!isDatabase(url.get())) {
            return bad(REACTIVE_URL
                    + ": is the address of a PostgreSQL, for example postgresql://localhost:5432/holdfast");
        }
        for (String port : PORTS) {
            if (!isPort(config.getConfigValue(port).getValue())) {
                return bad(port + ": is a port number from 0 to 65535");
            }
        }
        for (String span : WITH_A_UNIT) {
            String value = config.getConfigValue(span).getValue();
            if (value != null && BARE_NUMBER.matcher(value).matches()) {
                return bad(span + ": needs a unit, such as d for days");
            }
        }
        try {
            JdbcAddress.requireNoLogin(REACTIVE_URL, url.get());
            StartRules.check(config);
        } catch (BadSetting wrong) {
            return bad(wrong.getMessage());
        }
        if (config.getOptionalValue(JDBC_URL, String.class).isEmpty()) {
            // Migrations go to the same database unless somebody says otherwise.
            System.setProperty(JDBC_URL, JdbcAddress.of(url.get()));
        }
        return Verdict.GOOD;
    }

    /** Whether the driver can read it, which else would say so itself, without the property. There may be several, with commas. */
    private static boolean isDatabase(String urls) {
        try {
            for (String url : urls.split(",")) {
                PgConnectOptions.fromUri(JdbcAddress.plain(url));
            }
            return true;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** With the property that it is for, which whoever reads the settings all at once does not learn. */
    private static String named(String unavailable) {
        try {
            KnownSecrets.addAll(unchecked());
            return unavailable;
        } catch (SecretUnavailable named) {
            return named.getMessage();
        }
    }

    /** @throws BadSetting if a setting refers to a place that secrets do not come from, or to one that has it not */
    private static void requireSources(SmallRyeConfig config) {
        for (String property : config.getPropertyNames()) {
            try {
                if (OURS_OR_THE_FRAMEWORKS.matcher(property).matches()) {
                    config.getConfigValue(property);
                }
            } catch (SecretUnavailable e) {
                throw new BadSetting(property, e.getMessage());
            } catch (NoSuchElementException e) {
                if (String.valueOf(e.getMessage()).contains(NO_SOURCE)) {
                    throw new BadSetting(
                            property, "refers to a place that secrets do not come from; there are file, vault and aws");
                }
            }
        }
    }

    private static String withoutSource(String message) {
        try {
            requireSources(unchecked());
            return message;
        } catch (BadSetting named) {
            return named.getMessage();
        }
    }

    private static boolean isPort(String value) {
        try {
            int port = value == null ? 0 : Integer.parseInt(value.trim());
            return 0 <= port && port <= 65_535;
        } catch (NumberFormatException words) {
            return false;
        }
    }

    /** What is wrong with each setting, one on a line. */
    static String lines(ConfigValidationException e) {
        return IntStream.range(0, e.getProblemCount())
                .mapToObj(i -> inWords(e.getProblem(i).getMessage()))
                .distinct()
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** What the library says of a value that it cannot read, without the names of its exceptions and without the value, which may be a secret. */
    private static String inWords(String message) {
        if (message.startsWith(UNAVAILABLE)) {
            return named(message.substring(UNAVAILABLE.length()));
        }
        if (message.contains(NO_SOURCE)) {
            return withoutSource(message);
        }
        Matcher empty = EMPTY.matcher(message);
        if (empty.find()) {
            return empty.group(1) + ": must not be empty";
        }
        Matcher unreadable = UNREADABLE.matcher(message);
        if (!unreadable.find()) {
            return message;
        }
        return unreadable.group(1) + ": "
                + (message.endsWith(TrueOrFalse.SENTENCE)
                        ? TrueOrFalse.SENTENCE
                        : "its value is not what this setting takes");
    }

    private static Verdict bad(String line) {
        return new Verdict(line, 2);
    }

    static SmallRyeConfig config() {
        SmallRyeConfigBuilder builder = sources();
        SETTINGS.forEach(builder::withMapping);
        return builder.build();
    }

    /** The settings as they are given, for commands that need only some of them. */
    static SmallRyeConfig unchecked() {
        return sources().build();
    }

    private static SmallRyeConfigBuilder sources() {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultSources().addDefaultInterceptors();
        builder.addDiscoveredConverters();
        builder.withConverter(Boolean.class, ABOVE_THE_LIBRARYS, new TrueOrFalse());
        builder.addDiscoveredSecretKeysHandlers();
        builder.withSources(new SecretFiles());
        OWN_PORTS.forEach(builder::withDefaultValue);
        if (Files.isRegularFile(CONFIG_FILE)) {
            try {
                builder.withSources(
                        new PropertiesConfigSource(CONFIG_FILE.toUri().toURL(), 260));
            } catch (IOException e) {
                throw new IllegalStateException("cannot read " + CONFIG_FILE + ": " + e.getMessage(), e);
            }
        }
        return builder;
    }
}

package io.holdfast.cli;

import io.holdfast.api.ApiSettings;
import io.holdfast.api.DefaultsSettings;
import io.holdfast.api.LimitSettings;
import io.holdfast.api.RoutingSettings;
import io.holdfast.api.SecuritySettings;
import io.holdfast.api.TlsSettings;
import io.holdfast.audit.AuditSettings;
import io.holdfast.audit.RetentionSettings;
import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.FileFault;
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
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * The settings as an operator gave them, read before anything is started, and what is wrong with them in the words of their names.
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
final class GivenSettings {

    /** Those of application.properties, which a native program has not got as a file: it learns them when it starts, after this. */
    private static final Map<String, String> OWN_DEFAULTS = Map.of(
            "quarkus.http.port",
            "8080",
            "quarkus.management.port",
            "9000",
            SmallRyeConfig.SMALLRYE_CONFIG_MAPPING_VALIDATE_UNKNOWN,
            "false");

    private static final int ABOVE_THE_LIBRARYS = 1_000;

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

    /** How the library says that a value is no number, no time, and none of the words that there are. */
    private static final String NO_WHOLE_NUMBER = "SRCFG00029";

    private static final String NO_TIME = "Invalid duration";

    private static final Pattern ONE_OF = Pattern.compile("SRCFG00049: .*allowed values: ([a-z,-]+)$");

    private static final Pattern EMPTY = Pattern.compile("The config property (\\S+) is defined as the empty String");

    private static final Pattern MISSING =
            Pattern.compile("The config property (\\S+) is required but it could not be found");

    /** How the library begins what it says of {@code ${nowhere::secret}}. */
    private static final String NO_SOURCE = "SRCFG00046";

    /** How the library says that what stands in {@code ${}} is no setting. That name may be part of a secret, and is not told. */
    private static final Pattern UNEXPANDED =
            Pattern.compile("SRCFG00011: Could not expand value .* in property (\\S+)");

    private static final String REFERS_TO_NOTHING =
            "refers to a setting that is not set, by ${ and }; a ${ that is meant as it stands is written \\${, and \\\\${ in a file of properties";

    private static final Pattern OURS_OR_OF_THE_DATABASE =
            Pattern.compile("(?i)(?:holdfast|quarkus[._]datasource)[._].*");

    private static final Pattern OURS_OR_THE_FRAMEWORKS = Pattern.compile("(?i)(?:holdfast|quarkus)[._].*");

    /** How the library passes on that a secret cannot be had. */
    private static final String UNAVAILABLE = SecretUnavailable.class.getName() + ": ";

    private GivenSettings() {}

    /**
     * All of Holdfast's own, each of which can be read.
     *
     * @throws Failure with a line for each that cannot
     */
    static SmallRyeConfig readable() {
        try {
            SmallRyeConfig config = config();
            requireSources(config);
            KnownSecrets.addAll(config);
            return config;
        } catch (ConfigValidationException e) {
            throw Failure.wrongUsage(lines(e));
        } catch (SecretUnavailable e) {
            throw Failure.wrongUsage(named(e.getMessage()));
        } catch (BadSetting e) {
            throw Failure.wrongUsage(e.getMessage());
        }
    }

    /** With the property that it is for, which whoever reads the settings all at once does not learn. */
    private static String named(String unavailable) {
        return named(unchecked(), unavailable);
    }

    static String named(SmallRyeConfig config, String unavailable) {
        for (String property : config.getPropertyNames()) {
            if (isUnavailable(config, property, unavailable)) {
                return asWritten(config, property) + ": " + unavailable;
            }
        }
        return unavailable;
    }

    private static boolean isUnavailable(SmallRyeConfig config, String property, String message) {
        try {
            if (OURS_OR_THE_FRAMEWORKS.matcher(property).matches()) {
                config.getConfigValue(property);
            }
            return false;
        } catch (SecretUnavailable e) {
            return message.equals(e.getMessage());
        } catch (NoSuchElementException notASecret) {
            return false;
        }
    }

    /**
     * By the name that it has in the documentation, or that of the variable that it was given by: the library makes another one of a variable's, with points for all underscores,
     * which nothing reads.
     */
    private static String asWritten(SmallRyeConfig config, String property) {
        String variable = asVariable(property);
        return IdleSettings.known().stream()
                .filter(name -> asVariable(name).equals(variable))
                .findFirst()
                .orElseGet(() -> StreamSupport.stream(config.getConfigSources().spliterator(), false)
                                .anyMatch(source -> source instanceof EnvConfigSource
                                        && source.getPropertyNames().contains(variable))
                        ? variable
                        : property);
    }

    private static String asVariable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** @throws BadSetting if a setting refers to a place that secrets do not come from, or to one that has it not, or to another setting that is none */
    private static void requireSources(SmallRyeConfig config) {
        for (String property : config.getPropertyNames()) {
            try {
                if (OURS_OR_THE_FRAMEWORKS.matcher(property).matches()
                        && config.getConfigValue(property).hasProblems()
                        && OURS_OR_OF_THE_DATABASE.matcher(property).matches()) {
                    // The framework knows of more to refer to in its other settings. Where it is not required the
                    // library takes it for one that is not set, such as a password.
                    throw new BadSetting(asWritten(config, property), REFERS_TO_NOTHING);
                }
            } catch (SecretUnavailable e) {
                throw new BadSetting(asWritten(config, property), e.getMessage());
            } catch (NoSuchElementException e) {
                if (String.valueOf(e.getMessage()).contains(NO_SOURCE)) {
                    throw new BadSetting(
                            asWritten(config, property),
                            "refers to a place that secrets do not come from; there are file, vault and aws");
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
        Matcher unexpanded = UNEXPANDED.matcher(message);
        if (unexpanded.find()) {
            return unexpanded.group(1) + ": " + REFERS_TO_NOTHING;
        }
        Matcher empty = EMPTY.matcher(message);
        if (empty.find()) {
            return empty.group(1) + ": must not be empty";
        }
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            return missing.group(1) + ": is missing, and what stands beside it needs it";
        }
        Matcher unreadable = UNREADABLE.matcher(message);
        if (!unreadable.find()) {
            return message;
        }
        return unreadable.group(1) + ": " + whatItTakes(message);
    }

    /** By what the library says of the value behind it. */
    private static String whatItTakes(String message) {
        if (message.endsWith(TrueOrFalse.SENTENCE)) {
            return TrueOrFalse.SENTENCE;
        }
        if (message.contains(NO_WHOLE_NUMBER)) {
            return "must be a whole number";
        }
        if (message.contains(NO_TIME)) {
            return "must be a time such as 10s, 5m, 24h or 60d";
        }
        Matcher oneOf = ONE_OF.matcher(message);
        return oneOf.find() ? "must be one of " + oneOf.group(1) : "its value is not what this setting takes";
    }

    private static SmallRyeConfig config() {
        SmallRyeConfigBuilder builder = sources();
        SETTINGS.forEach(builder::withMapping);
        return built(builder);
    }

    /** The library looks for a file where the process was started. */
    private static SmallRyeConfig built(SmallRyeConfigBuilder builder) {
        try {
            return builder.build();
        } catch (InvalidPathException lost) {
            throw Failure.wrongUsage(
                    "the folder that this is started in has a name with characters that this locale has"
                            + " not. Set one of UTF-8, such as LC_ALL=C.UTF-8");
        }
    }

    /** The settings as they are given, for commands that need only some of them. @throws Failure if the folder of secrets cannot be read */
    static SmallRyeConfig unchecked() {
        try {
            return built(sources());
        } catch (SecretUnavailable folder) {
            throw Failure.wrongUsage(folder.getMessage());
        }
    }

    /** One of them, empty if it is blank. @throws Failure if it is a secret that cannot be had, or refers to a setting that is none */
    static Optional<String> value(SmallRyeConfig config, String property) {
        try {
            if (config.getConfigValue(property).hasProblems()) {
                throw Failure.wrongUsage(property + ": " + REFERS_TO_NOTHING);
            }
            return config.getOptionalValue(property, String.class).filter(value -> !value.isBlank());
        } catch (SecretUnavailable away) {
            throw Failure.wrongUsage(property + ": " + away.getMessage());
        } catch (NoSuchElementException unreadable) {
            throw Failure.wrongUsage(withoutSource(String.valueOf(unreadable.getMessage())));
        }
    }

    /** The library's own numbers of its messages say nothing to whoever wrote the file. */
    private static String withoutCode(String message) {
        return String.valueOf(message).replaceFirst("^SRCFG\\d+: ", "");
    }

    private static SmallRyeConfigBuilder sources() {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultSources().addDefaultInterceptors();
        builder.addDiscoveredConverters();
        builder.withConverter(Boolean.class, ABOVE_THE_LIBRARYS, new TrueOrFalse());
        builder.addDiscoveredSecretKeysHandlers();
        builder.withSources(new SecretFiles());
        OWN_DEFAULTS.forEach(builder::withDefaultValue);
        if (Files.isRegularFile(CONFIG_FILE)) {
            try {
                builder.withSources(
                        new PropertiesConfigSource(CONFIG_FILE.toUri().toURL(), 260));
            } catch (FileSystemException e) {
                throw Failure.wrongUsage(FileFault.told(e));
            } catch (IOException | IllegalArgumentException e) {
                throw Failure.wrongUsage(CONFIG_FILE + ": cannot be read: " + withoutCode(e.getMessage()));
            }
        }
        return builder;
    }
}

package io.holdfast.cli;

import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings that are given and change nothing: of a part that is off, or with a name that nothing reads, mostly a misspelt one, whose default is in force unnoticed. They stop no
 * start: a release that is taken back finds those of the one after it.
 */
final class IdleSettings {

    private static final String OURS = "holdfast.";
    private static final String OUR_VARIABLES = "HOLDFAST_";

    /** More are not told one by one. */
    private static final int MOST = 20;

    /** Read by no part: of the command line, and what the commands tell the start that they are. */
    private static final Set<String> COMMANDS = Set.of(
            "holdfast.url", "holdfast.api-key", "holdfast.sandbox.webhook-secret", "holdfast.sandbox.client-secret");

    private static final Set<String> COMMANDS_TO_THE_START = Set.of("holdfast.demo.welcome");

    /** Kubernetes gives every pod the addresses of the services beside it: those of one that is called holdfast, or begins so. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("HOLDFAST_(?:\\w+_)?(?:SERVICE_(?:HOST|PORT(?:_\\w+)?)|PORT(?:_\\d+_\\w+)?)");

    /** What a gateway that is off tells is set aside for when it is on again. */
    private static final Pattern OF_WEBHOOKS = Pattern.compile("\\.(?:webhook-secrets|hmac-keys)$");

    /** By what is idle without it. */
    private static final Map<String, String> NEEDED = needed();

    private IdleSettings() {}

    private static Map<String, String> needed() {
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("holdfast.gateway.erp.webhook-secrets", "holdfast.gateway.erp.url");
        needed.put("holdfast.gateway.erp.oauth.client-id", "holdfast.gateway.erp.oauth.token-url");
        needed.put("holdfast.gateway.erp.oauth.client-secret", "holdfast.gateway.erp.oauth.token-url");
        needed.put("holdfast.gateway.erp.oauth.token-url", "holdfast.gateway.erp.url");
        needed.put("holdfast.gateway.stripe.webhook-secrets", "holdfast.gateway.stripe.api-key");
        needed.put("holdfast.gateway.adyen.hmac-keys", "holdfast.gateway.adyen.url");
        for (String claim : List.of("roles-claim", "principal-claim", "call-centers-claim")) {
            needed.put("holdfast.security.oidc." + claim, "holdfast.security.oidc.issuer");
        }
        for (String desk : List.of("client-secret", "address")) {
            needed.put("holdfast.security.oidc.desk." + desk, "holdfast.security.oidc.desk.client-id");
        }
        for (String genesys : List.of("client-secret", "workflow-id", "api-url", "login-url")) {
            needed.put("holdfast.genesys." + genesys, "holdfast.genesys.region");
        }
        needed.put("holdfast.monitoring.splunk.index", "holdfast.monitoring.splunk.url");
        needed.put("holdfast.monitoring.datadog.tags", "holdfast.monitoring.datadog.url");
        for (String vault : List.of(
                "token", "namespace", "ca-file", "kubernetes.role", "kubernetes.mount", "kubernetes.jwt-path")) {
            needed.put("holdfast.vault." + vault, "holdfast.vault.url");
        }
        return needed;
    }

    /** @return a line for each, without its value, which may be a secret */
    static List<String> of(SmallRyeConfig config) {
        List<String> lines = new ArrayList<>();
        NEEDED.forEach((idle, without) -> {
            if (isGiven(config, idle) && !isGiven(config, without)) {
                lines.add(
                        OF_WEBHOOKS.matcher(idle).find()
                                ? idle + " has the gateway's webhooks kept, and nothing more, while " + without
                                        + " is not set: set that, or take this away if it is to stay off"
                                : idle + " is of no use while " + without + " is not set: set that, or take this away");
            }
        });
        lines.addAll(TlsVariables.idle(config));
        List<String> unknown = unknown(config);
        unknown.stream()
                .limit(MOST)
                .map(name ->
                        name + " is no setting of this version and changes nothing: correct its name, or take it away")
                .forEach(lines::add);
        if (unknown.size() > MOST) {
            lines.add("and " + (unknown.size() - MOST) + " more, whose names begin with " + OURS
                    + ", are no settings of this version");
        }
        return lines;
    }

    private static boolean isGiven(SmallRyeConfig config, String property) {
        String value = config.getConfigValue(property).getRawValue();
        return value != null && !value.isBlank();
    }

    private static List<String> unknown(SmallRyeConfig config) {
        List<String> known = known();
        Pattern properties = any(known.stream().map(IdleSettings::asProperty));
        Pattern variables = any(Stream.concat(known.stream(), COMMANDS.stream()).map(IdleSettings::asVariable));
        Set<String> unknown = new TreeSet<>();
        for (ConfigSource source : config.getConfigSources()) {
            for (String name : source.getPropertyNames()) {
                boolean idle = source instanceof EnvConfigSource
                        ? name.startsWith(OUR_VARIABLES)
                                && !variables.matcher(name).matches()
                                && !SERVICE_LINK.matcher(name).matches()
                        : withoutProfile(name).startsWith(OURS)
                                && !properties.matcher(withoutProfile(name)).matches();
                if (idle) {
                    unknown.add(name);
                }
            }
        }
        return List.copyOf(unknown);
    }

    /** Names as the library has them: {@code *} stands for a key, {@code [*]} for a place in a list. */
    static List<String> known() {
        List<String> known = new ArrayList<>(COMMANDS_TO_THE_START);
        GivenSettings.SETTINGS.stream()
                .map(ConfigClass::configClass)
                // of the implementations, which a native image has; the interfaces cannot be looked into there
                .flatMap(it -> it.getProperties().keySet().stream())
                .forEach(known::add);
        return known;
    }

    private static String asProperty(String name) {
        return Stream.of(name.replace("[*]", "").split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("(?:\"[^\"]+\"|[^.\"]+)"))
                + "(?:\\[\\d+\\])?";
    }

    /** MicroProfile Config 3.1, section 2.2: what is no letter and no digit is an underscore. A name that ends with {@code _FILE} says where the value is. */
    private static String asVariable(String name) {
        return Stream.of(name.replace("[*]", "").toUpperCase(Locale.ROOT).split("\\*", -1))
                        .map(part -> part.replaceAll("[^A-Z0-9]", "_"))
                        .collect(Collectors.joining("\\w+"))
                + "(?:_\\d+_)?(?:_FILE)?";
    }

    private static Pattern any(Stream<String> patterns) {
        return Pattern.compile(patterns.collect(Collectors.joining("|")));
    }

    private static String withoutProfile(String name) {
        return name.startsWith("%") ? name.substring(name.indexOf('.') + 1) : name;
    }
}

package io.holdfast.cli;

import io.holdfast.api.OidcCheck;
import io.holdfast.api.SecuritySettings;
import io.holdfast.settings.BadSetting;
import io.holdfast.settings.WebAddress;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Optional;

/** Settings that the parts would judge too late, without the property, or in many lines; and what only the text of a setting can tell. */
final class StartRules {

    private static final String API_KEYS = "holdfast.security.api-keys.";
    private static final String ISSUER = "holdfast.security.oidc.issuer";
    private static final String AUDIENCE = "holdfast.security.oidc.audience";
    private static final String CALL_CENTERS_CLAIM = "holdfast.security.oidc.call-centers-claim";
    private static final String FRAMEWORKS_ISSUER = "quarkus.oidc.auth-server-url";
    private static final String PORT = "quarkus.http.port";
    private static final String MANAGEMENT_PORT = "quarkus.management.port";
    private static final String POOL_SIZE = "quarkus.datasource.reactive.max-size";

    /** Looked at whether or not what they are for is on. */
    private static final List<String> ADDRESSES = List.of(
            "holdfast.aws.endpoint",
            "holdfast.gateway.adyen.url",
            "holdfast.gateway.erp.oauth.token-url",
            "holdfast.gateway.erp.url",
            "holdfast.gateway.stripe.url",
            "holdfast.genesys.api-url",
            "holdfast.genesys.login-url",
            "holdfast.monitoring.datadog.url",
            "holdfast.monitoring.splunk.url",
            "holdfast.notify.url",
            ISSUER,
            "holdfast.security.oidc.desk.address",
            "holdfast.vault.url",
            "quarkus.otel.exporter.otlp.endpoint",
            "quarkus.otel.exporter.otlp.traces.endpoint");

    private StartRules() {}

    /** @throws BadSetting the first that is wrong */
    static void check(SmallRyeConfig config) {
        ADDRESSES.forEach(property ->
                given(config, property).ifPresent(value -> WebAddress.of(property, value, "https://host.example.com")));
        SecuritySettings security = config.getConfigMapping(SecuritySettings.class);
        security.apiKeys().forEach((name, key) -> requireCallCenters(config, name, key));
        requireCallCentersClaim(config);
        OidcCheck.require(security);
        if (given(config, AUDIENCE).isPresent()
                && given(config, ISSUER).isEmpty()
                && given(config, FRAMEWORKS_ISSUER).isEmpty()) {
            throw new BadSetting(AUDIENCE, "is set, and " + ISSUER + " is not");
        }
        Optional<String> port = given(config, PORT).filter(it -> !it.strip().equals("0"));
        if (port.isPresent() && port.equals(given(config, MANAGEMENT_PORT))) {
            throw new BadSetting(MANAGEMENT_PORT, "is the port of " + PORT + " too, and each needs its own");
        }
        DatabaseRules.check(config);
        given(config, POOL_SIZE).filter(size -> !isCount(size)).ifPresent(size -> {
            throw new BadSetting(POOL_SIZE, "must be a whole number of 1 or more");
        });
    }

    /** A list with nothing in it is as good as none to the library: a key that was meant for nobody's disputes would be for all. */
    private static void requireCallCenters(SmallRyeConfig config, String key, SecuritySettings.ApiKey settings) {
        if (settings.callCenters().stream().flatMap(List::stream).anyMatch(name -> !name.isBlank())) {
            return;
        }
        for (String name : List.of(key, '"' + key + '"')) {
            String property = API_KEYS + name + ".call-centers";
            if (config.getConfigValue(property).getRawValue() != null
                    || config.getConfigValue(property + "[0]").getRawValue() != null) {
                throw new BadSetting(property, "is set, and names no call centre; a key without it is for all");
            }
        }
    }

    /** The same of bearer tokens: without a claim every one of them is for all. */
    private static void requireCallCentersClaim(SmallRyeConfig config) {
        if (config.getConfigValue(CALL_CENTERS_CLAIM).getRawValue() != null
                && given(config, CALL_CENTERS_CLAIM).isEmpty()) {
            throw new BadSetting(CALL_CENTERS_CLAIM, "is set, and names no claim; without it every token is for all");
        }
    }

    private static Optional<String> given(SmallRyeConfig config, String property) {
        return Optional.ofNullable(config.getConfigValue(property).getValue()).filter(value -> !value.isBlank());
    }

    private static boolean isCount(String value) {
        try {
            return Integer.parseInt(value.strip()) >= 1;
        } catch (NumberFormatException words) {
            return false;
        }
    }
}

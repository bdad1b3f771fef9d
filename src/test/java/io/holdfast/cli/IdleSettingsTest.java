package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.api.SecuritySettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdleSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holdfast.gatway.erp.url",
                "holdfast.hold.max.age",
                "holdfast.gateway.erp.url.extra",
                "%prod.holdfast.retentoin",
                "holdfast.security.api-keys.flow.role",
                "holdfast.url"
            })
    void aNameThatNothingReadsIsTold(String name) {
        assertThat(IdleSettings.of(properties(Map.of(name, "value-of-it"))))
                .singleElement()
                .asString()
                .startsWith(name + " ")
                .doesNotContain("value-of-it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holdfast.retention",
                "%prod.holdfast.retention",
                "holdfast.gateway.erp.url",
                "holdfast.gateway.adyen.hmac-keys[3]",
                "holdfast.security.api-keys.flow.sha256",
                "holdfast.security.api-keys.\"call.flow\".roles",
                "holdfast.security.api-keys.desk.call-centers[0]",
                "quarkus.http.prot",
                "other.holdfast.thing"
            })
    void whatIsReadOrIsNotOursIsNot(String name) {
        assertThat(IdleSettings.of(properties(Map.of(name, "1")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HOLDFAST_GATWAY_ERP_URL", "HOLDFAST_RETENTION_DAYS", "HOLDFAST_SECURITY_API_KEYS__FLOW__ROLE"})
    void anEnvironmentVariableThatNothingReadsIsTold(String name) {
        assertThat(IdleSettings.of(environment(name)))
                .singleElement()
                .asString()
                .startsWith(name + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "QUARKUS_TLS_GATEWAY_ERP_TRUST_STORE_PEM_CERTS,QUARKUS_TLS__GATEWAY_ERP__TRUST_STORE_PEM_CERTS",
        "QUARKUS_TLS_SERVER_KEY_STORE_PEM__0__CERT,QUARKUS_TLS__SERVER__KEY_STORE_PEM__0__CERT",
        "QUARKUS_TLS__NOTIFY_SPLUNK_TRUST_STORE_PEM_CERTS,QUARKUS_TLS__NOTIFY_SPLUNK__TRUST_STORE_PEM_CERTS"
    })
    void aVariableThatReachesNoTlsConfigurationIsToldWithTheOneThatDoes(String name, String right) {
        assertThat(IdleSettings.of(environment(name)))
                .singleElement()
                .asString()
                .startsWith(name + " ")
                .endsWith(" " + right);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUARKUS_TLS_TRUST_STORE_PEM_CERTS",
                "QUARKUS_TLS_KEY_STORE_PEM_0_CERT",
                "QUARKUS_TLS_TRUST_ALL",
                "QUARKUS_TLS__GATEWAY_ERP__TRUST_STORE_PEM_CERTS",
                "QUARKUS_TLS__SERVER__RELOAD_PERIOD"
            })
    void aVariableThatReachesOneIsNot(String name) {
        assertThat(IdleSettings.of(environment(name))).isEmpty();
    }

    @Test
    void aVariableForWhatAPropertyNamesIsNot() {
        // given
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(
                        new PropertiesConfigSource(Map.of("quarkus.tls.server.reload-period", "1h"), "test", 100),
                        new EnvConfigSource(Map.of("QUARKUS_TLS_SERVER_RELOAD_PERIOD", "2h"), 300))
                .build();

        // when, then
        assertThat(IdleSettings.of(config)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOLDFAST_URL",
                "HOLDFAST_API_KEY",
                "HOLDFAST_RETENTION",
                "HOLDFAST_GATEWAY_STRIPE_API_KEY",
                "HOLDFAST_CRYPTO_KEYSET_FILE",
                "HOLDFAST_SECURITY_API_KEYS__CALL_FLOW__SHA256",
                "HOLDFAST_SECURITY_API_KEYS__FLOW__ROLES_1_",
                "HOLDFAST_SERVICE_HOST",
                "HOLDFAST_SERVICE_PORT_HTTP",
                "HOLDFAST_MANAGEMENT_SERVICE_PORT",
                "HOLDFAST_PORT",
                "HOLDFAST_PORT_8080_TCP_ADDR"
            })
    void whatIsReadOrIsKubernetesOwnIsNot(String name) {
        assertThat(IdleSettings.of(environment(name))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "holdfast.gateway.stripe.webhook-secrets,holdfast.gateway.stripe.api-key",
        "holdfast.gateway.adyen.hmac-keys,holdfast.gateway.adyen.url",
        "holdfast.gateway.erp.oauth.client-id,holdfast.gateway.erp.oauth.token-url",
        "holdfast.genesys.client-secret,holdfast.genesys.region",
        "holdfast.genesys.workflow-id,holdfast.genesys.region",
        "holdfast.monitoring.splunk.index,holdfast.monitoring.splunk.url",
        "holdfast.monitoring.datadog.tags,holdfast.monitoring.datadog.url",
        "holdfast.vault.kubernetes.jwt-path,holdfast.vault.url",
        "holdfast.security.oidc.roles-claim,holdfast.security.oidc.issuer",
        "holdfast.security.oidc.desk.client-secret,holdfast.security.oidc.desk.client-id"
    })
    void whatIsForAPartThatIsOffIsTold(String idle, String without) {
        assertThat(IdleSettings.of(properties(Map.of(idle, "value-of-it"))))
                .singleElement()
                .asString()
                .startsWith(idle + " ")
                .contains(without)
                .doesNotContain("value-of-it");
        assertThat(IdleSettings.of(properties(Map.of(idle, "value-of-it", without, "https://host.example.com"))))
                .noneMatch(line -> line.startsWith(idle + " "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holdfast.gateway.erp.webhook-secrets",
                "holdfast.gateway.stripe.webhook-secrets",
                "holdfast.gateway.adyen.hmac-keys"
            })
    void theSecretsOfAGatewayThatIsOffAreNotCalledUseless(String secrets) {
        assertThat(IdleSettings.of(properties(Map.of(secrets, "value-of-it"))))
                .singleElement()
                .asString()
                .contains("webhooks kept")
                .doesNotContain("of no use");
    }

    /** A default is a value to the library as well. */
    @Test
    void whereNothingIsGivenNothingIsTold() {
        assertThat(IdleSettings.of(new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .addDiscoveredConverters()
                        .withMapping(SecuritySettings.class)
                        .build()))
                .isEmpty();
    }

    @Test
    void everySettingOfThePageIsRead() throws IOException {
        // given
        Map<String, String> documented = Pattern.compile("^\\| `(holdfast\\.[^`]+)` \\| ", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("docs/operating.md")).split("## Settings")[1])
                .results()
                .map(row -> row.group(1).replace("*", "a-name"))
                .collect(Collectors.toMap(name -> name, name -> "1", (one, same) -> one));

        // then
        assertThat(documented).hasSizeGreaterThan(100);
        assertThat(IdleSettings.of(properties(documented))).isEmpty();
    }

    @Test
    void manyAreCounted() {
        // given
        Map<String, String> many =
                IntStream.range(0, 30).boxed().collect(Collectors.toMap(i -> "holdfast.nothing-" + i, i -> "1"));

        // then
        assertThat(IdleSettings.of(properties(many)))
                .hasSize(21)
                .last()
                .asString()
                .startsWith("and 10 more");
    }

    private static SmallRyeConfig properties(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build();
    }

    private static SmallRyeConfig environment(String name) {
        return new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(Map.of(name, "1"), 300))
                .build();
    }
}

package io.holdfast.gateway.erp;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.secret.Secrets;
import io.holdfast.settings.BadSetting;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpProviderTest {

    private static final String PREFIX = "holdfast.gateway.erp.";

    WireMockServer server;

    @Inject
    ErpWire wire;

    @Inject
    GatewayLines lines;

    @Inject
    Gateways gateways;

    @Test
    void withoutAUrlItIsOff() {
        // when
        ErpProvider provider = provider(Map.of());
        // then
        assertThat(provider.gateway()).isEmpty();
        assertThat(provider.webhooks()).isEmpty();
    }

    @Test
    void withAUrlItIsOn() {
        // when
        ErpProvider provider = provider(Map.of(
                PREFIX + "url",
                "https://payments.example.com",
                PREFIX + "webhook-secrets",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"));
        // then
        assertThat(provider.gateway()).isPresent();
        assertThat(provider.webhooks()).isPresent();
    }

    @Test
    void scopesMayHaveBlanksBehindTheirCommas() {
        // given
        server.resetAll();
        server.stubFor(post("/oauth/token").willReturn(okJson("{\"access_token\":\"token\",\"expires_in\":3600}")));
        Gateway gateway = provider(withScopes("payments:write, transactions:read, "))
                .gateway()
                .orElseThrow();
        // when
        gateway.find(new AuthorizationId("auth_1")).await().atMost(Duration.ofSeconds(5));
        // then
        server.verify(postRequestedFor(urlEqualTo("/oauth/token"))
                .withFormParam("scope", equalTo("payments:write transactions:read")));
    }

    @Test
    void scopesThatAreAllBlankAreNone() {
        assertThatThrownBy(() -> provider(withScopes(" , ")))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(PREFIX + "oauth.scopes: ");
    }

    private Map<String, String> withScopes(String scopes) {
        return Map.of(
                PREFIX + "url",
                server.baseUrl(),
                PREFIX + "oauth.token-url",
                server.baseUrl() + "/oauth/token",
                PREFIX + "oauth.client-id",
                "id",
                PREFIX + "oauth.client-secret",
                "secret",
                PREFIX + "oauth.scopes",
                scopes);
    }

    @Test
    void theGatewayIsOnBecauseItsUrlIsSet() {
        // when
        Optional<Gateway> found = gateways.named("erp");
        // then
        assertThat(found).isPresent();
        assertThat(gateways.on()).contains("erp");
    }

    @Test
    void aWrongSettingIsNamed() {
        String url = PREFIX + "url";
        Map<String, Map<String, String>> wrong = Map.of(
                "holdfast.gateway.erp.url", Map.of(url, "payments"),
                "holdfast.gateway.erp.oauth.token-url",
                        Map.of(url, "http://a.example", PREFIX + "oauth.token-url", "ftp://b.example"),
                "holdfast.gateway.erp.oauth.client-id",
                        Map.of(url, "http://a.example", PREFIX + "oauth.token-url", "http://b.example"),
                "holdfast.gateway.erp.oauth.client-secret",
                        Map.of(
                                url,
                                "http://a.example",
                                PREFIX + "oauth.token-url",
                                "http://b.example",
                                PREFIX + "oauth.client-id",
                                "id"),
                "holdfast.gateway.erp.webhook-secrets", Map.of(PREFIX + "webhook-secrets", "whsec_no base64"),
                "holdfast.gateway.erp.timeout", Map.of(PREFIX + "timeout", "1ms"),
                "holdfast.gateway.timeout", Map.of("holdfast.gateway.timeout", "1h"),
                "holdfast.gateway.max-concurrent", Map.of("holdfast.gateway.max-concurrent", "0"),
                "holdfast.gateway.credential-pause", Map.of("holdfast.gateway.credential-pause", "0s"));
        wrong.forEach((property, settings) -> assertThatThrownBy(() -> provider(settings))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(property + ": ")
                .hasMessageNotContaining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_ab%c", "whsec_MfKQ="})
    void aSecretThatIsEmptyOrNotBase64IsNone(String secret) {
        assertThatThrownBy(() -> provider(Map.of(PREFIX + "webhook-secrets", secret)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(PREFIX + "webhook-secrets: ")
                .hasMessageNotContaining("ab%")
                .hasMessageNotContaining("MfKQ");
    }

    @Test
    void theDefaultGatewayHasToBeBuiltIn() {
        // given
        GatewaySettings settings = mapped(GatewaySettings.class, Map.of("holdfast.gateway.default", "paypal"));
        // then
        assertThatThrownBy(() -> new Gateways(List.of(provider(Map.of())), settings))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("holdfast.gateway.default: ");
    }

    private ErpProvider provider(Map<String, String> settings) {
        return new ErpProvider(
                mapped(GatewaySettings.class, settings),
                mapped(ErpSettings.class, settings),
                wire,
                lines,
                Clock.systemUTC(),
                Clock.systemUTC(),
                Secrets.unchanging());
    }

    private static <T> T mapped(Class<T> type, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(type)
                .withValidateUnknown(false)
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withDefaultValues(new HashMap<>(settings))
                .build()
                .getConfigMapping(type);
    }
}

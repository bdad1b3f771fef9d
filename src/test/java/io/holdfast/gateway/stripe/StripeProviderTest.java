package io.holdfast.gateway.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.secret.Secrets;
import io.holdfast.settings.BadSetting;
import io.holdfast.time.Scheduling;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeProviderTest {

    private static final String PREFIX = "holdfast.gateway.stripe.";
    private static final String KEY = PREFIX + "api-key";

    @Inject
    StripeWire wire;

    @Inject
    GatewayLines lines;

    @Inject
    Scheduling scheduling;

    @Inject
    Gateways gateways;

    @Test
    void withoutAKeyItIsOff() {
        // when
        StripeProvider provider = provider(Map.of());
        // then
        assertThat(provider.name()).isEqualTo("stripe");
        assertThat(provider.gateway()).isEmpty();
        assertThat(provider.webhooks()).isEmpty();
        assertThat(gateways.on()).doesNotContain("stripe");
    }

    @Test
    void withAKeyItIsOn() {
        // when
        StripeProvider provider = provider(
                Map.of(KEY, "sk_test_1", PREFIX + "webhook-secrets", "whsec_1, whsec_2", PREFIX + "timeout", "3s"));
        // then
        Gateway gateway = provider.gateway().orElseThrow();
        assertThat(gateway.name()).isEqualTo("stripe");
        assertThat(gateway.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(gateway.concurrency()).isEqualTo(64);
        assertThat(gateway.capabilities()).isEqualTo(new Capabilities(true, true, true, false, Optional.empty()));
        assertThat(gateway.isAvailable()).isTrue();
        assertThat(provider.webhooks().orElseThrow().gateway()).isEqualTo("stripe");
    }

    @Test
    void aWrongSettingIsNamed() {
        Map<String, Map<String, String>> wrong = Map.of(
                PREFIX + "url",
                Map.of(PREFIX + "url", "stripe"),
                KEY,
                Map.of(KEY, "sk_test 1"),
                PREFIX + "webhook-secrets",
                Map.of(PREFIX + "webhook-secrets", "whsec_1,whsec 2"),
                PREFIX + "timeout",
                Map.of(PREFIX + "timeout", "1ms"),
                PREFIX + "max-concurrent",
                Map.of(PREFIX + "max-concurrent", "0"),
                PREFIX + "requests-per-second",
                Map.of(PREFIX + "requests-per-second", "0"),
                PREFIX + "endpoint-requests-per-second",
                Map.of(PREFIX + "endpoint-requests-per-second", "100000"));
        wrong.forEach((property, settings) -> assertThatThrownBy(() -> provider(settings))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(property + ": ")
                .hasMessageNotContaining("\n"));
    }

    @Test
    void aPublishableKeyIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> provider(Map.of(KEY, "pk_live_1")))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(KEY + ": is a publishable key")
                .hasMessageNotContaining("pk_live_1");
    }

    private StripeProvider provider(Map<String, String> settings) {
        return new StripeProvider(
                mapped(GatewaySettings.class, settings),
                mapped(StripeSettings.class, settings),
                Duration.ofDays(60),
                wire,
                lines,
                scheduling,
                new SimpleMeterRegistry(),
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

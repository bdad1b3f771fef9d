package io.holdfast.gateway.adyen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.GatewayTestProfile;
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

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class AdyenProviderTest {

    private static final String PREFIX = "holdfast.gateway.adyen.";
    private static final Map<String, String> COMPLETE = Map.of(
            PREFIX + "url", "https://checkout-test.adyen.com/v72",
            PREFIX + "api-key", "AQEyhmfxK",
            PREFIX + "merchant-account", "HoldfastECOM",
            PREFIX + "return-url", "https://example.com/return");

    @Inject
    AdyenWire wire;

    @Inject
    GatewayLines lines;

    @Test
    void withoutSettingsItIsOff() {
        // when
        AdyenProvider provider = provider(Map.of());
        // then
        assertThat(provider.gateway()).isEmpty();
        assertThat(provider.webhooks()).isEmpty();
    }

    @Test
    void withAllOfThemItIsOn() {
        // when
        AdyenProvider provider = provider(with("hmac-keys", "44782DEF547AAA06, 0f0f"));
        // then
        assertThat(provider.gateway()).isPresent();
        assertThat(provider.webhooks()).isPresent();
    }

    @Test
    void itCannotBeAskedAndForgetsItsKeys() {
        // when
        Gateway gateway = provider(COMPLETE).gateway().orElseThrow();
        // then
        assertThat(gateway.capabilities())
                .isEqualTo(new Capabilities(false, false, false, false, Optional.of(Duration.ofDays(6))));
    }

    @Test
    void eachOfThemNeedsTheOthers() {
        for (String name : List.of("url", "api-key", "merchant-account", "return-url")) {
            // given
            Map<String, String> settings = new HashMap<>(COMPLETE);
            settings.remove(PREFIX + name);
            // then
            assertThatThrownBy(() -> provider(settings))
                    .isInstanceOf(BadSetting.class)
                    .hasMessageStartingWith(PREFIX + name + ": ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aWrongSettingIsNamed() {
        Map<String, String> wrong = Map.of(
                "url", "checkout",
                "api-key", "two words",
                "merchant-account", " ",
                "hmac-keys", "not hex",
                "hold-life", "29d",
                "timeout", "1ms",
                "max-concurrent", "0");
        wrong.forEach((name, value) -> assertThatThrownBy(() -> provider(with(name, value)))
                .as(name)
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(PREFIX + name + ": ")
                .hasMessageNotContaining("\n"));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(COMPLETE);
        settings.put(PREFIX + name, value);
        return settings;
    }

    private AdyenProvider provider(Map<String, String> settings) {
        return new AdyenProvider(
                mapped(GatewaySettings.class, settings),
                mapped(AdyenSettings.class, settings),
                wire,
                lines,
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

package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.api.SecuritySettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServeApplicationTest {

    @Test
    void withoutAKeyAndAnIssuerItIsForNobody() {
        assertThat(isForNobody(Map.of())).isTrue();
        assertThat(isForNobody(Map.of("holdfast.security.api-keys.\"flow\".sha256", "00")))
                .isFalse();
        assertThat(isForNobody(Map.of("quarkus.oidc.auth-server-url", "https://issuer.example.com")))
                .isFalse();
    }

    private static boolean isForNobody(Map<String, String> settings) {
        return ServeApplication.isForNobody(new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 1000, new DurationConverter())
                .withMapping(SecuritySettings.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build());
    }
}

package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.shutdown.ShutdownConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServeCommandTest {

    @Test
    void aBadSettingOfTheFrameworkIsOneLineThatNamesIt() {
        // given
        ConfigValidationException wrong = wrong(ShutdownConfig.class, "quarkus.shutdown.timeout", "nonsense");
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true));

        // when
        int code;
        try {
            code = ServeCommand.failed(ServeCommand.refusal(new RuntimeException("Failed to start", wrong)));
        } finally {
            System.setErr(before);
        }

        // then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("quarkus.shutdown.timeout: must be a time such as 10s, 5m, 24h or 60d");
    }

    @Test
    void aCertificateWithoutItsKeyIsOneLineThatNamesTheKey() {
        // when
        String lines = GivenSettings.lines(
                wrong(TlsConfig.class, "quarkus.tls.server.key-store.pem.0.cert", "/run/tls/tls.crt"));

        // then
        assertThat(lines)
                .isEqualTo("quarkus.tls.server.key-store.pem.0.key: is missing, and what stands beside it needs it");
    }

    private static ConfigValidationException wrong(Class<?> settings, String property, String value) {
        try {
            new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withMapping(settings)
                    .withDefaultValues(Map.of(property, value))
                    .build();
        } catch (ConfigValidationException expected) {
            return expected;
        }
        throw new AssertionError(property + " is taken");
    }
}

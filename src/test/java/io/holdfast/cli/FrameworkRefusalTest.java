package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameworkRefusalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Invalid key/certificate pair configuration for certificate 'server' - cannot read the key/certificate files | quarkus.tls.server.key-store
            Invalid key/certificate pair configuration for certificate '<default>' | quarkus.tls.key-store
            Invalid PEM trusted certificates configuration for certificate 'gateway-erp' - cannot read the PEM certificate files | quarkus.tls.gateway-erp.trust-store
            Invalid P12 key store configuration for certificate 'server' | quarkus.tls.server.key-store
            Invalid JKS trust store configuration for certificate 'server' | quarkus.tls.server.trust-store
            """)
    void aStoreThatCannotBeReadIsNamedByItsSetting(String message, String setting) {
        // given
        NoSuchFileException root = new NoSuchFileException("/nowhere");
        RuntimeException cause = new IllegalStateException(message.replace("''", "'"), root);

        // when, then
        assertThat(FrameworkRefusal.line(cause, root))
                .contains(setting + ": cannot be used: there is no file /nowhere");
    }

    @Test
    void aConfigurationThatIsNamedAndNotThereIsNamed() {
        // given
        RuntimeException cause = new RuntimeException(
                "No TLS configuration named nope found in the TLS registry. Configure `quarkus.tls.nope` in your application.properties.");

        // when, then
        assertThat(FrameworkRefusal.line(cause, cause).orElseThrow()).startsWith("quarkus.tls.nope: ");
    }

    @Test
    void anythingElseIsNot() {
        // given
        RuntimeException cause = new RuntimeException(new IOException("no"));

        // when, then
        assertThat(FrameworkRefusal.line(cause, cause.getCause())).isEmpty();
    }
}

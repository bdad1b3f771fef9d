package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.api.TlsSettings.ClientAuth;
import io.holdfast.settings.BadSetting;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TlsDoorTest {

    private static final String PROPERTY = "holdfast.tls.client-auth";

    @Test
    void aCertificateThatIsRequiredBesideADoorWithoutTlsIsABadSetting() {
        assertThatThrownBy(() -> new TlsDoor(() -> ClientAuth.REQUIRED, Optional.empty()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(PROPERTY);
        assertThatThrownBy(() -> new TlsDoor(() -> ClientAuth.REQUIRED, Optional.of("enabled")))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("quarkus.http.insecure-requests");
    }

    @Test
    void aCertificateThatNobodyCouldJudgeIsABadSetting() {
        // given
        TlsDoor door = new TlsDoor(() -> ClientAuth.REQUEST, Optional.empty());

        // when, then
        assertThatThrownBy(() -> door.customizeHttpsServer(new HttpServerOptions()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(PROPERTY);
    }

    @Test
    void callersAreAskedAsConfigured() {
        // given
        HttpServerOptions required = new HttpServerOptions().setTrustOptions(new PemTrustOptions());
        HttpServerOptions nobody = new HttpServerOptions();

        // when
        new TlsDoor(() -> ClientAuth.REQUIRED, Optional.of("disabled")).customizeHttpsServer(required);
        new TlsDoor(() -> ClientAuth.NONE, Optional.empty()).customizeHttpsServer(nobody);

        // then
        assertThat(required.getClientAuth()).isEqualTo(io.vertx.core.http.ClientAuth.REQUIRED);
        assertThat(nobody.getClientAuth()).isEqualTo(io.vertx.core.http.ClientAuth.NONE);
    }
}

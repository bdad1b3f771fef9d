package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.GatewayOutcome.Reason;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class HindranceTest {

    @Test
    void aCertificateThatNobodyTrustsIsToldFromOtherTrouble() {
        // given
        Exception untrusted = new SSLHandshakeException("PKIX path building failed");
        untrusted.initCause(new CertificateException("unable to find valid certification path"));

        // when, then
        assertThat(Hindrance.of(new RuntimeException(untrusted))).contains(Hindrance.UNTRUSTED);
        assertThat(Hindrance.of(new SSLHandshakeException("protocol_version"))).contains(Hindrance.TLS);
        assertThat(Hindrance.of(new UnknownHostException("nowhere"))).contains(Hindrance.UNKNOWN_HOST);
        assertThat(Hindrance.of(new ConnectException("refused"))).isEmpty();
    }

    @Test
    void itsAdviceNamesTheSettingOfThatGateway() {
        assertThat(Hindrance.UNTRUSTED.whatToDo("erp")).contains("quarkus.tls.gateway-erp.trust-store");
        assertThat(Hindrance.TLS.whatToDo("erp"))
                .contains("quarkus.tls.gateway-erp.key-store", "quarkus.tls.gateway-erp.protocols");
        assertThat(Hindrance.UNKNOWN_HOST.whatToDo("adyen")).contains("holdfast.gateway.adyen.url");
    }

    @Test
    void toCallersItIsNoConnectionLikeAnyOther() {
        // when
        WireAnswer answer = WireFailure.of(new UnknownHostException("nowhere")).answer();

        // then
        assertThat(answer.name()).isEqualTo("no_connection");
        assertThat(((WireAnswer.NotSent) answer).reason()).isEqualTo(Reason.NO_CONNECTION);
        assertThat(((WireAnswer.NotSent) answer).hindrance()).contains(Hindrance.UNKNOWN_HOST);
    }
}

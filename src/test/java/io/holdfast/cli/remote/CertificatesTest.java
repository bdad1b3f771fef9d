package io.holdfast.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.URI;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class CertificatesTest {

    private static final URI ADDRESS = URI.create("https://holdfast.example");

    /** As the JDK's validator throws it: a subclass that is not public. */
    private static final class OfTheValidator extends CertificateException {

        private static final long serialVersionUID = 1L;

        OfTheValidator(Throwable cause) {
            super("PKIX path validation failed", cause);
        }
    }

    @Test
    void oneThatHasExpiredIsSaidToHaveExpired() {
        // given
        CertPathValidatorException path =
                new CertPathValidatorException("validity check failed", new CertificateExpiredException("NotAfter"));

        // then
        assertThat(Certificates.whyNot(ADDRESS, because(new OfTheValidator(path))))
                .contains("the certificate of https://holdfast.example has expired, or this machine's clock is wrong");
    }

    @Test
    void oneOfAnUnknownAuthorityNamesTheStore() {
        // when
        String said =
                Certificates.whyNot(ADDRESS, because(new OfTheValidator(null))).orElseThrow();

        // then
        assertThat(said).contains("of no authority that is trusted here", "javax.net.ssl.trustStore");
    }

    @Test
    void oneForAnotherNameSaysForWhich() {
        // when
        String said = Certificates.whyNot(
                        ADDRESS, because(new CertificateException("No name matching holdfast.example found")))
                .orElseThrow();

        // then
        assertThat(said).contains("for another name: No name matching holdfast.example found");
    }

    @Test
    void whatIsNoTlsAtAllIsAskedAbout() {
        assertThat(Certificates.whyNot(ADDRESS, new SSLException("Unsupported or unrecognized SSL message")))
                .contains("no TLS connection to https://holdfast.example: Unsupported or unrecognized SSL message."
                        + " Is it https there?");
    }

    @Test
    void aConnectionThatBreaksSaysNothingOfCertificates() {
        assertThat(Certificates.whyNot(ADDRESS, because(new EOFException("SSL peer shut down incorrectly"))))
                .isEmpty();
    }

    private static SSLHandshakeException because(Throwable cause) {
        SSLHandshakeException failed = new SSLHandshakeException("handshake");
        failed.initCause(cause);
        return failed;
    }
}

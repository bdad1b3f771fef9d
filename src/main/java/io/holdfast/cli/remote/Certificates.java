package io.holdfast.cli.remote;

import java.io.EOFException;
import java.net.SocketException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in a sentence why a server's certificate was not taken, or why there was none. */
final class Certificates {

    /** A cause chain longer than this is a loop. */
    private static final int MAX_CAUSES = 16;

    private Certificates() {}

    /** Empty if the connection broke, which says nothing of certificates and may go better the next time. */
    static Optional<String> whyNot(URI address, SSLException failed) {
        Throwable cause = failed;
        Throwable certificate = null;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof EOFException || cause instanceof SocketException) {
                return Optional.empty();
            }
            if (cause instanceof CertificateExpiredException) {
                return Optional.of("the certificate of " + address + " has expired, or this machine's clock is wrong");
            }
            if (cause instanceof CertificateNotYetValidException) {
                return Optional.of(
                        "the certificate of " + address + " is not valid yet, or this machine's clock is wrong");
            }
            certificate = cause instanceof CertificateException ? cause : certificate;
            cause = cause.getCause();
        }
        if (certificate == null) {
            return Optional.of("no TLS connection to " + address + ": " + failed.getMessage() + ". Is it https there?");
        }
        // Java tells of another name by a plain CertificateException, of a chain that leads nowhere by its subclass.
        return Optional.of(
                certificate.getClass() == CertificateException.class
                        ? "the certificate of " + address + " is for another name: " + certificate.getMessage()
                        : "the certificate of " + address + " is of no authority that is trusted here."
                                + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=… names a store with the company's own");
    }
}

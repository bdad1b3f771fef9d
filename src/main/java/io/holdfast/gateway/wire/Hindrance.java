package io.holdfast.gateway.wire;

import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why there is no connection to a gateway, where a setting is the reason most likely: waiting will not help. To callers and in figures it is {@code no_connection} like any other. */
public enum Hindrance {
    UNKNOWN_HOST(
            "there is no host of that name",
            "Correct the name in holdfast.gateway.%s.url, or this machine's name service"),
    UNTRUSTED(
            "its certificate is not trusted, or is another host's",
            "Say by quarkus.tls.gateway-%s.trust-store whom to trust (docs/access.md)"),
    TLS(
            "no TLS connection comes about",
            "It may ask for a certificate, quarkus.tls.gateway-%1$s.key-store, or not speak TLS 1.3, quarkus.tls.gateway-%1$s.protocols (docs/access.md)");

    private static final int MAX_CAUSES = 10;

    private final String sentence;
    private final String advice;

    Hindrance(String sentence, String advice) {
        this.sentence = sentence;
        this.advice = advice;
    }

    /** @param failure of a connection; empty if it tells of none of these */
    public static Optional<Hindrance> of(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, it -> it != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .toList();
        if (causes.stream().anyMatch(UnknownHostException.class::isInstance)) {
            return Optional.of(UNKNOWN_HOST);
        }
        if (causes.stream().noneMatch(SSLException.class::isInstance)) {
            return Optional.empty();
        }
        return Optional.of(causes.stream().anyMatch(CertificateException.class::isInstance) ? UNTRUSTED : TLS);
    }

    /** What is the matter, for people. */
    public String sentence() {
        return sentence;
    }

    public String whatToDo(String gateway) {
        return advice.formatted(gateway);
    }
}

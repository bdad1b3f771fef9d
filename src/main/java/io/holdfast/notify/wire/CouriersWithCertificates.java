package io.holdfast.notify.wire;

import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** Whom a channel trusts, and which certificate it shows, says the TLS configuration {@code notify-<name>}, else the default one, else the Java platform. An environment variable can only name {@code notify.<name>}. */
@Singleton
final class CouriersWithCertificates implements Couriers {

    private final Vertx vertx;
    private final TlsConfigurationRegistry certificates;

    CouriersWithCertificates(Vertx vertx, TlsConfigurationRegistry certificates) {
        this.vertx = vertx;
        this.certificates = certificates;
    }

    @Override
    public Courier of(String channel, Courier.Limits limits) {
        return new Courier(
                vertx,
                limits,
                certificates
                        .get("notify-" + channel)
                        .or(() -> certificates.get("notify." + channel))
                        .or(certificates::getDefault));
    }
}

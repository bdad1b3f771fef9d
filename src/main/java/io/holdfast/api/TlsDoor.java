package io.holdfast.api;

import io.holdfast.settings.BadSetting;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Asks callers for a certificate, if that is configured. The framework would decide it when it is built; an installation does when it is run. */
@Singleton
public class TlsDoor implements HttpServerOptionsCustomizer {

    private static final String PROPERTY = "holdfast.tls.client-auth";
    private static final String INSECURE = "quarkus.http.insecure-requests";

    private final TlsSettings settings;

    /** @throws BadSetting if a certificate is required of some callers, and others come in without TLS */
    public TlsDoor(TlsSettings settings, @ConfigProperty(name = INSECURE) Optional<String> insecure) {
        this.settings = settings;
        if (settings.clientAuth() == TlsSettings.ClientAuth.REQUIRED
                && insecure.filter(it -> !it.equalsIgnoreCase("enabled")).isEmpty()) {
            throw new BadSetting(PROPERTY, "is required, so " + INSECURE + " must be disabled");
        }
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (settings.clientAuth() != TlsSettings.ClientAuth.NONE && options.getTrustOptions() == null) {
            throw new BadSetting(
                    PROPERTY, "needs to know which certificates are good: quarkus.tls.<name>.trust-store is missing");
        }
        options.setClientAuth(ClientAuth.valueOf(settings.clientAuth().name()));
    }
}

package io.holdfast.api;

import io.holdfast.settings.BadSetting;
import io.holdfast.settings.Elements;
import io.holdfast.settings.WebAddress;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Refuses a half-configured issuer at the start: a token that was made for somebody else must not open this door. */
@Startup
@ApplicationScoped
public class OidcCheck {

    private static final String PREFIX = "holdfast.security.oidc.";
    private static final String DESK = PREFIX + "desk.";

    /** @throws BadSetting if an issuer is configured and cannot be used as it is */
    OidcCheck(SecuritySettings settings) {
        require(settings);
    }

    /** For whoever asks before the framework, which calls the issuer first of all. @throws BadSetting as above */
    public static void require(SecuritySettings settings) {
        settings.oidc().issuer().filter(issuer -> !issuer.isBlank()).ifPresent(issuer -> {
            WebAddress.of(PREFIX + "issuer", issuer, "https://id.example.com");
            if (settings.oidc()
                    .audience()
                    .map(Elements::of)
                    .filter(it -> !it.isEmpty())
                    .isEmpty()) {
                throw new BadSetting(
                        PREFIX + "audience", "is missing: the name that the issuer's tokens have for Holdfast (aud)");
            }
        });
        requireDesk(settings.oidc());
    }

    private static void requireDesk(SecuritySettings.OpenIdConnect oidc) {
        if (oidc.desk().clientId().filter(it -> !it.isBlank()).isEmpty()) {
            return;
        }
        if (oidc.issuer().filter(it -> !it.isBlank()).isEmpty()) {
            throw new BadSetting(DESK + "client-id", "is set, and " + PREFIX + "issuer is not");
        }
        String address = oidc.desk()
                .address()
                .filter(it -> !it.isBlank())
                .orElseThrow(() -> new BadSetting(
                        DESK + "address",
                        "is missing: what browsers call this installation, for example https://holdfast.example.com"));
        URI given = WebAddress.of(DESK + "address", address, "https://holdfast.example.com");
        if (!given.getRawPath().matches("/?") || given.getRawQuery() != null) {
            throw new BadSetting(
                    DESK + "address", "must have no path and no query: the agent's page is at /desk below it");
        }
    }
}

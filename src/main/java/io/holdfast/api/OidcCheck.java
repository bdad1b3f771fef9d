package io.holdfast.api;

import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Refuses a half-configured issuer at the start: a token that was made for somebody else must not open this door. */
@Startup
@ApplicationScoped
class OidcCheck {

    private static final String PREFIX = "holdfast.security.oidc.";

    /** @throws BadSetting if an issuer is configured and cannot be used as it is */
    OidcCheck(SecuritySettings settings) {
        settings.oidc().issuer().filter(issuer -> !issuer.isBlank()).ifPresent(issuer -> {
            requireAddress(issuer.strip());
            if (settings.oidc().audience().filter(it -> !it.isEmpty()).isEmpty()) {
                throw new BadSetting(
                        PREFIX + "audience", "is missing: the name that the issuer's tokens have for Holdfast (aud)");
            }
        });
    }

    private static void requireAddress(String issuer) {
        try {
            URI address = new URI(issuer);
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (web && address.getHost() != null) {
                return;
            }
        } catch (java.net.URISyntaxException malformed) {
            // said below
        }
        throw new BadSetting(
                PREFIX + "issuer", "is the address of an OpenID Connect issuer, such as https://id.example.com");
    }
}

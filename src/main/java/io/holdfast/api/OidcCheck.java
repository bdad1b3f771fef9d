package io.holdfast.api;

import io.holdfast.settings.BadSetting;
import io.holdfast.settings.Elements;
import io.holdfast.settings.WebAddress;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses a half-configured issuer at the start: a token that was made for somebody else must not open this door. */
@Startup
@ApplicationScoped
public class OidcCheck {

    private static final String PREFIX = "holdfast.security.oidc.";

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
    }
}

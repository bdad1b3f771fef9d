package io.holdfast.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says in the description, at the start, that a bearer token does instead of an API key, if an issuer is configured: whoever builds Holdfast does not know. */
@Singleton
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class DescribedTokens implements OASFilter {

    static final String SCHEME = "openIdConnect";

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final Optional<String> issuer;

    /** In the words of the framework, in which {@link OidcSource} says what is configured. */
    public DescribedTokens(
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean on,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> issuer) {
        this.issuer = issuer.filter(any -> on);
    }

    @Override
    public void filterOpenAPI(OpenAPI description) {
        issuer.ifPresent(address -> {
            description.getComponents().addSecurityScheme(SCHEME, scheme(address.strip()));
            description.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(SCHEME));
        });
    }

    private static SecurityScheme scheme(String issuer) {
        String below = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.OPENIDCONNECT)
                .openIdConnectUrl(below + DISCOVERY);
    }
}

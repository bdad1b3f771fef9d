package io.holdfast.api;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TokenStateManager;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

/** Keeps nothing of what the issuer has given for a sign-in: who it was is all that is asked, once, and no browser carries a token of the issuer's for us. */
@Alternative
@Priority(1)
@Unremovable
@ApplicationScoped
public class NoTokensKept implements TokenStateManager {

    private static final String NOTHING = "-";

    @Override
    public Uni<String> createTokenState(
            RoutingContext call,
            OidcTenantConfig tenant,
            AuthorizationCodeTokens tokens,
            OidcRequestContext<String> context) {
        return Uni.createFrom().item(NOTHING);
    }

    /** A browser that brings such a session made it up. */
    @Override
    public Uni<AuthorizationCodeTokens> getTokens(
            RoutingContext call,
            OidcTenantConfig tenant,
            String state,
            OidcRequestContext<AuthorizationCodeTokens> context) {
        return Uni.createFrom().failure(new AuthenticationFailedException("no such session"));
    }

    @Override
    public Uni<Void> deleteTokens(
            RoutingContext call, OidcTenantConfig tenant, String state, OidcRequestContext<Void> context) {
        return Uni.createFrom().voidItem();
    }
}

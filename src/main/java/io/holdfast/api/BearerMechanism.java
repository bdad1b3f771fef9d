package io.holdfast.api;

import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/**
 * Has a bearer token judged, and waits no longer than a caller would: the framework fetches a key that it does not know yet from the issuer, and an issuer that
 * hangs would leave the caller without an answer. While its keys cannot be had, a token of a key that is not known is not said to be none: its sender would throw
 * it away, and be held up as one who guesses.
 */
@ApplicationScoped
public class BearerMechanism implements HttpAuthenticationMechanism {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** After the one for keys, before the framework's own, whose work this has done by then. */
    private static final int PRIORITY = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 50;

    private final OidcAuthenticationMechanism tokens;
    private final IssuerKeys keys;

    public BearerMechanism(OidcAuthenticationMechanism tokens, IssuerKeys keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager identities) {
        int credentials =
                call.request().headers().getAll(HttpHeaders.AUTHORIZATION).size();
        if (credentials == 0) {
            // Nothing to judge, and a webhook need not pay for a timer.
            return Uni.createFrom().nullItem();
        }
        if (credentials > 1) {
            // whoever stands before us may have judged the other one
            return Uni.createFrom().failure(new AuthenticationFailedException("more than one credential"));
        }
        Context context = Vertx.currentContext();
        return tokens.authenticate(call, identities)
                // Goes on when nobody waits any more: keys that come late are good for the next token.
                .memoize()
                .indefinitely()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(failure -> failure instanceof TimeoutException || keys.mayHaveThatOf(failure))
                .recoverWithUni(() -> unjudged(context));
    }

    /** The timer is none of the call's own thread, where its answer is written. */
    private static Uni<SecurityIdentity> unjudged(Context context) {
        return Uni.createFrom()
                .emitter(answer -> context.runOnContext(there ->
                        answer.fail(new OIDCException("the issuer's keys cannot be had, so a token is not judged"))));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return tokens.getChallenge(call);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return tokens.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext call) {
        return tokens.getCredentialTransport(call);
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }
}

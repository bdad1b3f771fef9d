package io.holdfast.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Takes the credential from {@code X-API-Key}. */
@ApplicationScoped
public class ApiKeyMechanism implements HttpAuthenticationMechanism {

    static final String HEADER = "X-API-Key";

    /** What a caller without a credential is told to bring. */
    static final String CHALLENGE = "ApiKey realm=\"holdfast\", Bearer realm=\"holdfast\"";

    /** Asked before the mechanisms of the framework, so that a request with two credentials is refused and not half used. */
    private static final int PRIORITY = HttpAuthenticationMechanism.DEFAULT_PRIORITY + 100;

    private final Limits limits;

    public ApiKeyMechanism(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager identities) {
        List<String> keys = call.request().headers().getAll(HEADER);
        if (keys.isEmpty()) {
            return beforeOthers(call);
        }
        if (keys.size() > 1 || call.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            return Uni.createFrom().failure(new AuthenticationFailedException("more than one credential"));
        }
        return identities.authenticate(new ApiKeyRequest(keys.get(0)));
    }

    /** A token costs more to look at than a key: who has brought many bad ones waits. */
    private Uni<SecurityIdentity> beforeOthers(RoutingContext call) {
        if (call.request().headers().contains(HttpHeaders.AUTHORIZATION)) {
            try {
                limits.passIfTrusted(call);
            } catch (Refusal tooMany) {
                return Uni.createFrom().failure(tooMany);
            }
        }
        return Uni.createFrom().nullItem();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().item(new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(ApiKeyRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext call) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.OTHER_HEADER, HEADER));
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }
}

package io.holdfast.api;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.quarkus.oidc.common.OidcResponseFilter;
import io.quarkus.oidc.common.runtime.OidcClientRedirectException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.stream.Stream;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Knows whether the issuer's keys are to be had. As long as they are not, a key that is not known here may be one of them: to say of its token that it is not good
 * would have its sender throw it away, and be held up as one who guesses. What is no set of keys is not taken in place of those that are known, and not told.
 */
@ApplicationScoped
@Unremovable
@OidcEndpoint(OidcEndpoint.Type.JWKS)
public class IssuerKeys implements OidcRequestFilter, OidcResponseFilter {

    private static final int OK = 200;
    private static final int FOUND = 302;
    private static final int MOST_CAUSES = 16;

    private volatile boolean wanted;
    private volatile boolean had;

    /**
     * Whether the token that was refused like this may be good: the issuer was asked for its keys and has not answered with them, however long ago, for it is asked
     * once in a while only; and the token's is none of those that were had before.
     */
    boolean mayHaveThatOf(Throwable refused) {
        return wanted
                && Stream.iterate(refused, it -> it != null, Throwable::getCause)
                        .limit(MOST_CAUSES)
                        .anyMatch(it -> it instanceof UnresolvableKeyException
                                || it instanceof OidcClientRedirectException
                                || it instanceof IOException
                                || it instanceof VertxException);
    }

    @Override
    public Uni<Void> filter(OidcRequestFilterContext call) {
        wanted = true;
        if (had) {
            return Uni.createFrom().voidItem();
        }
        // A call of the framework's that has no answer cannot be judged here, and ends a start. So until there are keys
        // each is tried before, the same way.
        return call.request()
                .copy()
                .send()
                .onFailure()
                .transform(noAnswer -> notHad("the issuer cannot be asked for its keys: " + noAnswer.getMessage()))
                .chain(answer -> judged(answer.statusCode(), answer.body()));
    }

    @Override
    public Uni<Void> filter(OidcResponseFilterContext answer) {
        return judged(answer.statusCode(), answer.responseBody());
    }

    private Uni<Void> judged(int status, Buffer body) {
        if (status == OK && areKeys(body)) {
            wanted = false;
            had = true;
            return Uni.createFrom().voidItem();
        }
        if (status == FOUND) {
            // The framework asks once more with the cookie that came along, or says itself that there is none.
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .failure(notHad("asked for its keys, the issuer answers " + status
                        + (status == OK ? " with something else" : "")));
    }

    /** For this failure alone the framework goes on with a start; any other ends it. */
    private static OIDCException notHad(String why) {
        return new OIDCException(why, new IOException(why));
    }

    /** RFC 7517, section 5. */
    private static boolean areKeys(Buffer body) {
        try {
            return body != null && new JsonObject(body.toString()).getValue("keys") instanceof JsonArray;
        } catch (DecodeException noJson) {
            return false;
        }
    }
}

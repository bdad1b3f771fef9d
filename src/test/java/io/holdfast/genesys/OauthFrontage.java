package io.holdfast.genesys;

import io.holdfast.testing.WithGateways;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * What stands before Holdfast where a company uses OAuth client credentials: an issuer of tokens, and a door that lets nobody in without one. Behind
 * it the caller is Genesys Cloud's key.
 */
final class OauthFrontage implements Line {

    private static final String BASIC = "Basic "
            + Base64.getEncoder()
                    .encodeToString((Secrets.CLIENT_ID + ":" + Secrets.CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));

    private final Line holdfast;
    private int issued;
    private int refused;

    OauthFrontage(Line holdfast) {
        this.holdfast = holdfast;
    }

    /** All tokens so far are worth nothing. */
    void expireTokens() {
        issued++;
    }

    int refused() {
        return refused;
    }

    @Override
    public Reply send(Request request) {
        if (request.uri().getPath().equals("/token")) {
            return token(request);
        }
        if (!("Bearer " + currentToken()).equals(request.headers().get("Authorization"))) {
            refused++;
            return new Reply(401, "{\"status\": 401}", Duration.ZERO);
        }
        return holdfast.send(request.without("Authorization").with("X-API-Key", WithGateways.API_KEY));
    }

    private Reply token(Request request) {
        boolean known = BASIC.equals(request.headers().get("Authorization"))
                && "application/x-www-form-urlencoded".equals(request.headers().get("Content-Type"))
                && Optional.of("grant_type=client_credentials&scope=holdfast%20calls")
                        .equals(request.body());
        return known
                ? new Reply(
                        200,
                        "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": 3600}"
                                .formatted(currentToken()),
                        Duration.ZERO)
                : new Reply(401, "{\"error\": \"invalid_client\"}", Duration.ZERO);
    }

    private String currentToken() {
        return "token-" + issued;
    }
}

package io.holdfast.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Hands out access tokens and asks for them, when a client is configured. Errors have the shape of RFC 6749 section 5.2. */
final class TokenCalls {
    private final Optional<OauthTokens> tokens;

    TokenCalls(Optional<OauthTokens> tokens) {
        this.tokens = tokens;
    }

    /** @throws ApiError 401 when a token is needed and there is no good one */
    void requireToken(RoutingContext http) {
        if (tokens.isPresent() && !tokens.get().isValid(authorization(http))) {
            http.response().putHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            throw ApiError.of(401, "unauthorized", "this call needs a valid access token");
        }
    }

    void issue(RoutingContext http) {
        if (tokens.isEmpty()) {
            http.fail(404);
        } else if (!tokens.get().isClient(authorization(http))) {
            http.response().putHeader("WWW-Authenticate", "Basic realm=\"sandbox\"");
            error(http, 401, "invalid_client");
        } else if (!"client_credentials".equals(http.request().getFormAttribute("grant_type"))) {
            error(http, 400, "unsupported_grant_type");
        } else {
            issue(http, tokens.get());
        }
    }

    void revoke(RoutingContext http) {
        tokens.ifPresent(OauthTokens::revokeAll);
        http.response().setStatusCode(204).end();
    }

    private static void issue(RoutingContext http, OauthTokens tokens) {
        String scope = http.request().getFormAttribute("scope");
        byte[] body = JsonText.object(json -> {
            json.writeStringField("access_token", tokens.issue());
            json.writeStringField("token_type", "Bearer");
            json.writeNumberField("expires_in", tokens.lifetimeSeconds());
            JsonText.writeText(json, "scope", Optional.ofNullable(scope));
        });
        http.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(body));
    }

    private static void error(RoutingContext http, int status, String code) {
        http.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(JsonText.object(json -> json.writeStringField("error", code))));
    }

    private static Optional<String> authorization(RoutingContext http) {
        return Optional.ofNullable(http.request().getHeader("Authorization"));
    }
}

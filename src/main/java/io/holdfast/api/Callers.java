package io.holdfast.api;

import io.holdfast.carddata.CardNumbers;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.IdTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Everybody who has shown a good credential passes here once a request: the bearer of a token gets a name that no API key can have, and both are held to
 * their rate.
 */
@ApplicationScoped
class Callers implements SecurityIdentityAugmentor {

    /** Of API keys that have a rate of their own. */
    static final String RATE = "holdfast.rate";

    /** Of tokens: the moment from which it is no longer good. */
    static final String UNTIL = "holdfast.until";

    /** Names of API keys have no colon, so nobody with a token is taken for the holder of a key, in a story or by an idempotency key. */
    static final String BEARER = "oidc:";

    private static final int MAX_NAME_LENGTH = 128;
    private static final String ALL = "*";

    private final Limits limits;
    private final Optional<String> callCentersClaim;
    private final RoleClaims roles;
    private final SecuritySettings.RolesFrom rolesOfSignIns;

    /** @param roleClaims in the words of the framework, in which {@link OidcSource} says what is configured */
    Callers(
            Limits limits,
            SecuritySettings settings,
            @ConfigProperty(name = "quarkus.oidc.roles.role-claim-path") List<String> roleClaims) {
        this.limits = limits;
        this.roles = new RoleClaims(roleClaims);
        this.rolesOfSignIns = settings.oidc().desk().rolesFrom();
        this.callCentersClaim = settings.oidc().callCentersClaim();
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        try {
            SecurityIdentity caller =
                    identity.getPrincipal() instanceof JsonWebToken token ? bearer(identity, token) : identity;
            limits.passCredential(
                    caller.getPrincipal().getName(), Optional.ofNullable(caller.<Integer>getAttribute(RATE)));
            return Uni.createFrom().item(caller);
        } catch (Refusal | AuthenticationFailedException refused) {
            return Uni.createFrom().failure(refused);
        }
    }

    private SecurityIdentity bearer(SecurityIdentity identity, JsonWebToken token) {
        String name = name(token)
                .filter(it -> CleanText.isClean(it, MAX_NAME_LENGTH) && !CardNumbers.contains(it))
                .orElseThrow(() -> new AuthenticationFailedException("a token without a usable name"));
        Function<String, Object> claims = claims(identity, token);
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(BEARER + name))
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes())
                .addRoles(roles.of(identity.getRoles(), claims))
                .addAttribute(CallCenters.ATTRIBUTE, callCenters(claims))
                .addAttribute(UNTIL, end(token))
                .build();
    }

    /** Of the token that the framework read the roles in, which it has judged. */
    private Function<String, Object> claims(SecurityIdentity identity, JsonWebToken token) {
        boolean fromAccessToken = rolesOfSignIns == SecuritySettings.RolesFrom.ACCESS_TOKEN
                && identity.getCredential(IdTokenCredential.class) != null;
        if (!fromAccessToken) {
            return claim -> claim(token, claim);
        }
        String payload =
                identity.getCredential(AccessTokenCredential.class).getToken().split("\\.")[1];
        String json = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
        JsonObject claims = Json.createReader(new StringReader(json)).readObject();
        return claim -> claim(claims, claim);
    }

    /** As a token that the framework has read would tell it. */
    private static Object claim(JsonObject claims, String name) {
        JsonValue claim = claims.getOrDefault(name, JsonValue.NULL);
        return claim instanceof JsonString text ? text.getString() : claim.equals(JsonValue.NULL) ? null : claim;
    }

    /** Asked for its groups, a token that has none has an empty set of them all the same. */
    private static Object claim(JsonWebToken token, String name) {
        return token.getClaimNames().contains(name) ? token.getClaim(name) : null;
    }

    /** Some issuers write a number beyond all time for a token that does not end. */
    private static Instant end(JsonWebToken token) {
        return Instant.ofEpochSecond(Math.min(token.getExpirationTime(), Instant.MAX.getEpochSecond()));
    }

    /** An issuer may leave the claim out, and may have a number there, which the token reads as text all the same. */
    private static Optional<String> name(JsonWebToken token) {
        try {
            return Optional.ofNullable(token.getName());
        } catch (ClassCastException noText) {
            return Optional.empty();
        }
    }

    /**
     * Where tokens say which call centres they are for, one that says nothing is for none. A card number is no call centre: of a credential for one, its name is
     * what a dispute gets that is opened without any.
     */
    private CallCenters callCenters(Function<String, Object> claims) {
        return callCentersClaim
                .map(claim -> RoleClaims.texts(claims.apply(claim)))
                .map(named ->
                        named.stream().filter(it -> !CardNumbers.contains(it)).toList())
                .map(named -> named.contains(ALL) ? CallCenters.ALL : CallCenters.of(named))
                .orElse(CallCenters.ALL);
    }
}

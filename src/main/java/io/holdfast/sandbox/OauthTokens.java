package io.holdfast.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Access tokens for the one client, by RFC 6749 section 4.4 with HTTP Basic client authentication (section 2.3.1). At
 * the limit the oldest token is forgotten.
 */
final class OauthTokens {
    private static final int MOST_TOKENS = 10_000;

    /** Of the instance, because a native binary must not be built with a seeded source in it. */
    private final SecureRandom random = new SecureRandom();

    private final Clock clock;
    private final OauthClient client;
    private final Map<String, Instant> expiryOf = new LinkedHashMap<>();

    OauthTokens(Clock clock, OauthClient client) {
        this.clock = clock;
        this.client = client;
    }

    /** Whether an Authorization header holds the credentials of the client. */
    boolean isClient(Optional<String> header) {
        return credentials(header, "Basic")
                .map(encoded -> {
                    try {
                        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
                    } catch (IllegalArgumentException notBase64) {
                        return "";
                    }
                })
                .filter(pair -> same(pair, client.clientId() + ":" + client.clientSecret())
                        || same(pair, formEncoded(client.clientId()) + ":" + formEncoded(client.clientSecret())))
                .isPresent();
    }

    String issue() {
        if (expiryOf.size() >= MOST_TOKENS) {
            expiryOf.remove(expiryOf.keySet().iterator().next());
        }
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String token = "sandbox_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        expiryOf.put(token, clock.instant().plus(client.tokenLifetime()));
        return token;
    }

    long lifetimeSeconds() {
        return client.tokenLifetime().toSeconds();
    }

    /** Whether an Authorization header holds a token that is still good. */
    boolean isValid(Optional<String> header) {
        return credentials(header, "Bearer")
                .map(expiryOf::get)
                .filter(expiry -> clock.instant().isBefore(expiry))
                .isPresent();
    }

    void revokeAll() {
        expiryOf.clear();
    }

    private static Optional<String> credentials(Optional<String> header, String scheme) {
        return header.filter(text -> text.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
                .map(text -> text.substring(scheme.length() + 1).trim());
    }

    /** Section 2.3.1 wants both parts form-encoded; many clients leave that out, so both forms are good. */
    private static String formEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}

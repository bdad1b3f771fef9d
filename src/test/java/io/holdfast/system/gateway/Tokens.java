package io.holdfast.system.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Short-lived access tokens, some of which are taken back early. */
final class Tokens {

    static final String CLIENT_ID = "holdfast";
    static final String CLIENT_SECRET = "s3cret:with/odd+signs";
    static final String SCOPE = "payments:write transactions:read customers:profile";

    private static final Duration LIFE = Duration.ofSeconds(8);

    private final Clock clock;
    private final Dice dice;
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();

    Tokens(Clock clock, Dice dice) {
        this.clock = clock;
        this.dice = dice;
    }

    /** The body of a good answer. @throws Refusal if it is not asked for as the contract says */
    String issue(HttpCall call) {
        // RFC 6749, 2.3.1: form-encoded before they are joined
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (CLIENT_ID + ":s3cret%3Awith%2Fodd%2Bsigns").getBytes(StandardCharsets.US_ASCII));
        Map<String, String> form = HttpCall.form(call.body());
        if (!call.header("authorization").equals(Optional.of(basic))) {
            throw new Refusal(401, "invalid_client");
        }
        if (!form.equals(Map.of("grant_type", "client_credentials", "scope", SCOPE))) {
            throw new Refusal(400, "invalid_request");
        }
        String token = "token-" + issued.incrementAndGet();
        boolean shortLived = !dice.isGood() && dice.next("token").nextInt(4) == 0;
        // says one thing, does another: it is taken back early
        ends.put(token, clock.instant().plus(shortLived ? LIFE.dividedBy(8) : LIFE));
        return Json.object()
                .put("access_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", LIFE.toSeconds())
                .toString();
    }

    void check(HttpCall call) {
        boolean good = call.header("authorization")
                .filter(it -> it.startsWith("Bearer "))
                .map(it -> ends.get(it.substring("Bearer ".length())))
                .filter(end -> end.isAfter(clock.instant()))
                .isPresent();
        if (!good) {
            throw new Refusal(401, "invalid_token");
        }
    }
}

package io.holdfast.notify.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.notify.wire.Answer;
import io.holdfast.notify.wire.Courier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** Access tokens by client credentials: one is kept, asked for again before it ends, and by one caller for all. */
final class Tokens {

    /** RFC 6750, 2.1; and what a header can hold. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,6000}=*");

    private static final Duration UNTOLD_LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofDays(2);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    /** A token, or why there is none. */
    sealed interface Access {

        record Granted(String token, Instant renewAt) implements Access {

            @Override
            public String toString() {
                return "***";
            }
        }

        record Refused(Answer answer) implements Access {}
    }

    private final Courier courier;
    private final URI endpoint;
    private final String basic;
    private final Clock clock;
    private Access.Granted current;
    private Uni<Access> renewal;

    Tokens(Courier courier, URI endpoint, String clientId, String clientSecret, Clock clock) {
        this.courier = courier;
        this.endpoint = endpoint;
        this.basic = "Basic "
                + Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
        this.clock = clock;
    }

    /** The token to use now. */
    synchronized Uni<Access> access() {
        if (current != null && clock.instant().isBefore(current.renewAt())) {
            return Uni.createFrom().item(current);
        }
        if (renewal == null) {
            Map<String, String> headers = Map.of(
                    "Authorization", basic,
                    "Content-Type", "application/x-www-form-urlencoded",
                    "Accept", "application/json");
            Instant asked = clock.instant();
            renewal = courier.send(HttpMethod.POST, endpoint, headers, Buffer.buffer("grant_type=client_credentials"))
                    .map(answer -> keep(read(answer, asked)))
                    .memoize()
                    .indefinitely();
        }
        return renewal;
    }

    /** The token to use in place of one that was not taken; what another caller has fetched meanwhile will do. */
    synchronized Uni<Access> accessInPlaceOf(Access.Granted refused) {
        if (refused.equals(current)) {
            current = null;
        }
        return access();
    }

    private synchronized Access keep(Access access) {
        renewal = null;
        current = access instanceof Access.Granted granted ? granted : null;
        return access;
    }

    private static Access read(Answer answer, Instant asked) {
        if (!(answer instanceof Answer.Answered answered) || !answered.isSuccess()) {
            return new Access.Refused(answer);
        }
        JsonNode body = WireJson.readObject(answered.body()).orElse(null);
        String token = body == null ? "" : body.path("access_token").asText("");
        if (!TOKEN.matcher(token).matches()) {
            return new Access.Refused(new Answer.Lost("bad_token"));
        }
        long seconds = body.path("expires_in").asLong(0);
        Duration life = seconds <= 0 ? UNTOLD_LIFE : Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE.toSeconds()));
        Duration tenth = life.dividedBy(10);
        Duration margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
        return new Access.Granted(token, asked.plus(life).minus(margin));
    }
}

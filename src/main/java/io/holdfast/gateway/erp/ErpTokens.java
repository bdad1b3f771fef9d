package io.holdfast.gateway.erp;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireJson;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Access tokens by OAuth 2.0 client credentials (RFC 6749, 4.4): one is kept and renewed before it ends, and callers who need one at the same time
 * share one renewal.
 */
final class ErpTokens {

    /** RFC 6750, 2.1; and what a header can hold. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,6000}=*");

    /** A token whose end is not told (RFC 6749, 5.1 only recommends that) is used this long. */
    private static final Duration UNTOLD_LIFE = Duration.ofMinutes(5);

    private static final Duration LONGEST_LIFE = Duration.ofDays(1);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

    private final TokenApi api;
    private final GatewayLine line;
    private final Undecided undecided;
    private final Clock clock;
    private final Supplier<String> client;
    private final String scope;

    private ErpAccess.Granted current;
    private Uni<ErpAccess> renewal;

    /**
     * @param clock one that only goes forward
     * @param client how it shows itself to the token's server at the moment, made by {@link #basic}
     */
    ErpTokens(TokenApi api, GatewayLine line, Undecided undecided, Clock clock, Supplier<String> client, String scope) {
        this.api = api;
        this.line = line;
        this.undecided = undecided;
        this.clock = clock;
        this.client = client;
        this.scope = scope;
    }

    /** The token to use now. */
    synchronized Uni<ErpAccess> access() {
        if (current != null && clock.instant().isBefore(current.renewAt())) {
            return Uni.createFrom().item(current);
        }
        return renewed();
    }

    /** The token to use in place of one that the gateway did not take; what another caller has fetched meanwhile will do. */
    synchronized Uni<ErpAccess> accessInPlaceOf(ErpAccess.Granted refused) {
        if (refused.equals(current)) {
            current = null;
        }
        return access();
    }

    private Uni<ErpAccess> renewed() {
        if (renewal == null) {
            Instant asked = clock.instant();
            renewal = line.exchange("token", () -> api.token(client.get(), "client_credentials", scope))
                    .map(answer -> read(answer, asked))
                    .invoke(this::keep)
                    .onTermination()
                    .invoke(this::endRenewal)
                    .memoize()
                    .indefinitely();
        }
        return backHere(renewal);
    }

    /** Whoever waits for another's renewal goes on where it came from: a context is one piece of work's, for its log lines and its trace. */
    private static Uni<ErpAccess> backHere(Uni<ErpAccess> shared) {
        Context here = Vertx.currentContext();
        return here == null ? shared : shared.emitOn(task -> here.runOnContext(ignored -> task.run()));
    }

    private synchronized void keep(ErpAccess access) {
        if (access instanceof ErpAccess.Granted granted) {
            current = granted;
        }
    }

    private synchronized void endRenewal() {
        renewal = null;
    }

    /** Without a token nothing is sent, so nothing here is ever unknown. */
    private ErpAccess read(WireAnswer answer, Instant asked) {
        if (answer instanceof WireAnswer.Answered it && it.isSuccess()) {
            return WireJson.readObject(it.body())
                    .flatMap(body -> granted(body, asked))
                    .orElseGet(() -> ErpAccess.Denied.because(Reason.NO_CONNECTION, Optional.empty()));
        }
        if (answer instanceof WireAnswer.Answered it && it.status() == 400) {
            // RFC 6749, 5.2: whatever is wrong with such a request, a person has to put it right.
            return ErpAccess.Denied.because(Reason.CREDENTIALS, Optional.empty());
        }
        return undecided
                .<Void>outcome(answer)
                .map(ErpTokens::denied)
                .orElseGet(() -> ErpAccess.Denied.because(Reason.NO_CONNECTION, Optional.empty()));
    }

    private static ErpAccess denied(GatewayOutcome<Void> outcome) {
        if (outcome instanceof GatewayOutcome.NotSent<Void> it) {
            return ErpAccess.Denied.because(it.reason(), it.retryAfter());
        }
        if (outcome instanceof GatewayOutcome.Unknown<Void> it) {
            return ErpAccess.Denied.because(Reason.NO_CONNECTION, it.retryAfter());
        }
        return ErpAccess.Denied.because(Reason.NO_CONNECTION, Optional.empty());
    }

    private static Optional<ErpAccess> granted(JsonNode body, Instant asked) {
        boolean bearer = WireJson.text(body, "token_type")
                .filter("bearer"::equalsIgnoreCase)
                .isPresent();
        Duration life = life(body.path("expires_in"));
        return WireJson.text(body, "access_token")
                .filter(it -> bearer && TOKEN.matcher(it).matches())
                .map(it ->
                        new ErpAccess.Granted("Bearer " + it, asked.plus(life).minus(margin(life))));
    }

    private static Duration life(JsonNode expiresIn) {
        if (expiresIn.isMissingNode() || expiresIn.isNull()) {
            return UNTOLD_LIFE;
        }
        // Some servers send the number as text.
        long seconds = Math.max(0, expiresIn.asLong(0));
        return Duration.ofSeconds(Math.min(seconds, LONGEST_LIFE.toSeconds()));
    }

    private static Duration margin(Duration life) {
        Duration quarter = life.dividedBy(4);
        return quarter.compareTo(LONGEST_MARGIN) < 0 ? quarter : LONGEST_MARGIN;
    }

    /** RFC 6749, 2.3.1: id and secret are form-encoded before they are joined. */
    static String basic(String clientId, String clientSecret) {
        String joined = URLEncoder.encode(clientId, StandardCharsets.UTF_8)
                + ":"
                + URLEncoder.encode(clientSecret, StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }
}

package io.holdfast.gateway.wire;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * One HTTP call, not made yet.
 *
 * @param bound when to give up waiting and close the connection
 * @param send makes the call; only called when nothing stands in the way, and again for a retry
 */
public record WireCall(Duration bound, Supplier<Uni<RestResponse<String>>> send) {

    /** The guard's own timeout comes first and answers; this one then ends the exchange itself, which the guard does not. */
    private static final Duration GRACE = Duration.ofMillis(200);

    /**
     * Makes the call. The {@code Uni} fails with a {@link WireFailure} if no answer came or the gateway's own fault is the answer (5xx), because
     * failures are what a circuit breaker counts.
     */
    public Uni<WireAnswer> make() {
        return Uni.createFrom()
                .deferred(send::get)
                .ifNoItem()
                .after(bound.plus(GRACE))
                .fail()
                .onFailure()
                .transform(WireFailure::of)
                .map(WireCall::answered)
                .map(WireCall::faultIsFailure);
    }

    private static WireAnswer.Answered answered(RestResponse<String> response) {
        // most answers are not asked for a header, and making texts of all of them costs more than one
        return new WireAnswer.Answered(
                response.getStatus(),
                name -> Optional.ofNullable(response.getStringHeaders().getFirst(name)),
                body(response));
    }

    /** The client reads the body of a good answer, and of others hands out the bytes that it has received. */
    private static String body(RestResponse<?> response) {
        Object entity = response.getEntity();
        if (entity instanceof InputStream bytes) {
            try (bytes) {
                return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw new WireFailure.NoAnswer(WireAnswer.Lost.NO_ANSWER);
            }
        }
        return entity == null ? "" : (String) entity;
    }

    private static WireAnswer faultIsFailure(WireAnswer.Answered answer) {
        if (answer.status() >= 500) {
            throw new WireFailure.ServerFault(answer);
        }
        return answer;
    }
}

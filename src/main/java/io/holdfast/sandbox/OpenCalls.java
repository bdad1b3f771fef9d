package io.holdfast.sandbox;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The calls that are answered late, badly or never. */
final class OpenCalls {
    private static final OptionalInt ONE_SECOND = OptionalInt.of(1);

    private final Vertx vertx;
    private final int limit;
    private final Set<Exchange> silent = new LinkedHashSet<>();
    private final Map<Long, Exchange> late = new HashMap<>();

    OpenCalls(Vertx vertx, int limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    /** Gives the caller what the fault has for an answer. */
    void fail(Exchange exchange, Fault.Answer answer) {
        switch (answer) {
            case SILENCE:
                exchange.leaveUnanswered();
                keepSilent(exchange);
                break;
            case CLOSED:
                exchange.closeUnanswered();
                break;
            case TOO_MANY_REQUESTS:
                error(exchange, 429, "too_many_requests", ONE_SECOND);
                break;
            case UNAVAILABLE:
                error(exchange, 503, "unavailable", ONE_SECOND);
                break;
            case SERVER_ERROR:
                error(exchange, 500, "internal_error", OptionalInt.empty());
                break;
            case NORMAL:
            default:
                throw new IllegalArgumentException("a normal answer is no fault");
        }
    }

    /**
     * Goes on with a call after a while, also when the caller has hung up by then: that is what makes a late yes.
     *
     * @throws ApiError 503 when too many calls wait already
     */
    void later(Exchange exchange, Duration delay, Runnable action) {
        if (late.size() >= limit) {
            throw ApiError.comeBackLater("too_many_open_calls", "too many calls wait already");
        }
        long timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> {
            late.remove(fired);
            action.run();
        });
        late.put(timer, exchange);
    }

    /** Drops every open call; none of them acts any more. */
    void clear() {
        late.forEach((timer, exchange) -> {
            vertx.cancelTimer(timer);
            exchange.close();
        });
        late.clear();
        Set<Exchange> closing = Set.copyOf(silent);
        silent.clear();
        closing.forEach(Exchange::close);
    }

    private void keepSilent(Exchange exchange) {
        if (silent.size() >= limit) {
            Iterator<Exchange> oldest = silent.iterator();
            Exchange closing = oldest.next();
            oldest.remove();
            closing.close();
        }
        silent.add(exchange);
        exchange.whenOver(() -> silent.remove(exchange));
    }

    private static void error(Exchange exchange, int status, String code, OptionalInt retryAfterSeconds) {
        exchange.answer(
                status, code, JsonText.error(code, "a fault that the payment method asked for"), retryAfterSeconds);
    }
}

package io.holdfast.dispute;

import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.Inquiry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A call that was made to a gateway, as the story tells of it: what for, what came of it, how long it took. Never what was said.
 *
 * @param kind {@code authorize}, {@code ask}, and so on
 * @param outcome in a word
 */
record GatewayCall(String kind, String outcome, Duration took) {

    /** Under this name a story's event holds the calls that led to it. */
    static final String FACT = "gateway_calls";

    /** The outcome of sending something; none if it never got so far as to be a call. */
    static List<GatewayCall> sent(String kind, GatewayOutcome<?> outcome, Duration took) {
        if (outcome instanceof GatewayOutcome.NotSent<?> notSent
                && (notSent.reason() == GatewayOutcome.Reason.BREAKER_OPEN
                        || notSent.reason() == GatewayOutcome.Reason.BULKHEAD_FULL)) {
            return List.of();
        }
        return List.of(new GatewayCall(kind, outcome.name(), took));
    }

    static List<GatewayCall> asked(Inquiry inquiry, Duration took) {
        return List.of(new GatewayCall("ask", inquiry.name(), took));
    }

    static List<GatewayCall> together(List<GatewayCall> first, List<GatewayCall> then) {
        List<GatewayCall> both = new ArrayList<>(first);
        both.addAll(then);
        return both;
    }

    /** For example {@code ask absent 12ms, authorize approved 140ms}. */
    static String text(List<GatewayCall> calls) {
        return calls.stream()
                .map(call -> call.kind + " " + call.outcome + " " + call.took.toMillis() + "ms")
                .collect(Collectors.joining(", "));
    }
}

package io.holdfast.trace;

import io.holdfast.carddata.CardNumbers;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells OpenTelemetry of each call, each operation and each gateway call, if somebody wants to know; off, no span is made.
 *
 * <p>The spans are made here, by hand, and say only what is written in this package and by its callers: what instruments itself would tell of addresses,
 * and those may hold a payment token or what a caller should not have sent. Of the caller's headers only {@code traceparent} is read
 * (<a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>), which has room for two numbers and nothing else; {@code tracestate} and baggage are
 * anybody's text.
 */
public final class Traces {

    public static final String TRACEPARENT = "traceparent";

    public static final AttributeKey<String> DISPUTE = AttributeKey.stringKey("holdfast.dispute.id");
    public static final AttributeKey<String> GATEWAY = AttributeKey.stringKey("holdfast.gateway");
    public static final AttributeKey<String> KIND = AttributeKey.stringKey("holdfast.kind");
    public static final AttributeKey<String> OPERATION = AttributeKey.stringKey("holdfast.operation.id");
    public static final AttributeKey<String> ATTEMPT = AttributeKey.stringKey("holdfast.operation.attempt");
    public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("holdfast.outcome");

    private static final String LIBRARY = "io.holdfast";

    /** Whatever is done for a dispute says for which. */
    private static final ContextKey<String> FOR_DISPUTE = ContextKey.named("holdfast-dispute");

    private static final TextMapGetter<String> ONLY_TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public String get(String traceparent, String key) {
            return TRACEPARENT.equals(key) ? traceparent : null;
        }
    };

    private final Optional<Tracer> tracer;

    private Traces(Optional<Tracer> tracer) {
        this.tracer = tracer;
    }

    /** Nobody wants to know. */
    public static Traces off() {
        return new Traces(Optional.empty());
    }

    public static Traces to(OpenTelemetry telemetry) {
        return new Traces(Optional.of(telemetry.getTracer(LIBRARY)));
    }

    public boolean areOn() {
        return tracer.isPresent();
    }

    /** Where we are, to be carried on by whoever goes on with the work; empty if no trace runs here. */
    public Optional<String> here() {
        return tracer.isEmpty() ? Optional.empty() : header();
    }

    /** As {@link #here}, for whoever has none of this at hand. */
    public static Optional<String> header() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? Optional.of(text(span)).filter(Traces::isFit) : Optional.empty();
    }

    private static String text(SpanContext span) {
        return "00-" + span.getTraceId() + '-' + span.getSpanId() + '-'
                + span.getTraceFlags().asHex();
    }

    /** Numbers drawn by lot may look like a card number, one in some thousands; such a one is not passed on, nor kept. */
    private static boolean isFit(String traceparent) {
        return !CardNumbers.contains(traceparent);
    }

    /** What a {@code traceparent} points to; nothing, if it is none. */
    public static Context from(String traceparent) {
        if (!isFit(traceparent)) {
            return Context.root();
        }
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, ONLY_TRACEPARENT);
    }

    /** Begins a span, for callers who end it themselves. */
    public Optional<Span> begin(Stretch stretch) {
        return tracer.map(it -> span(it, stretch, parent(stretch)));
    }

    /** Does the work within a span of its own, which ends with it. */
    public <T> Uni<T> within(Supplier<Stretch> stretch, Supplier<Uni<T>> work) {
        if (tracer.isEmpty()) {
            return work.get();
        }
        return Uni.createFrom().deferred(() -> {
            Stretch its = stretch.get();
            Context parent = parent(its);
            Span span = span(tracer.get(), its, parent);
            Scope scope = enter(remembering(its, parent.with(span)));
            return Uni.createFrom().<T>deferred(work::get).onTermination().invoke((done, failure, cancelled) -> {
                if (failure != null || cancelled) {
                    span.setStatus(StatusCode.ERROR);
                }
                scope.close();
                span.end();
            });
        });
    }

    /**
     * Says what came of the stretch that runs here.
     *
     * @param outcome in a word
     */
    public void outcome(String outcome, boolean isTrouble) {
        if (tracer.isPresent()) {
            Span span = Span.current().setAttribute(OUTCOME, outcome);
            if (isTrouble) {
                span.setStatus(StatusCode.ERROR);
            }
        }
    }

    /** Says which dispute the stretch that runs here turned out to be about. */
    public void about(Object disputeId) {
        if (tracer.isPresent()) {
            Span.current().setAttribute(DISPUTE, disputeId.toString());
        }
    }

    /** On a context of its own only: elsewhere what is current would stay so for others. */
    public static Scope enter(Context context) {
        return VertxContext.isOnDuplicatedContext() ? context.makeCurrent() : Scope.noop();
    }

    private static Context parent(Stretch stretch) {
        return stretch.parent()
                .map(Traces::from)
                .orElseGet(() -> stretch.ofItsOwn() ? Context.root() : Context.current());
    }

    private static Context remembering(Stretch stretch, Context context) {
        String dispute = stretch.facts().get(DISPUTE);
        return dispute == null ? context : context.with(FOR_DISPUTE, dispute);
    }

    private static Span span(Tracer tracer, Stretch stretch, Context parent) {
        SpanBuilder builder =
                tracer.spanBuilder(stretch.name()).setSpanKind(stretch.kind()).setParent(parent);
        String dispute = parent.get(FOR_DISPUTE);
        if (dispute != null) {
            builder.setAttribute(DISPUTE, dispute);
        }
        stretch.facts().forEach(builder::setAttribute);
        return builder.startSpan();
    }
}

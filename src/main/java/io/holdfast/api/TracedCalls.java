package io.holdfast.api;

import io.holdfast.trace.Stretch;
import io.holdfast.trace.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Begins the trace of a call, or goes on with the caller's. It says which method, which route and which status, by OpenTelemetry's conventions for HTTP; not
 * the address, nor who called: callers choose those words.
 */
@ApplicationScoped
class TracedCalls {

    /** Behind the {@link FrontDoor}: what it refuses leaves no trace. */
    private static final int BEHIND_THE_DOOR = FrontDoor.BEFORE_ALL_OTHERS - 1;

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    /** As the conventions call all others. */
    private static final String OTHER_METHOD = "_OTHER";

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private static final int SERVER_FAULT = 500;

    private final Traces traces;

    TracedCalls(Traces traces) {
        this.traces = traces;
    }

    void register(@Observes Filters filters) {
        if (traces.areOn()) {
            filters.register(this::begin, BEHIND_THE_DOOR);
        }
    }

    private void begin(RoutingContext call) {
        String method = METHODS.contains(call.request().method())
                ? call.request().method().name()
                : OTHER_METHOD;
        Optional<String> caller = Optional.ofNullable(call.request().getHeader(Traces.TRACEPARENT));
        Stretch stretch = new Stretch(method, SpanKind.SERVER, caller, true, Map.of(METHOD, method));
        traces.begin(stretch).ifPresent(span -> {
            Scope scope = Traces.enter(Context.root().with(span));
            call.addEndHandler(sent -> {
                scope.close();
                end(call, method, span, sent.succeeded());
            });
        });
        call.next();
    }

    private static void end(RoutingContext call, String method, Span span, boolean sent) {
        String route = ((HttpServerRequestInternal) call.request()).context().getLocal(FrontDoor.ADDRESS_IN_METRICS);
        if (route != null) {
            span.updateName(method + ' ' + route).setAttribute(ROUTE, route);
        }
        int status = call.response().getStatusCode();
        if (sent) {
            span.setAttribute(STATUS, (long) status);
        } else {
            span.setAttribute(Traces.OUTCOME, "caller hung up");
        }
        if (status >= SERVER_FAULT) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}

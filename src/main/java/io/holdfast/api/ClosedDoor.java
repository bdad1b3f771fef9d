package io.holdfast.api;

import io.holdfast.time.OpeningHours;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/**
 * Turns away what would begin new work while this process is closing, webhooks too: another replica takes it, or this one's successor. Who only looks
 * gets an answer to the last.
 */
@ApplicationScoped
class ClosedDoor {

    /** Behind the front door, which names the request. */
    private static final int BEHIND_THE_FRONT_DOOR = 9_000;

    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final OpeningHours hours;
    private final ProblemWriter problems;

    ClosedDoor(OpeningHours hours, ProblemWriter problems) {
        this.hours = hours;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, BEHIND_THE_FRONT_DOOR);
    }

    private void enter(RoutingContext call) {
        if (hours.isOpen()) {
            call.next();
            return;
        }
        if (call.request().version() != HttpVersion.HTTP_2) {
            // The next request of this caller is for somebody else. An answer of HTTP/2 that speaks of its connection
            // is malformed (RFC 9113, 8.2.2).
            call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (LOOKING.contains(call.request().method())) {
            call.next();
        } else {
            problems.write(call, Problems.ofStatus(503));
        }
    }
}

package io.holdfast.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;

/** The description of the API can be read, and nothing else. The framework would give it in answer to whatever is asked of it. */
@ApplicationScoped
class DescriptionDoor {

    private static final String DESCRIPTION = "/q/openapi(\\.(json|yaml|yml))?/?";

    /** And behind the filters, of which one names the request. */
    private static final int BEFORE_THE_DESCRIPTION = -1;

    private static final String ALLOWED = "GET, HEAD";

    private final ProblemWriter problems;

    DescriptionDoor(ProblemWriter problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.routeWithRegex(DESCRIPTION).order(BEFORE_THE_DESCRIPTION).handler(this::enter);
    }

    private void enter(RoutingContext call) {
        HttpMethod method = call.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            call.next();
            return;
        }
        call.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
        problems.write(call, Problems.ofStatus(405));
    }
}

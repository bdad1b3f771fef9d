package io.holdfast.api;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers whatever ends a request early with its problem. */
class ProblemMappers {

    private final CallJournal calls;

    ProblemMappers(CallJournal calls) {
        this.calls = calls;
    }

    /** Each type is named that the framework would otherwise answer in its own way. */
    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        AuthenticationFailedException.class,
        UnauthorizedException.class,
        ForbiddenException.class,
        IllegalArgumentException.class
    })
    public Response answer(Throwable failure, RoutingContext call) {
        Problem problem = Problems.of(failure, RequestId.of(call));
        calls.refused(call, problem);
        Response.ResponseBuilder answer = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(ProblemBody.of(problem, RequestId.of(call)));
        problem.headers().forEach(answer::header);
        if (problem.status() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
            answer.header(HttpHeaders.ALLOW, AllowedMethods.of(call.normalizedPath()));
        }
        return answer.build();
    }
}

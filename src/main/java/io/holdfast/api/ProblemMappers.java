package io.holdfast.api;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers whatever ends a request early with its problem. */
class ProblemMappers {

    private final CallJournal calls;
    private final Limits limits;

    ProblemMappers(CallJournal calls, Limits limits) {
        this.calls = calls;
        this.limits = limits;
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
        Problem problem = withPatience(Problems.of(failure, RequestId.of(call)), call);
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

    /** A refused credential or signature is counted, and too many of them are answered without a word of what was wrong. */
    private Problem withPatience(Problem problem, RoutingContext call) {
        if (problem.status() != Response.Status.UNAUTHORIZED.getStatusCode()) {
            return problem;
        }
        Duration wait = limits.failed(call);
        return wait.isZero() ? problem : Problems.tooMany(wait);
    }
}

package io.holdfast.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

/** Writes a problem before a resource was reached. */
@ApplicationScoped
class ProblemWriter {

    private final ObjectMapper json;
    private final CallJournal calls;

    ProblemWriter(ObjectMapper json, CallJournal calls) {
        this.json = json;
        this.calls = calls;
    }

    /** Answers, unless that has happened already. */
    Future<Void> write(RoutingContext call, Problem problem) {
        HttpServerResponse response = call.response();
        if (response.ended() || response.headWritten()) {
            return Future.succeededFuture();
        }
        calls.refused(call, problem);
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.headers().forEach(response::putHeader);
        return response.end(text(ProblemBody.of(problem, RequestId.of(call))));
    }

    private String text(ProblemBody body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem is plain text and numbers", impossible);
        }
    }
}

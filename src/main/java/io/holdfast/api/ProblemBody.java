package io.holdfast.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A problem as it is sent (RFC 9457). */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemBody(
        String type, String title, int status, String detail, List<FieldError> errors, String requestId) {

    static ProblemBody of(Problem problem, String requestId) {
        return new ProblemBody(
                problem.type(), problem.title(), problem.status(), problem.detail(), problem.errors(), requestId);
    }
}

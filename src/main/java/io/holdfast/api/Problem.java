package io.holdfast.api;

import java.util.List;
import java.util.Map;

/**
 * A refusal in the words of RFC 9457, before it is written.
 *
 * @param code stable; callers branch on it, as the end of the {@code type} URI
 * @param title the same for every problem of that code
 * @param detail what to do about it; says nothing of the input, the database or a gateway
 * @param errors what is wrong with which field, if that is the problem
 * @param headers that belong to the answer, such as {@code Retry-After}
 */
public record Problem(
        String code, int status, String title, String detail, List<FieldError> errors, Map<String, String> headers) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_BASE = "https://holdfast.io/problems/";

    public Problem {
        errors = List.copyOf(errors);
        headers = Map.copyOf(headers);
    }

    Problem(String code, int status, String title, String detail) {
        this(code, status, title, detail, List.of(), Map.of());
    }

    public String type() {
        return TYPE_BASE + code;
    }

    Problem withErrors(List<FieldError> newErrors) {
        return new Problem(code, status, title, detail, newErrors, headers);
    }

    Problem withHeader(String name, String value) {
        return new Problem(code, status, title, detail, errors, Map.of(name, value));
    }
}

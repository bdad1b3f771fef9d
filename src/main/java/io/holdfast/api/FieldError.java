package io.holdfast.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One thing that is wrong with a request.
 *
 * @param field as the caller wrote it: a key of the body, a query parameter or a header
 * @param message what is asked for; never what was sent
 */
@RegisterForReflection
public record FieldError(String field, String message) {}

package io.holdfast.api;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.trace.LogIds;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the ids in addresses. What is no id names nothing: a 404, like an id that nothing has. */
@Provider
public class PathIds implements ParamConverterProvider {

    /** {@link UUID#fromString} would also read {@code 1-1-1-1-1}. */
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        if (type == DisputeId.class) {
            return (ParamConverter<T>) new UuidConverter<>(PathIds::named);
        }
        if (type == OperationId.class) {
            return (ParamConverter<T>) new UuidConverter<>(OperationId::new);
        }
        return null;
    }

    /** @throws Refusal if it names nothing */
    static DisputeId dispute(String text) {
        return new UuidConverter<>(PathIds::named).fromString(text);
    }

    private static DisputeId named(UUID id) {
        LogIds.dispute(id);
        return new DisputeId(id);
    }

    private record UuidConverter<T>(Function<UUID, T> id) implements ParamConverter<T> {

        @Override
        public T fromString(String text) {
            if (text == null || !UUID_TEXT.matcher(text).matches()) {
                throw new Refusal(Problems.notFound());
            }
            return id.apply(UUID.fromString(text));
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }
}

package io.holdfast.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.holdfast.store.pages.Page;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param nextCursor where the next page starts; left out on the last one
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PageView<T>(List<T> data, Optional<String> nextCursor) {

    static <R, T> PageView<T> of(Page<R> page, Function<R, T> view) {
        return new PageView<>(page.rows().stream().map(view).toList(), page.nextCursor());
    }
}

package io.holdfast.store.pages;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param nextCursor where the next page starts; empty on the last one
 */
public record Page<T>(List<T> rows, Optional<String> nextCursor) {

    public Page {
        rows = List.copyOf(rows);
    }

    /**
     * @param read one row more than the page has room for, if there are more
     * @param position of a row, for the cursor
     */
    static <T> Page<T> of(List<T> read, int limit, Function<T, Object> position, String filters) {
        if (read.size() <= limit) {
            return new Page<>(read, Optional.empty());
        }
        List<T> rows = read.subList(0, limit);
        String last = position.apply(rows.get(limit - 1)).toString();
        return new Page<>(rows, Optional.of(Cursor.after(last, filters)));
    }
}

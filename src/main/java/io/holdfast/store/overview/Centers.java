package io.holdfast.store.overview;

import java.util.List;

/**
 * Call centres to choose from.
 *
 * @param names in their order
 * @param more whether there are, or may be, others
 */
public record Centers(List<String> names, boolean more) {

    public Centers {
        names = List.copyOf(names);
    }
}

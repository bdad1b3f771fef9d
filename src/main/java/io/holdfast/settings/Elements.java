package io.holdfast.settings;

import java.util.Collection;
import java.util.List;

/** The elements of a setting that is a list. The library leaves the blanks in that stand behind a comma. */
public final class Elements {

    private Elements() {}

    /** Each without the blanks around it, and none that is nothing else; in their order. */
    public static List<String> of(Collection<String> written) {
        return written.stream()
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }
}

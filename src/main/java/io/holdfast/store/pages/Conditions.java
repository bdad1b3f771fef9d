package io.holdfast.store.pages;

import io.quarkus.panache.common.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a list, put together from those that were asked for. */
final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final Parameters parameters = new Parameters();

    /** A condition that always holds. */
    Conditions and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** A condition with one parameter, if there is a value for it. */
    Conditions and(String condition, String parameter, Optional<?> value) {
        value.ifPresent(present -> {
            conditions.add(condition);
            parameters.and(parameter, present);
        });
        return this;
    }

    /** In HQL; true if there are none. */
    String hql() {
        return conditions.isEmpty() ? "1 = 1" : String.join(" and ", conditions);
    }

    Parameters parameters() {
        return parameters;
    }
}

package io.holdfast.api;

import java.util.Map;

/**
 * A body that was read and holds no card data.
 *
 * @param fields empty if there was no body
 * @param isAbsent whether there was no body at all
 */
record JsonBody(Map<String, Object> fields, boolean isAbsent) {

    static final JsonBody ABSENT = new JsonBody(Map.of(), true);

    static JsonBody of(Map<String, Object> fields) {
        return new JsonBody(fields, false);
    }

    @Override
    public String toString() {
        return "JsonBody[***]";
    }
}

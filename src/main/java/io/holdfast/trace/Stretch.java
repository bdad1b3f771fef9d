package io.holdfast.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A stretch of work, as it is told of in a trace: ids, kinds and outcomes, never what was said.
 *
 * @param name one of few
 * @param parent where it comes from, as a W3C {@code traceparent}; if there is none, it is part of what runs here
 * @param ofItsOwn whether, without a parent, it begins a trace of its own whatever runs here
 */
public record Stretch(
        String name,
        SpanKind kind,
        Optional<String> parent,
        boolean ofItsOwn,
        Map<AttributeKey<String>, String> facts) {

    /** Part of what runs here. */
    public static Stretch call(String name) {
        return new Stretch(name, SpanKind.CLIENT, Optional.empty(), false, Map.of());
    }

    /** Work that somebody else asked for, before, and perhaps elsewhere. */
    public static Stretch behind(Optional<String> parent, String name) {
        return new Stretch(name, SpanKind.CONSUMER, parent, true, Map.of());
    }

    public Stretch with(AttributeKey<String> fact, String value) {
        Map<AttributeKey<String>, String> more = new LinkedHashMap<>(facts);
        more.put(fact, value);
        return new Stretch(name, kind, parent, ofItsOwn, more);
    }
}

package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of PaymentIntents.
 *
 * @param next where the following page starts; empty on the last one
 */
record StripePage(List<JsonNode> intents, Optional<String> next) {

    StripePage {
        intents = List.copyOf(intents);
    }

    /** A list goes on after the last intent of the page, of those that have a usable id: where it goes on is kept. Empty if it is no page, or one that does not tell where the next one starts. */
    static Optional<StripePage> ofList(JsonNode body) {
        return of(body, StripePage::lastId);
    }

    /** A search says itself where it goes on. Empty if it is no page, or one that does not tell where the next one starts. */
    static Optional<StripePage> ofSearch(JsonNode body) {
        return of(body, intents -> WireJson.text(body, "next_page"));
    }

    private static Optional<String> lastId(List<JsonNode> intents) {
        return intents.stream()
                .flatMap(it -> WireJson.text(it, "id").filter(WireId::isUsable).stream())
                .reduce((before, last) -> last);
    }

    private static Optional<StripePage> of(JsonNode body, Function<List<JsonNode>, Optional<String>> nextAfter) {
        if (!body.path("data").isArray()) {
            return Optional.empty();
        }
        List<JsonNode> intents = new ArrayList<>();
        body.get("data").forEach(intents::add);
        if (!body.path("has_more").asBoolean()) {
            return Optional.of(new StripePage(intents, Optional.empty()));
        }
        return nextAfter.apply(intents).map(it -> new StripePage(intents, Optional.of(it)));
    }
}

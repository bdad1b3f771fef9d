package io.holdfast.notify.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.notify.Occurrence;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The events of a story that somebody who watches should hear of. Nothing of the customer is in them: ids, words and times only. */
final class Alarms {

    /** What to make of an event. */
    private enum Level {
        INFO,
        WARN,
        ERROR;

        private String lowerCase() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final Map<String, Level> TOLD = Map.of(
            StoryType.GATEWAY_UNSETTLED.code(), Level.WARN,
            StoryType.ATTENTION_RAISED.code(), Level.ERROR,
            StoryType.ATTENTION_CLEARED.code(), Level.INFO,
            StoryType.HOLD_DECLINED.code(), Level.INFO,
            StoryType.HOLD_EXPIRED.code(), Level.WARN,
            StoryType.CHARGE_FAILED.code(), Level.ERROR,
            StoryType.RENEWAL_FAILED.code(), Level.ERROR,
            StoryType.TOKEN_REFRESH_FAILED.code(), Level.WARN,
            StoryType.SURPLUS_FOUND.code(), Level.WARN);

    /** Outcomes that the guards gave in place of a call. */
    private static final Set<String> FALLBACKS =
            Set.of("no_connection", "breaker_open", "bulkhead_full", "credentials", "rate_limited");

    private Alarms() {}

    /** One JSON object a line; empty if there is nothing to hear. */
    static Optional<String> of(Occurrence occurrence) {
        boolean any = occurrence.story().stream().anyMatch(it -> TOLD.containsKey(it.type()));
        return any
                ? Optional.of(occurrence.story().stream()
                        .filter(it -> TOLD.containsKey(it.type()))
                        .map(it -> WireJson.write(alarm(it, occurrence.dispute())))
                        .collect(Collectors.joining("\n")))
                : Optional.empty();
    }

    private static ObjectNode alarm(ChainedEntry entry, Dispute dispute) {
        JsonNode detail = WireJson.readObject(entry.detail()).orElseGet(WireJson::object);
        ObjectNode alarm = WireJson.object();
        alarm.put("event", entry.type());
        alarm.put("kind", kind(entry.type(), detail.path("outcome").asText("")));
        alarm.put("level", TOLD.get(entry.type()).lowerCase());
        alarm.put("at", entry.at().toString());
        alarm.put("dispute_id", dispute.id().value().toString());
        alarm.put("sequence", entry.sequence());
        alarm.put("gateway", dispute.terms().gateway());
        alarm.put("status", dispute.status().name());
        dispute.attention().ifPresent(it -> alarm.put("attention", it.name()));
        alarm.set("detail", detail);
        return alarm;
    }

    private static String kind(String type, String outcome) {
        if (type.equals(StoryType.GATEWAY_UNSETTLED.code())) {
            String word = outcome.toLowerCase(java.util.Locale.ROOT);
            if (word.contains("timeout")) {
                return "timeout";
            }
            return FALLBACKS.contains(word) ? "fallback" : "unsettled";
        }
        return type.startsWith("attention.") ? "attention" : "failure";
    }
}

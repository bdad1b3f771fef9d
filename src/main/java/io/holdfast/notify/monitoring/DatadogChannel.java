package io.holdfast.notify.monitoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.notify.Telling;
import io.holdfast.notify.wire.Answer;
import io.holdfast.notify.wire.Courier;
import io.holdfast.secret.Secret;
import io.holdfast.settings.Elements;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Datadog's intake of logs: one array, 202 when it is taken. Source: "Send logs", Datadog API v2. */
final class DatadogChannel extends Collector {

    static final String NAME = "datadog";

    private final Secret apiKey;
    private final String service;
    private final Optional<String> tags;
    private final String host = host();

    DatadogChannel(
            Courier courier,
            URI address,
            Secret apiKey,
            String service,
            Optional<String> tags,
            Clock clock,
            Duration timeout) {
        super(courier, address, clock, timeout);
        this.apiKey = apiKey;
        this.service = service;
        // Datadog would take a blank behind a comma for the first letter of a tag's name, which it must not be.
        this.tags = tags.map(written -> String.join(",", Elements.of(List.of(written.split(",")))))
                .filter(it -> !it.isEmpty());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    Map<String, String> headers() {
        return Map.of("DD-API-KEY", apiKey.reveal(), "Content-Type", "application/json");
    }

    @Override
    String body(List<ObjectNode> events) {
        return events.stream().map(event -> WireJson.write(log(event))).collect(Collectors.joining(",", "[", "]"));
    }

    private ObjectNode log(ObjectNode event) {
        ObjectNode log = WireJson.object();
        String name = event.path("event").asText();
        String gateway = event.path("gateway").asText();
        log.put("ddsource", "holdfast");
        log.put("service", service);
        log.put("hostname", host);
        log.put(
                "ddtags",
                "gateway:" + gateway + ",event:" + name
                        + tags.map(it -> "," + it).orElse(""));
        log.put("message", "dispute " + event.path("dispute_id").asText() + ": " + name + " at " + gateway);
        // The names that Datadog takes the time and the severity from.
        log.set("timestamp", event.get("at"));
        log.put("status", event.path("level").asText());
        log.set("holdfast", event);
        return log;
    }

    @Override
    Telling meaning(Answer.Answered answer) {
        if (answer.isSuccess()) {
            return new Telling.Told();
        }
        return answer.status() == 400 ? new Telling.Refused(answer.reason()) : Telling.Failed.because(answer.reason());
    }
}

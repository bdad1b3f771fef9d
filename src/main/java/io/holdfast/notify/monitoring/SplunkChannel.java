package io.holdfast.notify.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.notify.Telling;
import io.holdfast.notify.wire.Answer;
import io.holdfast.notify.wire.Courier;
import io.holdfast.secret.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Splunk's HTTP Event Collector: events one after another in one body, {@code {"text": "Success", "code": 0}} when they are taken. Source: "Format
 * events for HTTP Event Collector" and "Troubleshoot HTTP Event Collector", Splunk Enterprise 9.
 */
final class SplunkChannel extends Collector {

    static final String NAME = "splunk";

    /** No data, invalid format, event field missing, blank, or not to be indexed: about the event itself. */
    private static final Set<Integer> BAD_EVENT = Set.of(5, 6, 12, 13, 15);

    private final Secret token;
    private final String sourcetype;
    private final Optional<String> index;
    private final String host = host();

    /** Tokens with indexer acknowledgment ask for one; the others do not mind. */
    private final String channel = UUID.randomUUID().toString();

    SplunkChannel(
            Courier courier,
            URI address,
            Secret token,
            String sourcetype,
            Optional<String> index,
            Clock clock,
            Duration timeout) {
        super(courier, address, clock, timeout);
        this.token = token;
        this.sourcetype = sourcetype;
        this.index = index;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    Map<String, String> headers() {
        return Map.of(
                "Authorization",
                "Splunk " + token.reveal(),
                "Content-Type",
                "application/json",
                "X-Splunk-Request-Channel",
                channel);
    }

    @Override
    String body(List<ObjectNode> events) {
        return events.stream().map(event -> WireJson.write(wrapped(event))).collect(Collectors.joining("\n"));
    }

    private ObjectNode wrapped(ObjectNode event) {
        ObjectNode wrapped = WireJson.object();
        wrapped.put("time", seconds(Instant.parse(event.path("at").asText())));
        wrapped.put("host", host);
        wrapped.put("source", "holdfast");
        wrapped.put("sourcetype", sourcetype);
        index.ifPresent(it -> wrapped.put("index", it));
        wrapped.set("event", event);
        return wrapped;
    }

    private static BigDecimal seconds(Instant at) {
        return BigDecimal.valueOf(at.toEpochMilli(), 3);
    }

    @Override
    Telling meaning(Answer.Answered answer) {
        int code = WireJson.readObject(answer.body())
                .map(body -> body.path("code"))
                .filter(JsonNode::isInt)
                .map(JsonNode::asInt)
                .orElse(-1);
        if (answer.isSuccess() && code == 0) {
            return new Telling.Told();
        }
        if (answer.status() == 400 && BAD_EVENT.contains(code)) {
            return new Telling.Refused("hec_" + code);
        }
        return Telling.Failed.because(code >= 0 ? "hec_" + code : answer.reason());
    }
}

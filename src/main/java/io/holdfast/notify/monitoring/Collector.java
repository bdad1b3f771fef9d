package io.holdfast.notify.monitoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.notify.Channel;
import io.holdfast.notify.Occurrence;
import io.holdfast.notify.Telling;
import io.holdfast.notify.wire.Answer;
import io.holdfast.notify.wire.Courier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service that collects events, many in one request. */
abstract class Collector implements Channel {

    /** Ten attempts in about sixteen hours; Datadog takes nothing older than eighteen. */
    private static final List<Duration> RETRIES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8));

    private static final Duration PATIENCE = Duration.ofHours(17);

    /** How long to leave it alone after a 429 that does not say. */
    private static final Duration UNTOLD_WAIT = Duration.ofSeconds(30);

    private static final int CONCURRENCY = 2;

    /** At under a kilobyte each far below what either takes: 1 MB for Splunk by default, 1000 entries and 5 MB for Datadog. */
    private static final int PARCELS = 50;

    private static final int MESSAGES = 10;

    private final Courier courier;
    private final URI address;
    private final Clock clock;
    private final Terms terms;

    Collector(Courier courier, URI address, Clock clock, Duration timeout) {
        this.courier = courier;
        this.address = address;
        this.clock = clock;
        this.terms = new Terms(CONCURRENCY, PARCELS, MESSAGES, timeout, RETRIES, PATIENCE);
    }

    /** How to show who sends, and that it is JSON. */
    abstract Map<String, String> headers();

    /** The events as one body. */
    abstract String body(List<ObjectNode> events);

    /** What an answer means that is neither a 429 nor a failure of theirs. */
    abstract Telling meaning(Answer.Answered answer);

    @Override
    public Optional<String> compose(Occurrence occurrence) {
        return Alarms.of(occurrence);
    }

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public Uni<Telling> tell(List<Note> notes) {
        List<ObjectNode> events = notes.stream()
                .flatMap(note -> note.body().lines())
                .map(line -> (ObjectNode) WireJson.readObject(line).orElseThrow())
                .toList();
        Zipped body = Zipped.of(body(events));
        Map<String, String> headers = new HashMap<>(headers());
        headers.putAll(body.headers());
        return courier.send(HttpMethod.POST, address, headers, body.body()).map(this::understood);
    }

    private Telling understood(Answer answer) {
        if (answer instanceof Answer.Lost lost) {
            return Telling.Failed.because(lost.reason());
        }
        Answer.Answered answered = (Answer.Answered) answer;
        if (answered.status() == 429) {
            return new Telling.Throttled(
                    answered.reason(), answered.patience(clock).orElse(UNTOLD_WAIT));
        }
        if (answered.status() == 401 || answered.status() == 403) {
            return Telling.Failed.because("credentials");
        }
        if (answered.status() == 413) {
            return new Telling.Refused(answered.reason());
        }
        if (answered.status() >= 500) {
            return new Telling.Failed(answered.reason(), answered.patience(clock));
        }
        return meaning(answered);
    }

    /** This host's name, for them to tell replicas apart. */
    static String host() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(it -> !it.isBlank())
                .orElseGet(Collector::machine);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}

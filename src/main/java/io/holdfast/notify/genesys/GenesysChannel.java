package io.holdfast.notify.genesys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.notify.Channel;
import io.holdfast.notify.Occurrence;
import io.holdfast.notify.Telling;
import io.holdfast.notify.wire.Answer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Mirrors a dispute in the attributes of the conversation's customer, and starts a workflow if there is one. */
final class GenesysChannel implements Channel {

    static final String NAME = "genesys";

    /** Seven attempts in about an hour and a half: the agent looks at the attributes while the conversation is there. */
    static final List<Duration> RETRIES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(20),
            Duration.ofHours(1));

    private static final Duration PATIENCE = Duration.ofHours(6);

    /** How long to leave the platform alone after a 429 that does not say. */
    private static final Duration UNTOLD_WAIT = Duration.ofSeconds(30);

    /** How long to leave the platform alone that does not know us: no message can change that, so none of them pays for it. */
    private static final Duration CREDENTIALS_WAIT = Duration.ofSeconds(30);

    private static final int CONCURRENCY = 4;

    /** A conversation, a participant's attributes and a workflow, and a token twice. */
    private static final int MOST_REQUESTS = 5;

    /** The platform's are UUIDs. */
    private static final Pattern CONVERSATION = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private static final int MOST_KNOWN = 4_096;

    /**
     * @param workflowId what to start, if anything
     * @param workflowInputs fields of the dispute, and {@code event}
     */
    record Wishes(
            String attributePrefix,
            Optional<String> workflowId,
            List<String> workflowInputs,
            String workflowInputPrefix) {}

    /** Which dispute is the newest of a conversation; empty if none is kept any more. Fails if the database is away. */
    @FunctionalInterface
    interface Newest {

        Uni<Optional<DisputeId>> of(String conversationId);
    }

    private final GenesysApi api;
    private final Newest newest;
    private final Wishes wishes;
    private final Clock clock;
    private final Terms terms;
    private final Map<String, String> customers = Collections.synchronizedMap(new Known());

    GenesysChannel(GenesysApi api, Newest newest, Wishes wishes, Clock clock, Duration timeout) {
        this.api = api;
        this.newest = newest;
        this.wishes = wishes;
        this.clock = clock;
        this.terms = new Terms(CONCURRENCY, 1, 1, longestTell(api, timeout), RETRIES, PATIENCE);
    }

    /** Each request waits for its place behind one of each other telling, at most. */
    private static Duration longestTell(GenesysApi api, Duration timeout) {
        return timeout.plus(api.longestWait(CONCURRENCY)).multipliedBy(MOST_REQUESTS);
    }

    /** The customers of the conversations that were spoken of last. */
    private static final class Known extends LinkedHashMap<String, String> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_KNOWN;
        }
    }

    /** An answer that ends the telling early. */
    private static final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Telling telling;

        private Ended(Telling telling) {
            super(null, null, false, false);
            this.telling = telling;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> compose(Occurrence occurrence) {
        boolean concerned = occurrence.dispute().terms().conversationId().isPresent()
                || wishes.workflowId().isPresent();
        return concerned ? occurrence.event() : Optional.empty();
    }

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public Uni<Telling> tell(List<Note> notes) {
        JsonNode event = WireJson.readObject(notes.get(0).body()).orElseThrow();
        JsonNode data = event.path("data");
        return mirror(notes.get(0).dispute(), data)
                .chain(mirrored -> start(event, mirrored))
                .onFailure(Ended.class)
                .recoverWithItem(failure -> ((Ended) failure).telling);
    }

    /** The attributes first: an agent waits for them. A conversation that is gone is no reason not to start the workflow. */
    private Uni<Telling> mirror(DisputeId dispute, JsonNode data) {
        String conversation = data.path("conversation_id").asText("");
        if (conversation.isEmpty()) {
            return told();
        }
        if (!CONVERSATION.matcher(conversation).matches()) {
            return Uni.createFrom().item(new Telling.Refused("no_conversation"));
        }
        ObjectNode body = WireJson.object();
        ObjectNode attributes = body.putObject("attributes");
        Attributes.of(data, wishes.attributePrefix()).forEach(attributes::put);
        return customer(conversation)
                .chain(customer -> customer.isEmpty()
                        ? Uni.createFrom().item(new Telling.Refused("no_customer"))
                        : patchUnlessSuperseded(dispute, conversation, customer.get(), WireJson.write(body)))
                .onFailure(Ended.class)
                .recoverWithUni(failure -> ((Ended) failure).telling instanceof Telling.Refused refused
                        ? Uni.createFrom().item(refused)
                        : Uni.createFrom().failure(failure));
    }

    /**
     * A conversation has one set of attributes, and they are its newest dispute's: an agent who decides by what is shown must not be shown an older one
     * because that one lapsed or was released meanwhile. Asked last, for what was asked earlier may be over.
     */
    private Uni<Telling> patchUnlessSuperseded(DisputeId dispute, String conversation, String customer, String body) {
        return newest.of(conversation)
                .chain(found -> found.filter(it -> !it.equals(dispute)).isPresent()
                        ? told()
                        : patch(conversation, customer, body));
    }

    private Uni<Telling> patch(String conversation, String customer, String body) {
        String path = "/api/v2/conversations/calls/" + encoded(conversation) + "/participants/" + encoded(customer)
                + "/attributes";
        return api.call(HttpMethod.PATCH, path, Optional.of(body)).map(answer -> {
            if (answer instanceof Answer.Answered answered && answered.status() == 404) {
                customers.remove(conversation);
            }
            return accepted(answer);
        });
    }

    private Uni<Optional<String>> customer(String conversation) {
        String known = customers.get(conversation);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return api.call(HttpMethod.GET, "/api/v2/conversations/" + encoded(conversation), Optional.empty())
                .map(answer -> {
                    accepted(answer);
                    Optional<String> found = customerIn(((Answer.Answered) answer).body());
                    found.ifPresent(id -> customers.put(conversation, id));
                    return found;
                });
    }

    /** In an outbound call the customer is the external participant. */
    private static Optional<String> customerIn(String body) {
        JsonNode participants = WireJson.readObject(body)
                .orElseThrow(() -> new Ended(Telling.Failed.because("unreadable")))
                .path("participants");
        for (String purpose : List.of("customer", "external")) {
            for (JsonNode participant : participants) {
                String id = participant.path("id").asText("");
                if (purpose.equals(participant.path("purpose").asText("")) && !id.isEmpty()) {
                    return Optional.of(id);
                }
            }
        }
        return Optional.empty();
    }

    private Uni<Telling> start(JsonNode event, Telling mirrored) {
        if (wishes.workflowId().isEmpty()) {
            return Uni.createFrom().item(mirrored);
        }
        JsonNode data = event.path("data");
        ObjectNode body = WireJson.object();
        body.put("flowId", wishes.workflowId().get());
        body.put("name", "Holdfast " + data.path("dispute_id").asText());
        ObjectNode inputs = body.putObject("inputData");
        for (String input : wishes.workflowInputs()) {
            JsonNode value = input.equals("event") ? event.path("type") : data.path(input);
            if (!value.isMissingNode()) {
                String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
                inputs.put(wishes.workflowInputPrefix() + input, text);
            }
        }
        return api.call(HttpMethod.POST, "/api/v2/flows/executions", Optional.of(WireJson.write(body)))
                .map(this::accepted)
                // What the attributes came to is told when the workflow was started.
                .map(started -> mirrored);
    }

    /** @throws Ended if it is not */
    private Telling accepted(Answer answer) {
        if (answer.equals(GenesysApi.REFUSES_US)) {
            throw new Ended(new Telling.Throttled(GenesysApi.REFUSES_US.reason(), CREDENTIALS_WAIT));
        }
        if (answer instanceof Answer.Lost lost) {
            throw new Ended(Telling.Failed.because(lost.reason()));
        }
        Answer.Answered answered = (Answer.Answered) answer;
        if (answered.isSuccess()) {
            return new Telling.Told();
        }
        Optional<Duration> patience = answered.patience(clock);
        throw new Ended(
                switch (answered.status()) {
                    case 429 -> new Telling.Throttled(answered.reason(), patience.orElse(UNTOLD_WAIT));
                    case 400, 404, 405, 410, 413, 415, 422 -> new Telling.Refused(answered.reason());
                    // A 409 too: somebody else changed the conversation at that moment.
                    default -> new Telling.Failed(answered.reason(), patience);
                });
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Uni<Telling> told() {
        return Uni.createFrom().item(new Telling.Told());
    }
}

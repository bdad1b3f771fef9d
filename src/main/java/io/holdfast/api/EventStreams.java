package io.holdfast.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.pages.EventListing;
import io.holdfast.store.pages.EventPages;
import io.holdfast.time.OpeningHours;
import io.holdfast.time.Places;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** The stories that are followed here. */
@Startup
@ApplicationScoped
class EventStreams {

    private static final Logger LOG = Logger.getLogger(EventStreams.class);

    private static final int MOST = 15_000;

    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

    private static final Duration LONGEST_HEARTBEAT = Duration.ofSeconds(50);

    /** How long a client should wait before it comes back. */
    private static final Duration RECONNECT = Duration.ofSeconds(2);

    /** A story, and the place of whoever follows it. */
    record Following(FollowedStory story, Places.Place place) {}

    private final Disputes disputes;
    private final EventPages pages;
    private final ObjectMapper json;
    private final OpeningHours hours;
    private final Clock clock;
    private final SecurityIdentity caller;
    private final ApiSettings settings;
    private final Places places;

    /** @throws BadSetting if a limit is out of range */
    EventStreams(
            Disputes disputes,
            EventPages pages,
            ObjectMapper json,
            OpeningHours hours,
            Clock clock,
            SecurityIdentity caller,
            ApiSettings settings,
            MeterRegistry metrics) {
        this.disputes = disputes;
        this.pages = pages;
        this.json = json;
        this.hours = hours;
        this.clock = clock;
        this.caller = caller;
        this.settings = settings;
        if (settings.eventStreams() < 1 || settings.eventStreams() > MOST) {
            throw new BadSetting("holdfast.api.event-streams", "must be from 1 to " + MOST);
        }
        this.places = new Places(metrics.gauge("holdfast.event.streams", new AtomicInteger()), settings.eventStreams());
        if (settings.heartbeat().compareTo(SHORTEST_HEARTBEAT) < 0
                || settings.heartbeat().compareTo(LONGEST_HEARTBEAT) > 0) {
            throw new BadSetting("holdfast.api.heartbeat", "must be from 100ms to 50s, before the connection is idle");
        }
    }

    /**
     * @param read finds the dispute
     * @param sequence of the last event that the caller knows; 0 if none
     * @throws Refusal if no more streams can be opened
     */
    Uni<Following> begin(Uni<Dispute> read, int sequence) {
        if (!hours.isOpen()) {
            throw new Refusal(Problems.ofStatus(503));
        }
        Optional<Instant> until = Optional.ofNullable(caller.getAttribute(Callers.UNTIL));
        return Uni.createFrom().deferred(() -> {
            Places.Place place = places.take().orElseThrow(() -> new Refusal(Problems.ofStatus(429)));
            return read.map(dispute -> new Following(
                            new FollowedStory(
                                    dispute,
                                    sequence,
                                    (after, limit) -> pages.after(dispute.id().value(), after, limit),
                                    disputes.watch()::next,
                                    settings.heartbeat(),
                                    clock,
                                    until,
                                    hours::isOpen),
                            place))
                    .onFailure()
                    .invoke(place::leave)
                    .onCancellation()
                    .invoke(place::leave);
        });
    }

    /** The rest of the story, and then each event as it is committed. */
    Multi<OutboundSseEvent> stream(Following following, Sse sse) {
        return Multi.createFrom()
                .item(sse.newEventBuilder()
                        .reconnectDelay(RECONNECT.toMillis())
                        .comment("")
                        .build())
                .onCompletion()
                .switchTo(() -> rest(following.story(), sse))
                .onTermination()
                .invoke(following.place()::leave);
    }

    private Multi<OutboundSseEvent> rest(FollowedStory story, Sse sse) {
        return Multi.createBy()
                .repeating()
                .uni(story::next)
                .whilst(news -> !story.isOver())
                .onItem()
                .transformToMultiAndConcatenate(news -> news.isEmpty()
                        ? Multi.createFrom()
                                .item(sse.newEventBuilder().comment("").build())
                        : Multi.createFrom().iterable(news).map(event -> told(event, sse)))
                .onFailure()
                .recoverWithMulti(failure -> {
                    // The caller comes back with the number of the last event it got.
                    LOG.debugf("a stream of events broke off: %s", failure.getMessage());
                    return Multi.createFrom().empty();
                });
    }

    /** Without a name of its own, so that a browser's {@code onmessage} hears of every type, also of those to come. */
    private OutboundSseEvent told(EventListing event, Sse sse) {
        try {
            return sse.newEventBuilder()
                    .id(Integer.toString(event.sequence()))
                    .data(json.writeValueAsString(EventView.of(event)))
                    .build();
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("event " + event.sequence() + " cannot be written as JSON", broken);
        }
    }
}

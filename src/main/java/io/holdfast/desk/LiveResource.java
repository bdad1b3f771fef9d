package io.holdfast.desk;

import io.holdfast.desk.Views.Whole;
import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.DatabaseOutage;
import io.holdfast.store.DisputeStore;
import io.holdfast.time.OpeningHours;
import io.holdfast.time.Places;
import io.holdfast.time.Steady;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Sends a dispute's page what changes of it, whoever changes it and at whichever replica. */
@Path(DeskDoor.DESK)
@PermitAll
public class LiveResource {

    private static final Logger LOG = Logger.getLogger(LiveResource.class);

    /** Shorter than what proxies take for an idle connection; at each beat the session is looked at again. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Then the browser comes back, maybe to another replica. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private static final int MOST_STREAMS = 15_000;

    private final DeskSessions sessions;
    private final DisputeStore store;
    private final Disputes disputes;
    private final Dossier dossier;
    private final OpeningHours hours;
    private final Clock clock;
    private final DeskJournal journal;
    private final Places places;

    /** @throws BadSetting if the limit is out of range */
    LiveResource(
            DeskSessions sessions,
            DisputeStore store,
            Disputes disputes,
            Dossier dossier,
            OpeningHours hours,
            @Steady Clock clock,
            DeskSettings settings,
            DeskJournal journal,
            MeterRegistry metrics) {
        this.sessions = sessions;
        this.store = store;
        this.disputes = disputes;
        this.dossier = dossier;
        this.hours = hours;
        this.clock = clock;
        this.journal = journal;
        if (settings.streams() < 1 || settings.streams() > MOST_STREAMS) {
            throw new BadSetting("holdfast.desk.streams", "must be from 1 to " + MOST_STREAMS);
        }
        this.places = new Places(metrics.gauge("holdfast.desk.streams", new AtomicInteger()), settings.streams());
    }

    /** What one page has been told. */
    private static final class Listener {

        private final DeskSession session;
        private final Places.Place place;
        private final Instant until;
        private final Map<String, String> told = new HashMap<>();
        private Dispute seen;
        private final boolean isUpToDate;
        private boolean first = true;
        private boolean over;

        /** @param shown the last event that the page knows */
        Listener(DeskSession session, Places.Place place, Dispute seen, Optional<String> shown, Instant until) {
            this.session = session;
            this.place = place;
            this.seen = seen;
            this.until = until;
            this.isUpToDate =
                    shown.equals(Optional.of(Integer.toString(seen.head().sequence())));
        }
    }

    /** Decides whether a stream begins at all, while the answer can still be another one. */
    @Live
    @ServerRequestFilter
    public Uni<Response> enter(ContainerRequestContext request, RoutingContext call) {
        var session = sessions.signedIn(call);
        var id = DisputeResource.uuid(request.getUriInfo().getPathParameters().getFirst("dispute"));
        if (session.isEmpty() || id.isEmpty()) {
            return Uni.createFrom()
                    .item(Response.status(session.isEmpty() ? 401 : 404).build());
        }
        if (!hours.isOpen()) {
            return Uni.createFrom().item(Response.status(503).build());
        }
        Optional<Places.Place> place = places.take();
        if (place.isEmpty()) {
            return Uni.createFrom().item(Response.status(429).build());
        }
        // Whatever comes of the call, and also where its caller is gone.
        call.addEndHandler(ended -> place.get().leave());
        if (call.response().closed()) {
            place.get().leave();
        }
        return store.find(new DisputeId(id.get())).map(found -> {
            if (found.filter(dispute -> journal.reaches(call, session.get(), dispute))
                    .isEmpty()) {
                return Response.status(404).build();
            }
            if (!HttpMethod.HEAD.equals(request.getMethod())) {
                journal.read(call, session.get(), "/desk/disputes/{dispute}/live", List.of(id.get()));
            }
            request.setProperty(
                    Listener.class.getName(),
                    new Listener(
                            session.get(),
                            place.get(),
                            found.get(),
                            Optional.ofNullable(
                                    request.getUriInfo().getQueryParameters().getFirst("seen")),
                            clock.instant().plus(LONGEST)));
            return null;
        });
    }

    @GET
    @Path("disputes/{dispute}/live")
    @Live
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> follow(
            @Context Sse sse, @Context ContainerRequestContext request, @Context HttpServerResponse response) {
        Desk.noBuffering(response);
        if (HttpMethod.HEAD.equals(request.getMethod())) {
            // Whoever asks for the head alone would hold a stream that sends nothing.
            return Multi.createFrom().empty();
        }
        Listener listener = (Listener) request.getProperty(Listener.class.getName());
        return Multi.createBy()
                .repeating()
                .uni(() -> next(listener, sse))
                .whilst(news -> !listener.over)
                .onItem()
                .<OutboundSseEvent>disjoint()
                .onFailure()
                .recoverWithMulti(LiveResource::ended)
                .onTermination()
                .invoke(listener.place::leave);
    }

    /** The browser comes back by itself, and is then shown how things stand. */
    private static Multi<OutboundSseEvent> ended(Throwable failure) {
        if (DatabaseOutage.isBehind(failure)) {
            LOG.debugf("a live page broke off: %s", failure.getMessage());
        } else {
            LOG.error("a live page broke off", failure);
        }
        return Multi.createFrom().empty();
    }

    private Uni<List<OutboundSseEvent>> next(Listener listener, Sse sse) {
        if (listener.first) {
            listener.first = false;
            return listener.isUpToDate ? nothingNew(listener, sse) : news(listener, sse);
        }
        return disputes.watch().next(listener.seen, HEARTBEAT).chain(dispute -> {
            listener.seen = dispute;
            boolean goesOn = hours.isOpen()
                    && clock.instant().isBefore(listener.until)
                    && sessions.stillGood(listener.session).isPresent();
            listener.over = !goesOn;
            return goesOn ? news(listener, sse) : Uni.createFrom().item(List.of());
        });
    }

    /** What the page shows already is not sent again: nobody's finger is on a button that goes away under it. */
    private Uni<List<OutboundSseEvent>> nothingNew(Listener listener, Sse sse) {
        return dossier.whole(listener.seen, listener.session).map(whole -> {
            listener.told.putAll(pieces(whole));
            return List.of(sse.newEventBuilder().comment("").build());
        });
    }

    private Uni<List<OutboundSseEvent>> news(Listener listener, Sse sse) {
        return dossier.whole(listener.seen, listener.session).map(whole -> {
            List<OutboundSseEvent> news = new ArrayList<>();
            pieces(whole).forEach((name, piece) -> {
                if (!piece.equals(listener.told.put(name, piece))) {
                    news.add(sse.newEventBuilder()
                            .name(name)
                            .id(Integer.toString(whole.sequence()))
                            .reconnectDelay(RECONNECT.toMillis())
                            .data(piece)
                            .build());
                }
            });
            if (news.isEmpty()) {
                news.add(sse.newEventBuilder().comment("").build());
            }
            return news;
        });
    }

    private static Map<String, String> pieces(Whole whole) {
        return Map.of(
                "summary", Pages.text(Pages.Templates.summary(whole.card())),
                "actions", Pages.text(Pages.Templates.actions(whole.actions())),
                "story", Pages.text(Pages.Templates.story(whole.story())),
                "spoken", Pages.text(Pages.Templates.spoken(whole.card())),
                "newer", Pages.text(Pages.Templates.newer(whole.newer())));
    }
}

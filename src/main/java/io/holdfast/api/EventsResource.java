package io.holdfast.api;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.DatabasePatience;
import io.holdfast.store.pages.EventListing;
import io.holdfast.store.pages.EventPages;
import io.holdfast.store.pages.Page;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;

/** Tells the story of a dispute. */
@Path("/v1/disputes")
public class EventsResource {

    /** More than a dispute lives to see, as a rule; a caller that wants less says so. */
    private static final int MOST = 1_000;

    private final EventPages pages;
    private final EventStreams streams;
    private final Reach reach;
    private final DatabasePatience patience;

    public EventsResource(EventPages pages, EventStreams streams, Reach reach, DatabasePatience patience) {
        this.pages = pages;
        this.streams = streams;
        this.reach = reach;
        this.patience = patience;
    }

    @GET
    @Path("{dispute_id}/events")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.AGENT)
    public Uni<PageView<EventView>> list(@PathParam("dispute_id") DisputeId id, @Context UriInfo address) {
        QueryFilters filters = new QueryFilters(address);
        int limit = filters.limit(MOST, MOST);
        Optional<String> cursor = filters.cursor();
        filters.refuseErrors();
        return patience.of(reach.require(id).chain(() -> pages.page(id.value(), limit, cursor)))
                .map(EventsResource::answer);
    }

    /** The same as server-sent events: all that was, and then each event when it is committed, here or by another replica. */
    @GET
    @Path("{dispute_id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @EventStreamDoor.Guarded
    @RolesAllowed(Role.AGENT)
    public Multi<OutboundSseEvent> stream(
            @Context Sse sse, @Context ContainerRequestContext request, @Context HttpServerResponse response) {
        // nginx would keep events back until it has a buffer full of them.
        response.putHeader("X-Accel-Buffering", "no");
        if (HttpMethod.HEAD.equals(request.getMethod())) {
            // Whoever asks for the head alone would hold a stream that sends nothing.
            return Multi.createFrom().empty();
        }
        return streams.stream(EventStreamDoor.following(request), sse);
    }

    private static PageView<EventView> answer(Page<EventListing> page) {
        if (page.rows().isEmpty()) {
            throw new Refusal(Problems.notFound());
        }
        return PageView.of(page, EventView::of);
    }
}

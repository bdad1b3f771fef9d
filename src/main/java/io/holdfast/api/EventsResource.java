package io.holdfast.api;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.pages.EventListing;
import io.holdfast.store.pages.EventPages;
import io.holdfast.store.pages.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/** Tells the story of a dispute. */
@Path("/v1/disputes")
public class EventsResource {

    /** More than a dispute lives to see, as a rule; a caller that wants less says so. */
    private static final int MOST = 1_000;

    private final EventPages pages;

    public EventsResource(EventPages pages) {
        this.pages = pages;
    }

    @GET
    @Path("{dispute_id}/events")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.AGENT)
    public Uni<PageView<EventView>> list(@PathParam("dispute_id") DisputeId id, @Context UriInfo address) {
        QueryFilters filters = new QueryFilters(address.getQueryParameters());
        int limit = filters.limit(MOST, MOST);
        Optional<String> cursor = filters.cursor();
        filters.refuseErrors();
        return pages.page(id.value(), limit, cursor).map(EventsResource::answer);
    }

    private static PageView<EventView> answer(Page<EventListing> page) {
        if (page.rows().isEmpty()) {
            throw new Refusal(Problems.notFound());
        }
        return PageView.of(page, EventView::of);
    }
}

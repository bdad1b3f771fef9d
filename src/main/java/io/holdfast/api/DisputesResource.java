package io.holdfast.api;

import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.OpenCommand;
import io.holdfast.dispute.Opening;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.store.DatabasePatience;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.pages.DisputePages;
import io.holdfast.store.pages.DisputeQuery;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Opens disputes, shows them and lists them. */
@Path("/v1/disputes")
@Produces(MediaType.APPLICATION_JSON)
public class DisputesResource {

    private static final int STANDARD_LIMIT = 50;
    private static final int MOST = 200;

    private final Disputes disputes;
    private final DisputeStore store;
    private final DisputePages pages;
    private final Requests requests;
    private final DisputeReading reading;
    private final Answers answers;
    private final Routes routes;
    private final SecurityIdentity caller;
    private final Reach reach;
    private final DatabasePatience patience;
    private final Timer intake;

    public DisputesResource(
            Disputes disputes,
            DisputeStore store,
            DisputePages pages,
            Requests requests,
            DisputeReading reading,
            Answers answers,
            Routes routes,
            SecurityIdentity caller,
            Reach reach,
            DatabasePatience patience,
            MeterRegistry metrics) {
        this.disputes = disputes;
        this.store = store;
        this.pages = pages;
        this.requests = requests;
        this.reading = reading;
        this.answers = answers;
        this.routes = routes;
        this.caller = caller;
        this.reach = reach;
        this.patience = patience;
        this.intake = metrics.timer("holdfast.intake");
    }

    @POST
    @RolesAllowed(Role.ARCHITECT)
    @Cancellable(false)
    public Uni<RestResponse<DisputeView>> open(JsonBody body, @Context HttpHeaders headers) {
        // Not as a parameter of its own: an empty one would look like none.
        List<String> idempotencyKeys = headers.getRequestHeaders().getOrDefault(IdempotencyKey.HEADER, List.of());
        Timer.Sample began = Timer.start();
        OpenCommand command =
                requests.open(body, idempotencyKeys, caller.getPrincipal().getName(), reach.callCenters());
        // What the key was used for before may be another call centre's, where the request names none.
        UnaryOperator<Dispute> limit = reach.limit(Problems.idempotencyKeyReused());
        return patience.of(disputes.openDispute().open(command))
                .map(opening -> answer(opening, limit))
                .onTermination()
                .invoke(() -> began.stop(intake));
    }

    @GET
    @Path("{dispute_id}")
    @RolesAllowed({Role.ARCHITECT, Role.AGENT})
    public Uni<RestResponse<DisputeView>> get(
            @PathParam("dispute_id") DisputeId id, @HeaderParam(PreferredWait.HEADER) List<String> preferences) {
        return PreferredWait.of(preferences)
                .map(wait -> reading.onceKnown(id, wait))
                .orElseGet(() -> patience.of(store.find(id))
                        .map(Answers::found)
                        .map(reach.limit())
                        .map(answers::ok));
    }

    @GET
    @RolesAllowed(Role.AGENT)
    public Uni<PageView<DisputeView>> list(@Context UriInfo address) {
        QueryFilters filters = new QueryFilters(address);
        DisputeQuery query = new DisputeQuery(
                filters.choice("status", QueryFilters.all(Status.class), Status::name),
                filters.text("customer_account_id", OpenRequest.MAX_ACCOUNT),
                filters.text("conversation_id", OpenRequest.MAX_CONVERSATION),
                filters.text("gateway", OpenRequest.MAX_CODE),
                filters.choiceOrAny("attention", QueryFilters.all(Attention.class)),
                filters.time("from"),
                filters.time("to"),
                reach.callCenters().only(),
                filters.limit(STANDARD_LIMIT, MOST),
                filters.cursor());
        filters.refuseErrors();
        return patience.of(pages.page(query)).map(page -> PageView.of(page, listed -> DisputeView.of(listed, routes)));
    }

    private RestResponse<DisputeView> answer(Opening opening, UnaryOperator<Dispute> limit) {
        if (opening instanceof Opening.Opened opened) {
            return answers.opened(opened.dispute(), false);
        }
        if (opening instanceof Opening.Replayed replayed) {
            return answers.opened(limit.apply(replayed.dispute()), true);
        }
        if (opening instanceof Opening.KeyReused) {
            throw new Refusal(Problems.idempotencyKeyReused());
        }
        throw new Refusal(Problems.invalid("gateway", "is the name of a gateway that is on"));
    }
}

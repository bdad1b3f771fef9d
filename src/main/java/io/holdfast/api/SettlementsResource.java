package io.holdfast.api;

import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.Settling;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.DatabasePatience;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Takes what a person decided about a hold. */
@Path("/v1/disputes")
@Produces(MediaType.APPLICATION_JSON)
public class SettlementsResource {

    private final Disputes disputes;
    private final Requests requests;
    private final DisputeReading reading;
    private final Answers answers;
    private final SecurityIdentity caller;
    private final Reach reach;
    private final DatabasePatience patience;

    public SettlementsResource(
            Disputes disputes,
            Requests requests,
            DisputeReading reading,
            Answers answers,
            SecurityIdentity caller,
            Reach reach,
            DatabasePatience patience) {
        this.disputes = disputes;
        this.requests = requests;
        this.reading = reading;
        this.answers = answers;
        this.caller = caller;
        this.reach = reach;
        this.patience = patience;
    }

    @POST
    @Path("{dispute_id}/release")
    @RolesAllowed(Role.AGENT)
    @Cancellable(false)
    public Uni<RestResponse<DisputeView>> release(
            @PathParam("dispute_id") DisputeId id,
            @HeaderParam(PreferredWait.HEADER) List<String> preferences,
            @Context RoutingContext call,
            JsonBody body) {
        requests.nothing(body);
        String actor = caller.getPrincipal().getName();
        return patience.of(reach.require(id).chain(() -> disputes.releaseHold().release(id, actor)))
                .chain(settling -> answer(settling, preferences, call));
    }

    @POST
    @Path("{dispute_id}/charge")
    @RolesAllowed(Role.AGENT)
    @Cancellable(false)
    public Uni<RestResponse<DisputeView>> charge(
            @PathParam("dispute_id") DisputeId id,
            @HeaderParam(PreferredWait.HEADER) List<String> preferences,
            @Context RoutingContext call,
            JsonBody body) {
        Optional<BigDecimal> amount = requests.charge(body);
        String actor = caller.getPrincipal().getName();
        return patience.of(reach.require(id).chain(() -> disputes.chargeHold().charge(id, amount, actor)))
                .chain(settling -> answer(settling, preferences, call));
    }

    private Uni<RestResponse<DisputeView>> answer(Settling settling, List<String> preferences, RoutingContext call) {
        if (settling instanceof Settling.Accepted accepted) {
            return pending(accepted.dispute(), preferences);
        }
        if (settling instanceof Settling.Repeated repeated) {
            call.put(ReadingFilter.CHANGED_NOTHING, true);
            return repeated.done()
                    ? Uni.createFrom().item(answers.ok(repeated.dispute()))
                    : pending(repeated.dispute(), preferences);
        }
        throw refusal(settling);
    }

    private Uni<RestResponse<DisputeView>> pending(Dispute dispute, List<String> preferences) {
        return PreferredWait.of(preferences)
                .map(wait -> reading.onceSettled(dispute.id(), wait))
                .orElseGet(() -> Uni.createFrom().item(answers.accepted(dispute)));
    }

    private static Refusal refusal(Settling settling) {
        if (settling instanceof Settling.Rejected rejected) {
            return new Refusal(Problems.rejected(rejected.reason()));
        }
        if (settling instanceof Settling.GatewayOff) {
            return new Refusal(Problems.gatewayOff());
        }
        return new Refusal(
                settling instanceof Settling.NotFound
                        ? Problems.notFound()
                        : Problems.invalid("amount", "is more than 0, with no more digits than the currency has"));
    }
}

package io.holdfast.api;

import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.ResolveCommand;
import io.holdfast.dispute.ResolveOperation;
import io.holdfast.dispute.Resolving;
import io.holdfast.dispute.Retrying;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Rejection;
import io.holdfast.store.DatabasePatience;
import io.holdfast.store.pages.OperationPages;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Shows operators the gateway operations that wait, run or need a person, and has one tried again. */
@Path("/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {

    private static final int STANDARD_LIMIT = 50;
    private static final int MOST = 200;

    private static final List<OperationState> OPEN =
            List.of(OperationState.WAITING, OperationState.RUNNING, OperationState.NEEDS_PERSON);

    private final OperationPages pages;
    private final Disputes disputes;
    private final Requests requests;
    private final Answers answers;
    private final SecurityIdentity caller;
    private final Reach reach;
    private final DatabasePatience patience;

    public OperationsResource(
            OperationPages pages,
            Disputes disputes,
            Requests requests,
            Answers answers,
            SecurityIdentity caller,
            Reach reach,
            DatabasePatience patience) {
        this.pages = pages;
        this.disputes = disputes;
        this.requests = requests;
        this.answers = answers;
        this.caller = caller;
        this.reach = reach;
        this.patience = patience;
    }

    @GET
    @RolesAllowed(Role.ADMIN)
    public Uni<PageView<OperationView>> list(@Context UriInfo address) {
        QueryFilters filters = new QueryFilters(address);
        Optional<OperationState> state = filters.choice("state", OPEN, OperationView::lowerCase);
        int limit = filters.limit(STANDARD_LIMIT, MOST);
        Optional<String> cursor = filters.cursor();
        filters.refuseErrors();
        return patience.of(pages.page(state, reach.callCenters().only(), limit, cursor))
                .map(page -> PageView.of(page, OperationView::of));
    }

    @POST
    @Path("{operation_id}/retry")
    @RolesAllowed(Role.ADMIN)
    @Cancellable(false)
    public Uni<RestResponse<OperationView>> retry(@PathParam("operation_id") OperationId id, JsonBody body) {
        requests.nothing(body);
        String actor = caller.getPrincipal().getName();
        return patience.of(
                        reach.require(id).chain(() -> disputes.retryOperation().retry(id, actor)))
                .map(OperationsResource::answer);
    }

    /** Takes what the gateway's own desk told a person; answers with the dispute as it is then. */
    @POST
    @Path("{operation_id}/resolve")
    @RolesAllowed(Role.ADMIN)
    @Cancellable(false)
    public Uni<RestResponse<DisputeView>> resolve(@PathParam("operation_id") OperationId id, JsonBody body) {
        ResolveCommand command = requests.resolve(id, body);
        String actor = caller.getPrincipal().getName();
        return patience.of(
                        reach.require(id)
                                .chain(() -> disputes.resolveOperation().resolve(command, actor)),
                        ResolveOperation.LONGEST_QUESTION)
                .map(this::answer);
    }

    private RestResponse<DisputeView> answer(Resolving resolving) {
        if (resolving instanceof Resolving.Resolved resolved) {
            return answers.ok(resolved.dispute());
        }
        if (resolving instanceof Resolving.NotFound) {
            throw new Refusal(Problems.notFound());
        }
        if (resolving instanceof Resolving.GatewayOff) {
            throw new Refusal(Problems.gatewayOff());
        }
        if (resolving instanceof Resolving.AuthorizationIdNeeded) {
            throw new Refusal(Problems.invalid("authorization_id", "is required: Holdfast does not know it"));
        }
        if (resolving instanceof Resolving.AnothersAuthorization) {
            throw new Refusal(Problems.invalid(
                    "authorization_id", "is another dispute's: give the id of the hold that was placed for this one"));
        }
        if (resolving instanceof Resolving.ToBeGivenBack) {
            throw new Refusal(
                    Problems.invalid(
                            "authorization_id",
                            "is one too many, and is given back: give the id of the hold that this operation placed, or say declined if it placed none"));
        }
        if (resolving instanceof Resolving.EndOutOfReach) {
            throw new Refusal(Problems.invalid(
                    "expires_at", "is not before the dispute was opened, and at most three years from now"));
        }
        if (resolving instanceof Resolving.MalformedAmount) {
            throw new Refusal(Problems.invalid("amount", "is more than 0, with no more digits than the currency has"));
        }
        if (resolving instanceof Resolving.MoreThanIsHeld) {
            throw new Refusal(Problems.rejected(Rejection.AMOUNT_EXCEEDS_HOLD));
        }
        throw new Refusal(Problems.notResolvable(resolving instanceof Resolving.Running));
    }

    private static RestResponse<OperationView> answer(Retrying retrying) {
        if (retrying instanceof Retrying.Accepted accepted) {
            return RestResponse.status(RestResponse.Status.ACCEPTED, OperationView.of(accepted.dispute()));
        }
        throw new Refusal(retrying instanceof Retrying.GatewayOff ? Problems.gatewayOff() : Problems.notFound());
    }
}

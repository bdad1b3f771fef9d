package io.holdfast.api;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Sees every answer that shows disputes to somebody, so that no resource has to think of the journal. */
class ReadingFilter {

    /** On a call that was to change a dispute and did not, because that was done before: what is left is a read. */
    static final String CHANGED_NOTHING = "holdfast.changed-nothing";

    private final CallJournal calls;
    private final CurrentIdentityAssociation caller;

    ReadingFilter(CallJournal calls, CurrentIdentityAssociation caller) {
        this.calls = calls;
        this.caller = caller;
    }

    @ServerResponseFilter
    void tell(ContainerRequestContext request, ContainerResponseContext response, RoutingContext call) {
        boolean shown = call.get(CHANGED_NOTHING) == null
                ? request.getMethod().equals("GET") && response.getStatus() == 200
                : response.getStatus() < 300;
        List<UUID> disputes = shown ? disputes(request, response.getEntity()) : List.of();
        if (!disputes.isEmpty()) {
            calls.read(call, caller.getIdentity(), disputes);
        }
    }

    private static List<UUID> disputes(ContainerRequestContext request, Object entity) {
        if (entity instanceof DisputeView dispute) {
            return List.of(dispute.disputeId());
        }
        if (entity instanceof PageView<?> page) {
            List<UUID> listed = page.data().stream()
                    .filter(DisputeView.class::isInstance)
                    .map(row -> ((DisputeView) row).disputeId())
                    .toList();
            return listed.isEmpty() ? ofPath(request).map(List::of).orElse(List.of()) : listed;
        }
        return ofPath(request).map(List::of).orElse(List.of());
    }

    private static Optional<UUID> ofPath(ContainerRequestContext request) {
        String id = request.getUriInfo().getPathParameters().getFirst("dispute_id");
        try {
            return Optional.ofNullable(id).map(UUID::fromString);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}

package io.holdfast.gateway;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import java.util.Objects;
import java.util.Optional;

/**
 * One piece of a gateway's news: a hint, not a fact.
 *
 * @param id names the event, the same each time it is delivered; at most 255 characters
 * @param type the gateway's word for it
 * @param disputeId the dispute it speaks of, if it says so
 * @param authorizationId the authorization it speaks of, if it says so
 * @param view the authorization as it was when the event was made, if the event carries that
 */
public record GatewayEvent(
        String id,
        String type,
        Optional<DisputeId> disputeId,
        Optional<AuthorizationId> authorizationId,
        Optional<AuthorizationView> view) {

    public GatewayEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
    }
}

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
 * @param reference the idempotency key of the request of ours that it tells the end of, if it says so; of somebody else's request, that one's name
 * @param view the authorization as it was when the event was made, if the event carries that
 * @param token what it says of a payment token, if it is about one and not about a dispute
 */
public record GatewayEvent(
        String id,
        String type,
        Optional<DisputeId> disputeId,
        Optional<AuthorizationId> authorizationId,
        Optional<String> reference,
        Optional<AuthorizationView> view,
        Optional<TokenNews> token) {

    public GatewayEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(token, "token");
    }

    /** About an authorization, whatever made it so. */
    public GatewayEvent(
            String id,
            String type,
            Optional<DisputeId> disputeId,
            Optional<AuthorizationId> authorizationId,
            Optional<AuthorizationView> view) {
        this(id, type, disputeId, authorizationId, Optional.empty(), view, Optional.empty());
    }

    /** About a payment token. */
    public GatewayEvent(String id, String type, TokenNews token) {
        this(id, type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(token));
    }
}

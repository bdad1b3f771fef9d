package io.holdfast.gateway;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A payment gateway. An adapter knows the wire; what an answer means for a dispute is decided elsewhere.
 *
 * <p>No method ever fails: each {@code Uni} emits an outcome. Each call is bounded by the gateway's timeout, protected by its circuit breaker and
 * bulkhead, and sent exactly once unless it surely never left.
 */
public interface Gateway {

    /** As callers name it: {@code erp}, {@code stripe}, {@code adyen}. */
    String name();

    Capabilities capabilities();

    /**
     * Puts an intent in the gateway's words: the exact body that every attempt will send. Pure; the same intent gives the same body. A capture is
     * always manual.
     */
    String compose(Intent intent);

    Uni<GatewayOutcome<AuthorizationView>> authorize(GatewayRequest request);

    Uni<GatewayOutcome<AuthorizationView>> capture(GatewayRequest request);

    /** Gives an authorization back. Voiding a voided one is a yes. */
    Uni<GatewayOutcome<AuthorizationView>> voidAuthorization(GatewayRequest request);

    /**
     * Gives back whatever a request for an authorization may have placed, by the request's own name, when no answer to it can be had any more. May be
     * called again. Only for gateways that cannot be asked.
     *
     * @param request the one for the authorization, as it was sent
     */
    default Uni<GatewayOutcome<AuthorizationView>> takeBack(GatewayRequest request) {
        return Uni.createFrom().item(new GatewayOutcome.Unknown<>("cannot be taken back", Optional.empty()));
    }

    Uni<GatewayOutcome<RefreshedToken>> refresh(GatewayRequest request);

    /** Reads one authorization. */
    Uni<Inquiry> find(AuthorizationId id);

    /** Reads every authorization that was placed for a dispute. */
    Uni<Inquiry> findByDispute(DisputeId id);

    /** Pages through the live authorizations, for gateways that can be listed; fails the {@code Uni} if the page cannot be had. */
    Uni<AuthorizationPage> list(Optional<String> after);

    /** The ids of the news after which this one says nothing any more, should it have been delivered too late. Pure. */
    default List<String> overtakenBy(GatewayEvent event) {
        return List.of();
    }

    /**
     * The id of the news by which it told that it placed an authorization, and of which dispute: later news of that one may not name the dispute any more. Empty if it is
     * not known by the authorization. Pure.
     */
    default Optional<String> placedBy(AuthorizationId id) {
        return Optional.empty();
    }

    /** How long one HTTP call to it may take; a longer silence is an {@link GatewayOutcome.Unknown}. */
    Duration timeout();

    /** How many calls to it may run at once; Holdfast itself starts no more. */
    int concurrency();

    /** How it stands between Holdfast and this gateway. */
    default GatewayHealth health() {
        return isAvailable() ? GatewayHealth.UP : GatewayHealth.BREAKER_OPEN;
    }

    /** Whether a call now would be tried at all, by breaker and credentials. */
    boolean isAvailable();
}

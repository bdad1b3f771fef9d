package io.holdfast.store;

import io.holdfast.gateway.GatewayEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Where gateways' news is kept until it is used. Every method is one transaction. */
public interface WebhookStore {

    /** News that waits to be used. @param age since it came */
    record Waiting(String gateway, GatewayEvent event, int attempts, Duration age) {}

    /**
     * Keeps news, to be used at once by the caller, or by anybody a little later if the caller dies.
     *
     * @return the events that were not kept before, in their order
     */
    Uni<List<GatewayEvent>> keep(String gateway, List<GatewayEvent> events, Duration untilOthers);

    /**
     * Takes waiting news that is due, for the caller alone until {@code untilOthers} is over.
     *
     * @param gateways whose news the caller can use; that of others it gets only when nobody took it for {@code left}
     */
    Uni<List<Waiting>> take(Set<String> gateways, Duration left, int limit, Duration untilOthers);

    /** It was used; what came of it is kept. */
    Uni<Void> used(String gateway, String eventId, String outcome);

    /** It cannot be used yet. @param why is kept with it */
    Uni<Void> putBack(String gateway, String eventId, String why, Duration until);

    /** Forgets some of what was used, or given up, and came so long ago. @return how many */
    Uni<Integer> forget(Duration age, int limit);
}

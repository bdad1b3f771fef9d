package io.holdfast.simulation;

import io.holdfast.gateway.GatewayEvent;
import io.holdfast.store.WebhookStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What one replica does with the banks' news in the database, over the connection that it has for everything. */
final class NewsConnection implements WebhookStore {

    private final Connection connection;
    private final KeptNews news;

    NewsConnection(Connection connection, KeptNews news) {
        this.connection = connection;
        this.news = news;
    }

    @Override
    public Uni<List<GatewayEvent>> keep(String gateway, List<GatewayEvent> events, Duration untilOthers) {
        return connection.transaction(() -> news.keep(gateway, events, untilOthers));
    }

    @Override
    public Uni<List<Waiting>> take(Set<String> gateways, Duration left, int limit, Duration untilOthers) {
        return connection.transaction(() -> news.take(gateways, left, limit, untilOthers));
    }

    @Override
    public Uni<Void> used(String gateway, String eventId, String outcome) {
        return connection.done(() -> news.used(gateway, eventId));
    }

    @Override
    public Uni<Void> putBack(String gateway, String eventId, String why, Duration until) {
        return connection.done(() -> news.putBack(gateway, eventId, until));
    }

    @Override
    public Uni<Integer> forget(Duration age, int limit) {
        // a world does not live for as long as news is kept
        return connection.transaction(() -> 0);
    }
}

package io.holdfast.notify;

import io.holdfast.store.OutboxStore;
import io.holdfast.time.Scheduling;
import io.holdfast.time.Steady;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Hands the outbox to the application. */
@ApplicationScoped
class NotifyBeans {

    @Produces
    @Singleton
    @Startup
    Outbox outbox(
            @All List<ChannelProvider> providers,
            OutboxStore store,
            DisputeDocument document,
            Scheduling scheduling,
            @Steady Clock clock,
            NotifyMetrics metrics) {
        List<Channel> channels = providers.stream()
                .flatMap(provider -> provider.channels().stream())
                .toList();
        return new Outbox(channels, store, document, scheduling, clock, UUID::randomUUID, metrics);
    }
}

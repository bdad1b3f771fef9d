package io.holdfast.schedule;

import io.holdfast.store.DisputeStore;
import io.holdfast.store.DisputeStore.Backlog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** How many gateway operations are open, by gateway and state, and how long the oldest has been. The same from every replica. */
@Singleton
class BacklogGauges {

    private final DisputeStore store;
    private final MultiGauge operations;
    private final MultiGauge oldest;

    BacklogGauges(DisputeStore store, MeterRegistry registry) {
        this.store = store;
        this.operations = MultiGauge.builder("holdfast.operations.open").register(registry);
        this.oldest = MultiGauge.builder("holdfast.operations.oldest")
                .baseUnit("seconds")
                .register(registry);
    }

    Uni<Void> look() {
        return store.backlog().invoke(this::show).replaceWithVoid();
    }

    private void show(List<Backlog> backlog) {
        operations.register(
                backlog.stream().map(it -> Row.of(tags(it), it.count())).toList(), true);
        oldest.register(
                backlog.stream()
                        .map(it -> Row.of(
                                tags(it),
                                it.oldest().toMillis()
                                        / (double) Duration.ofSeconds(1).toMillis()))
                        .toList(),
                true);
    }

    private static Tags tags(Backlog backlog) {
        return Tags.of("gateway", backlog.gateway(), "state", backlog.state());
    }
}

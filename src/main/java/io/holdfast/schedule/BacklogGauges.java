package io.holdfast.schedule;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.gateway.Gateways;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.DisputeStore.Backlog;
import io.holdfast.store.OpenAttention;
import io.holdfast.store.OverdueRenewals;
import io.holdfast.trace.LastingGauges;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the database tells of the work that is left: how many gateway operations are open, by gateway and state, how long the oldest has been, how
 * many holds should have been renewed, and how many disputes a person should look at. The same from every replica. A gateway that is on is shown even with nothing to do: an alert cannot see what is
 * not there.
 */
@Singleton
class BacklogGauges {

    /** Renewals are looked for every five minutes, and may take a few tries. */
    private static final Duration RENEWAL_PATIENCE = Duration.ofMinutes(30);

    /** A database that says nothing for so long is as good as away. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private static final List<String> OPEN =
            List.of(OperationState.RUNNING.name(), OperationState.WAITING.name(), OperationState.NEEDS_PERSON.name());

    private final DisputeStore store;
    private final OverdueRenewals renewals;
    private final OpenAttention attention;
    private final Gateways gateways;
    private final LastingGauges operations;
    private final LastingGauges oldest;
    private final LastingGauges overdue;
    private final LastingGauges needing;
    private volatile int databaseUp = 1;

    BacklogGauges(
            DisputeStore store,
            OverdueRenewals renewals,
            OpenAttention attention,
            Gateways gateways,
            MeterRegistry registry) {
        this.store = store;
        this.renewals = renewals;
        this.attention = attention;
        this.gateways = gateways;
        this.operations = new LastingGauges(MultiGauge.builder("holdfast.operations.open")
                .description("Gateway operations that are not done, in the whole installation")
                .register(registry));
        this.oldest = new LastingGauges(MultiGauge.builder("holdfast.operations.oldest")
                .description("Age of the oldest of them")
                .baseUnit("seconds")
                .register(registry));
        this.overdue = new LastingGauges(MultiGauge.builder("holdfast.holds.renewal.overdue")
                .description("Live holds whose renewal was due half an hour ago, in the whole installation")
                .register(registry));
        this.needing = new LastingGauges(MultiGauge.builder("holdfast.attention.open")
                .description("Disputes that a person should look at, in the whole installation")
                .register(registry));
        Gauge.builder("holdfast.database.up", this, gauges -> gauges.databaseUp)
                .description("Whether this replica's last look at the database succeeded: 1 yes, 0 no")
                .strongReference(true)
                .register(registry);
    }

    Uni<Void> look() {
        return store.backlog()
                .invoke(this::show)
                .chain(() -> renewals.count(RENEWAL_PATIENCE))
                .invoke(this::show)
                .chain(attention::count)
                .invoke(this::showAttention)
                .ifNoItem()
                .after(LONGEST_LOOK)
                .fail()
                .invoke(() -> databaseUp = 1)
                .onFailure()
                .invoke(() -> databaseUp = 0)
                .replaceWithVoid();
    }

    private void show(List<Backlog> backlog) {
        operations.show(numbers(backlog, Backlog::count));
        oldest.show(numbers(
                backlog,
                it -> it.oldest().toMillis() / (double) Duration.ofSeconds(1).toMillis()));
    }

    private Map<Tags, Double> numbers(List<Backlog> backlog, ToDoubleFunction<Backlog> value) {
        Map<Tags, Double> numbers = new HashMap<>();
        for (String gateway : gateways.on()) {
            OPEN.forEach(state -> numbers.put(tags(gateway, state), 0.0));
        }
        backlog.forEach(it -> numbers.put(tags(it.gateway(), it.state()), value.applyAsDouble(it)));
        return numbers;
    }

    private void show(Map<String, Long> late) {
        Map<Tags, Long> holds = new HashMap<>();
        gateways.on().forEach(gateway -> holds.put(Tags.of("gateway", gateway), 0L));
        late.forEach((gateway, count) -> holds.put(Tags.of("gateway", gateway), count));
        overdue.show(holds);
    }

    private void showAttention(List<OpenAttention.Count> open) {
        Map<Tags, Long> disputes = new HashMap<>();
        for (String gateway : gateways.on()) {
            for (Attention reason : Attention.values()) {
                disputes.put(attentionTags(gateway, reason.name(), true), 0L);
                disputes.put(attentionTags(gateway, reason.name(), false), 0L);
            }
        }
        open.forEach(it -> disputes.put(attentionTags(it.gateway(), it.attention(), it.live()), it.disputes()));
        needing.show(disputes);
    }

    private static Tags attentionTags(String gateway, String attention, boolean live) {
        return Tags.of("gateway", gateway, "attention", attention, "dispute", live ? "live" : "ended");
    }

    private static Tags tags(String gateway, String state) {
        return Tags.of("gateway", gateway, "state", state);
    }
}

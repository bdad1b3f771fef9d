package io.holdfast.notify;

import io.holdfast.store.OutboxStore.Waiting;
import io.holdfast.trace.LastingGauges;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Counts what is told. The gauges are the same from every replica. */
@Singleton
class NotifyMetrics {

    private static final double MILLIS = 1_000.0;

    private final MeterRegistry registry;
    private final LastingGauges waiting;
    private final LastingGauges oldest;

    NotifyMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.waiting = new LastingGauges(MultiGauge.builder("holdfast.notify.waiting")
                .description("Disputes with something that a channel has not been told")
                .register(registry));
        this.oldest = new LastingGauges(MultiGauge.builder("holdfast.notify.oldest")
                .description("Since when the oldest of them waits")
                .baseUnit("seconds")
                .register(registry));
    }

    void sent(String channel, int messages) {
        registry.counter("holdfast.notify.sent", "channel", channel).increment(messages);
    }

    void failed(String channel, String reason) {
        registry.counter("holdfast.notify.failed", "channel", channel, "reason", reason)
                .increment();
    }

    void givenUp(String channel, String reason, int messages) {
        registry.counter("holdfast.notify.given.up", "channel", channel, "reason", reason)
                .increment(messages);
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void stop(Timer.Sample sample, String channel) {
        sample.stop(registry.timer("holdfast.notify.calls", "channel", channel));
    }

    void watch(String channel, BooleanSupplier stopped) {
        Gauge.builder("holdfast.notify.stopped", stopped, it -> it.getAsBoolean() ? 1 : 0)
                .description("Whether the receiver wants nothing more (1) until the settings are changed")
                .tag("channel", channel)
                .strongReference(true)
                .register(registry);
    }

    /** @param channels those for which nothing may be waiting, too */
    void show(Collection<String> channels, List<Waiting> found) {
        Map<Tags, Long> disputes = new HashMap<>();
        Map<Tags, Double> ages = new HashMap<>();
        Stream.concat(channels.stream().map(it -> new Waiting(it, 0, Duration.ZERO)), found.stream())
                .forEach(it -> {
                    disputes.put(tags(it), it.count());
                    ages.put(tags(it), it.oldest().toMillis() / MILLIS);
                });
        waiting.show(disputes);
        oldest.show(ages);
    }

    private static Tags tags(Waiting waiting) {
        return Tags.of("channel", waiting.channel());
    }
}

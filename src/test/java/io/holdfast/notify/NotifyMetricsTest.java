package io.holdfast.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.store.OutboxStore.Waiting;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotifyMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NotifyMetrics metrics = new NotifyMetrics(registry);
    private final List<Meter> removed = new ArrayList<>();

    @Test
    void whatWaitsIsThereAtEveryMomentWhileItIsToldAnew() {
        // given
        metrics.show(List.of("webhook", "genesys"), List.of(new Waiting("webhook", 2, Duration.ofMinutes(20))));
        registry.config().onMeterRemoved(removed::add);

        // when
        metrics.show(List.of("webhook", "genesys"), List.of(new Waiting("webhook", 3, Duration.ofMinutes(21))));

        // then
        assertThat(removed).isEmpty();
        assertThat(gauge("holdfast.notify.waiting", "webhook")).isEqualTo(3);
        assertThat(gauge("holdfast.notify.oldest", "webhook")).isEqualTo(1260);
        assertThat(gauge("holdfast.notify.oldest", "genesys")).isZero();
    }

    private double gauge(String name, String channel) {
        return registry.get(name).tag("channel", channel).gauge().value();
    }
}

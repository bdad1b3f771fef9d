package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.gateway.Gateways;
import io.holdfast.testing.LogLines;
import io.holdfast.testing.ScriptedGateway;
import io.holdfast.testing.ScriptedSettings;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DisputeMetricsTest extends NewsCase {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DisputeMetrics metrics =
            new DisputeMetrics(registry, new Gateways(List.of(new ScriptedGateway()), new ScriptedSettings(1)));

    private final Dispute orphaned = dispute(HELD).withAttentions(Set.of(Attention.ORPHANED_HOLD));
    private final Dispute both = orphaned.withAttentions(Set.of(Attention.ORPHANED_HOLD, Attention.CAPTURE_FAILED));

    @Test
    void aReasonThatAHeavierOneHidesIsCounted() {
        // when
        metrics.changed(Optional.of(orphaned), both);

        // then
        assertThat(count(Attention.CAPTURE_FAILED)).isOne();
        assertThat(count(Attention.ORPHANED_HOLD)).isZero();
        assertThat(metrics.differences()).isOne();
    }

    @Test
    void oneThatIsLeftOverIsNotCountedOnceMore() {
        // when
        metrics.changed(Optional.of(both), both.withAttentions(Set.of(Attention.CAPTURE_FAILED)));

        // then
        assertThat(count(Attention.CAPTURE_FAILED)).isZero();
    }

    @Test
    void howLongAHoldTookToPlaceIsMeasured() {
        // when
        placedAfter(Duration.ofSeconds(2));
        placedAfter(Duration.ofHours(3));

        // then
        assertThat(placing().count()).isEqualTo(2);
        assertThat(placing().totalTime(TimeUnit.SECONDS)).isEqualTo(3 * 3_600 + 2);
    }

    @Test
    void whatAClockThatWasSetMadeOfItIsNotMeasured() {
        try (LogLines log = new LogLines("io.micrometer.core.instrument.AbstractTimer")) {
            // when
            placedAfter(Duration.ofHours(-2));
            placedAfter(Duration.ofDays(3));

            // then
            assertThat(placing().count()).isZero();
            assertThat(log.lines()).isEmpty();
        }
    }

    private void placedAfter(Duration time) {
        Dispute opened = dispute(HoldState.Initiated.NEW);
        metrics.changed(Optional.of(opened), opened.withState(HELD).committed(ChainHead.START, OPENED.plus(time)));
    }

    private Timer placing() {
        return registry.timer("holdfast.hold.placing", "gateway", "adyen");
    }

    private double count(Attention attention) {
        return registry.counter("holdfast.attention", "attention", attention.name(), "gateway", "adyen")
                .count();
    }
}

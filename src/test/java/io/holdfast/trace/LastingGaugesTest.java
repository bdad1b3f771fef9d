package io.holdfast.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastingGaugesTest {

    private static final Tags ERP = Tags.of("gateway", "erp");
    private static final Tags STRIPE = Tags.of("gateway", "stripe");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Meter> removed = new ArrayList<>();
    private final LastingGauges gauges =
            new LastingGauges(MultiGauge.builder("holds").register(registry));

    @Test
    void oneThatIsToldAnewIsThereAllTheTime() {
        // given
        gauges.show(Map.of(ERP, 3L));
        registry.config().onMeterRemoved(removed::add);

        // when
        gauges.show(Map.of(ERP, 5L));

        // then
        assertThat(removed).isEmpty();
        assertThat(number(ERP)).isEqualTo(5);
    }

    @Test
    void oneThatIsNotToldAnyMoreIsGoneAndMayComeBack() {
        // given
        gauges.show(Map.of(ERP, 3L, STRIPE, 4L));
        gauges.show(Map.of(ERP, 3L));
        assertThat(registry.find("holds").tags(STRIPE).gauge()).isNull();

        // when
        gauges.show(Map.of(ERP, 1L, STRIPE, 2L));

        // then
        assertThat(number(ERP)).isEqualTo(1);
        assertThat(number(STRIPE)).isEqualTo(2);
    }

    private double number(Tags tags) {
        return registry.get("holds").tags(tags).gauge().value();
    }
}

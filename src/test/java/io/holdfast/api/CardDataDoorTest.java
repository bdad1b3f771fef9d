package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class CardDataDoorTest {

    @Test
    void everyCountIsThereBeforeTheFirstRefusal() {
        // given
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();

        // when
        new CardDataDoor(metrics);

        // then
        assertThat(metrics.find("holdfast.guard.refused").counters())
                .extracting(counter -> counter.getId().getTag("field"))
                .contains("body", "header", "path", "query", "payment_method_id", "other", "desk");
        assertThat(metrics.find("holdfast.guard.refused").counters())
                .allSatisfy(counter ->
                        assertThat(counter).extracting(Counter::count).isEqualTo(0.0));
    }
}

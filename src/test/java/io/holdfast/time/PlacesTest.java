package io.holdfast.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private final AtomicInteger taken = new AtomicInteger();
    private final Places places = new Places(taken, 2);

    @Test
    void whoeverComesWhenAllAreTakenGetsNoneAndKeepsNone() {
        // given
        places.take();
        places.take();

        // when
        Optional<Places.Place> third = places.take();

        // then
        assertThat(third).isEmpty();
        assertThat(taken).hasValue(2);
    }

    @Test
    void aPlaceThatIsLeftTwiceIsOnePlace() {
        // given
        Places.Place first = places.take().orElseThrow();
        places.take();

        // when
        first.leave();
        first.leave();

        // then
        assertThat(taken).hasValue(1);
        assertThat(places.take()).isPresent();
    }
}

package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1));

    @Test
    void aBurstPassesAndWhatIsMoreWaits() {
        // given
        Pace pace = new Pace(10, 5, nanos::get);
        for (int i = 0; i < 5; i++) {
            assertThat(pace.take("a")).isZero();
        }

        // when
        Duration wait = pace.take("a");

        // then
        assertThat(wait).isEqualTo(Duration.ofMillis(100));
        assertThat(pace.isOpenTo("a")).isFalse();
    }

    @Test
    void inTheLongRunAsManyPassAsTheRateSays() {
        // given: the clock overflows on the way, as System.nanoTime may
        Pace pace = new Pace(10, 5, nanos::get);
        int passed = 0;

        // when
        for (int i = 0; i < 10_000; i++) {
            nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
            passed += pace.take("a").isZero() ? 1 : 0;
        }

        // then
        assertThat(passed).isBetween(104, 105);
    }

    @Test
    void oneDoesNotPayForAnother() {
        // given
        Pace pace = new Pace(1, 1, nanos::get);
        pace.take("a");

        // when
        Duration wait = pace.take("b");

        // then
        assertThat(wait).isZero();
        assertThat(pace.take("a")).isPositive();
    }

    @Test
    void aMillionNamesDoNotFillTheMemory() {
        // given
        Pace pace = new Pace(1, 1, nanos::get);

        // when
        for (int i = 0; i < 1_000_000; i++) {
            pace.take("name-" + i);
        }

        // then
        assertThat(pace.remembered()).isLessThanOrEqualTo(Pace.MOST + 1);
    }

    @Test
    void whoHasBeenQuietIsForgottenForThoseWhoAreNew() {
        // given
        Pace pace = new Pace(1, 1, nanos::get);
        for (int i = 0; i < Pace.MOST; i++) {
            pace.take("old-" + i);
        }
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

        // when
        Duration first = pace.take("new");
        Duration second = pace.take("newer");

        // then
        assertThat(first).isZero();
        assertThat(second).isZero();
        assertThat(pace.remembered()).isEqualTo(2);
    }
}

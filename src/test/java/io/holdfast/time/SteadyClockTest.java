package io.holdfast.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Instant BEGIN = Instant.parse("2026-11-27T10:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final Clock clock = new SteadyClock(Clock.fixed(BEGIN, ZoneOffset.UTC), nanos::get);

    @Test
    void itBeginsWithTheHostsTime() {
        // when
        Instant now = clock.instant();
        // then
        assertThat(now).isEqualTo(BEGIN);
    }

    @Test
    void itGoesOnByWhatHasPassedAndNotByTheHostsClock() {
        // when
        nanos.addAndGet(3_000_000_000L);
        // then
        assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(3));
        assertThat(clock.withZone(ZoneOffset.MAX).instant()).isEqualTo(BEGIN.plusSeconds(3));
    }
}

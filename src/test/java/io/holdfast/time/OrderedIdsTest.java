package io.holdfast.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderedIdsTest {

    private static final Instant START = Instant.parse("2026-11-27T10:00:00.123456Z");

    private final SettableClock clock = new SettableClock(START);
    private final OrderedIds ids = new OrderedIds(clock);

    @Test
    void anIdBeginsWithItsTimeAndIsOfVersionSeven() {
        // when
        UUID id = ids.get();

        // then
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(time(id)).isEqualTo(START.toEpochMilli());
    }

    @Test
    void eachIsGreaterThanTheOneBeforeAlsoWhileTheClockIsSetBackByALittle() {
        // given
        List<String> made = new ArrayList<>();

        // when
        for (int i = 0; i < 30_000; i++) {
            made.add(ids.get().toString());
            clock.advance(i % 100 == 50 ? Duration.ofMillis(-5) : Duration.ofNanos(20_000));
        }

        // then
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theyFollowAClockThatWasAheadAndIsSetBack() {
        // given
        clock.advance(Duration.ofDays(1));
        ids.get();
        clock.advance(Duration.ofDays(-1));

        // when
        UUID id = ids.get();

        // then
        assertThat(time(id)).isEqualTo(START.toEpochMilli());
        assertThat(ids.get().toString()).isGreaterThan(id.toString());
    }

    private static long time(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }
}

package io.holdfast.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aClockThatIsAheadOrBehindIsSoByAtLeastSoMuch() {
        assertThat(ClockWatch.ahead(NOW, NOW.minus(HOUR), NOW.plusSeconds(5))).isEqualTo(HOUR);
        assertThat(ClockWatch.ahead(NOW, NOW.plus(HOUR).plusSeconds(5), NOW.plusSeconds(5)))
                .isEqualTo(HOUR.negated());
    }

    @Test
    void aSlowAnswerIsNoDifference() {
        assertThat(ClockWatch.ahead(NOW, NOW.plusSeconds(90), NOW.plusSeconds(120)))
                .isZero();
    }
}

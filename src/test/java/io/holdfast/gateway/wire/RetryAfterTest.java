package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));

    @Test
    void secondsAndDatesAreRead() {
        assertThat(List.of("7", "Sun, 22 Nov 2026 10:00:30 GMT"))
                .map(this::wait)
                .containsExactly(Optional.of(Duration.ofSeconds(7)), Optional.of(Duration.ofSeconds(30)));
    }

    @Test
    void noWaitIsLongerThanAnHour() {
        assertThat(List.of("999999999", "9999999999", "9".repeat(40), "Mon, 22 Nov 2027 10:00:00 GMT"))
                .map(this::wait)
                .containsOnly(Optional.of(Duration.ofHours(1)));
    }

    @Test
    void atOnceAndATimeThatIsOverAreNoWish() {
        assertThat(List.of(" 0 ", "Sun, 22 Nov 2026 09:00:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT"))
                .map(this::wait)
                .containsOnly(Optional.empty());
    }

    @Test
    void whatCannotBeReadIsNoWish() {
        assertThat(List.of("", "-1", "soon", "1.5")).map(this::wait).containsOnly(Optional.empty());
    }

    private Optional<Duration> wait(String value) {
        return RetryAfter.of(new WireAnswer.Answered(503, name -> Optional.of(value), ""), clock);
    }
}

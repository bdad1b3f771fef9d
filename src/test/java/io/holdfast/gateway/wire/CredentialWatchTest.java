package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialWatchTest {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final CredentialWatch watch = new CredentialWatch("erp", PAUSE, clock);

    @Test
    void oneUnauthorizedCallStopsTheGateway() {
        // when
        watch.note(status(401));
        // then
        assertThat(watch.isOpen()).isFalse();
        assertThat(watch.enter()).contains(PAUSE);
    }

    @Test
    void afterThePauseOneCallMayTry() {
        // given
        watch.note(status(401));
        clock.advance(PAUSE);
        // when
        Optional<Duration> first = watch.enter();
        // then
        assertThat(first).isEmpty();
        assertThat(watch.enter()).contains(PAUSE);
    }

    @Test
    void aGoodAnswerEndsTheSpell() {
        // given
        watch.note(status(401));
        clock.advance(PAUSE);
        watch.enter();
        // when
        watch.note(status(402));
        // then
        assertThat(watch.enter()).isEmpty();
        assertThat(watch.isOpen()).isTrue();
    }

    @Test
    void aFaultSaysNothingAboutCredentials() {
        // given
        watch.note(status(401));
        clock.advance(PAUSE);
        watch.enter();
        // when
        watch.note(status(500));
        // then
        assertThat(watch.isOpen()).isFalse();
    }

    @Test
    void whatIsForbiddenOnlyCountsInARow() {
        // given
        watch.note(status(403));
        watch.note(status(403));
        watch.note(status(200));
        watch.note(status(403));
        watch.note(status(403));
        boolean open = watch.isOpen();
        // when
        watch.note(status(403));
        // then
        assertThat(open).isTrue();
        assertThat(watch.isOpen()).isFalse();
    }

    private static WireAnswer status(int status) {
        return new WireAnswer.Answered(status, name -> Optional.empty(), "");
    }
}

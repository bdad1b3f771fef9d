package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CredentialWatchTest {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final CredentialWatch watch = new CredentialWatch("erp", PAUSE, clock, () -> {});

    @Test
    void oneUnauthorizedCallStopsTheGateway() {
        // when
        note(status(401));
        // then
        assertThat(watch.isOpen()).isFalse();
        assertThat(watch.enter()).contains(PAUSE);
    }

    @Test
    void afterThePauseOneCallMayTry() {
        // given
        note(status(401));
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
        note(status(401));
        clock.advance(PAUSE);
        watch.enter();
        // when
        note(status(402));
        // then
        assertThat(watch.enter()).isEmpty();
        assertThat(watch.isOpen()).isTrue();
    }

    @Test
    void credentialsAreRefusedUntilTheyAreTakenAlsoWhileNothingIsTried() {
        // given
        boolean atFirst = watch.areRefused();
        note(status(401));
        boolean refused = watch.areRefused();
        // when the pauses between attempts have grown
        clock.advance(Duration.ofMinutes(10));
        // then
        assertThat(atFirst).isFalse();
        assertThat(refused).isTrue();
        assertThat(watch.areRefused()).isTrue();
        assertThat(watch.isOpen()).isTrue();
    }

    @Test
    void credentialsThatAreTakenAreNotRefusedAnyMore() {
        // given
        note(status(401));
        clock.advance(Duration.ofMinutes(10));
        watch.enter();
        boolean whileItIsTried = watch.areRefused();
        // when
        note(status(402));
        // then
        assertThat(whileItIsTried).isTrue();
        assertThat(watch.areRefused()).isFalse();
    }

    @Test
    void otherCredentialsHaveNotBeenRefused() {
        // given
        note(status(401));
        // when
        watch.changed();
        // then
        assertThat(watch.areRefused()).isFalse();
    }

    @Test
    void aRefusalLongAgoTellsNothingWhereNothingWasTriedSince() {
        // given
        note(status(401));
        clock.advance(Duration.ofMinutes(59));
        boolean before = watch.areRefused();
        // when
        clock.advance(Duration.ofMinutes(2));
        // then
        assertThat(before).isTrue();
        assertThat(watch.areRefused()).isFalse();
    }

    @Test
    void aFaultSaysNothingAboutCredentials() {
        // given
        note(status(401));
        clock.advance(PAUSE);
        watch.enter();
        // when
        note(status(500));
        // then
        assertThat(watch.isOpen()).isFalse();
    }

    @Test
    void whatIsForbiddenOnlyCountsInARow() {
        // given
        note(status(403));
        note(status(403));
        note(status(200));
        note(status(403));
        note(status(403));
        boolean open = watch.isOpen();
        // when
        note(status(403));
        // then
        assertThat(open).isTrue();
        assertThat(watch.isOpen()).isFalse();
    }

    @Test
    void whatIsForbiddenToOneDisputeStopsNoOther() {
        // given
        for (int i = 0; i < 10; i++) {
            watch.note(status(403), Optional.of("one"));
        }
        watch.note(status(403), Optional.of("two"));
        boolean open = watch.isOpen();
        // when
        watch.note(status(403), Optional.of("three"));
        // then
        assertThat(open).isTrue();
        assertThat(watch.isOpen()).isFalse();
    }

    @Test
    void aTokenThatIsRefusedToUsStopsTheGatewayToo() {
        // when
        note(new WireAnswer.NotSent(GatewayOutcome.Reason.CREDENTIALS, Optional.empty()));
        // then
        assertThat(watch.isOpen()).isFalse();
        assertThat(watch.areRefused()).isTrue();
    }

    @Test
    void whatWasNotSentForAnotherReasonSaysNothingAboutCredentials() {
        // when
        note(new WireAnswer.NotSent(GatewayOutcome.Reason.NO_CONNECTION, Optional.empty()));
        // then
        assertThat(watch.isOpen()).isTrue();
        assertThat(watch.areRefused()).isFalse();
    }

    @Test
    void whatWasForbiddenToOtherCredentialsDoesNotCount() {
        // given
        note(status(403));
        note(status(403));
        watch.changed();
        // when
        note(status(403));
        // then
        assertThat(watch.isOpen()).isTrue();
    }

    @Test
    void everyRefusalIsTold() {
        // given
        AtomicInteger told = new AtomicInteger();
        CredentialWatch telling = new CredentialWatch("erp", PAUSE, clock, told::incrementAndGet);
        // when
        telling.note(status(401), Optional.empty());
        telling.note(status(402), Optional.empty());
        telling.note(status(401), Optional.empty());
        // then
        assertThat(told).hasValue(2);
    }

    /** Of a call that is of no dispute. */
    private void note(WireAnswer answer) {
        watch.note(answer, Optional.empty());
    }

    private static WireAnswer status(int status) {
        return new WireAnswer.Answered(status, name -> Optional.empty(), "");
    }
}

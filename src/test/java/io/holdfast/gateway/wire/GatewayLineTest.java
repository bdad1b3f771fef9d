package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.GatewayHealth;
import io.holdfast.gateway.SettableClock;
import io.holdfast.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GatewayLineTest {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Breaker breaker = new Breaker();
    private final GatewayLine line = new GatewayLine(
            "erp",
            call -> Uni.createFrom().nothing(),
            new WireLimits(Duration.ofSeconds(1), 1),
            new CredentialWatch("erp", PAUSE, clock, () -> {}),
            new BreakerWatch("erp", breaker, clock),
            metrics,
            Traces.off());

    @Test
    void whileCredentialsAreRefusedItSaysSoAlsoWhenACallMayTry() {
        // given
        answered(401);
        boolean atOnce = line.isAvailable();
        // when
        clock.advance(PAUSE.multipliedBy(20));
        // then
        assertThat(atOnce).isFalse();
        assertThat(line.isAvailable()).isTrue();
        assertThat(line.health()).isEqualTo(GatewayHealth.CREDENTIALS_REFUSED);
        assertThat(credentials()).isZero();
    }

    @Test
    void theFirstCallThatIsTakenEndsIt() {
        // given
        answered(401);
        clock.advance(PAUSE);
        // when
        answered(404);
        // then
        assertThat(line.health()).isEqualTo(GatewayHealth.UP);
        assertThat(credentials()).isOne();
    }

    @Test
    void anOpenBreakerLetsNoCallThrough() {
        // when
        breaker.state = CircuitBreakerState.OPEN;
        // then
        assertThat(line.isAvailable()).isFalse();
        assertThat(line.health()).isEqualTo(GatewayHealth.BREAKER_OPEN);
    }

    @Test
    void aBreakerThatProbesLetsCallsThrough() {
        // when
        breaker.state = CircuitBreakerState.HALF_OPEN;
        // then
        assertThat(line.isAvailable()).isTrue();
        assertThat(line.health()).isEqualTo(GatewayHealth.PROBING);
    }

    @Test
    void aBreakerThatProbesIsShownAsOpenUntilAProbeWasAnswered() {
        // given
        breaker.state = CircuitBreakerState.OPEN;
        exchanged();
        // when
        breaker.state = CircuitBreakerState.HALF_OPEN;
        double probing = breakerShown();
        breaker.state = CircuitBreakerState.CLOSED;
        // then
        assertThat(probing).isEqualTo(2);
        assertThat(breakerShown()).isZero();
    }

    @Test
    void oneThatHasNothingToProbeWithForAnHourIsShownAsHalfOpen() {
        // given
        exchanged();
        breaker.state = CircuitBreakerState.HALF_OPEN;
        // when
        clock.advance(Duration.ofHours(1));
        // then
        assertThat(breakerShown()).isOne();
    }

    @Test
    void anOpenBreakerThatSawNoCallForAnHourTellsNothingAnyMore() {
        // given
        exchanged();
        breaker.state = CircuitBreakerState.OPEN;
        clock.advance(Duration.ofMinutes(59));
        double before = breakerShown();
        // when
        clock.advance(Duration.ofMinutes(1));
        // then
        assertThat(before).isEqualTo(2);
        assertThat(breakerShown()).isOne();
        assertThat(line.health()).isEqualTo(GatewayHealth.PROBING);
        assertThat(line.isAvailable()).isTrue();
    }

    @Test
    void anOpenBreakerThatHoldsCallsBackGoesOnTelling() {
        // given
        breaker.state = CircuitBreakerState.OPEN;
        clock.advance(Duration.ofMinutes(50));
        // when
        exchanged();
        clock.advance(Duration.ofMinutes(50));
        // then
        assertThat(breakerShown()).isEqualTo(2);
        assertThat(line.health()).isEqualTo(GatewayHealth.BREAKER_OPEN);
    }

    private void exchanged() {
        line.exchange("find", () -> Uni.createFrom().nothing()).subscribe().with(answer -> {});
    }

    private double breakerShown() {
        return metrics.get("holdfast.gateway.breaker").gauge().value();
    }

    private void answered(int status) {
        WireAnswer answer = new WireAnswer.Answered(status, name -> Optional.empty(), "");
        line.watched(() -> Uni.createFrom().item(answer)).await().atMost(Duration.ofSeconds(30));
    }

    private double credentials() {
        return metrics.get("holdfast.gateway.credentials").gauge().value();
    }

    private static final class Breaker implements CircuitBreakerMaintenance {

        private CircuitBreakerState state = CircuitBreakerState.CLOSED;

        @Override
        public CircuitBreakerState currentState(String name) {
            return state;
        }

        @Override
        public void onStateChange(String name, Consumer<CircuitBreakerState> callback) {}

        @Override
        public void reset(String name) {}

        @Override
        public void resetAll() {}
    }
}

package io.holdfast.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.LogLines;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BreakerLogTest {

    @Test
    void anOutageIsALineWhenItBeginsAndOneWhenItIsOverHoweverOftenTheGatewayIsProbed() {
        try (LogLines log = new LogLines(BreakerLog.class.getName())) {
            // given
            BreakerLog breaker = new BreakerLog("erp");

            // when
            Stream.of(
                            CircuitBreakerState.OPEN,
                            CircuitBreakerState.HALF_OPEN,
                            CircuitBreakerState.OPEN,
                            CircuitBreakerState.HALF_OPEN,
                            CircuitBreakerState.CLOSED)
                    .forEach(breaker::changed);

            // then
            assertThat(log.lines())
                    .containsExactly(
                            "WARN Gateway erp is left alone and probed: its circuit breaker is open",
                            "INFO Gateway erp is called again: its circuit breaker is closed");
        }
    }
}

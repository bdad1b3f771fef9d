package io.holdfast.gateway.wire;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How it stands with a gateway's circuit breaker, as far as that still tells anything. An open one is half-open when its delay is over, and closes with a call only.
 * A replica whose work another one has done has none to make: without this it would say for a whole night that a gateway is left alone that has long been back.
 */
final class BreakerWatch {

    /** As of a refusal of credentials: longer than the slowest pace at which something that waits is tried. */
    private static final Duration AN_OPEN_ONE_TELLS = Duration.ofHours(1);

    private final String gateway;
    private final CircuitBreakerMaintenance breakers;
    private final Clock clock;
    private volatile Instant lastCall;

    BreakerWatch(String gateway, CircuitBreakerMaintenance breakers, Clock clock) {
        this.gateway = gateway;
        this.breakers = breakers;
        this.clock = clock;
        lastCall = clock.instant();
        breakers.onStateChange(gateway, new BreakerLog(gateway)::changed);
    }

    /** A call is made, or held back by the breaker. */
    void called() {
        lastCall = clock.instant();
    }

    /** An open one that has seen no call for long is one that would let the next through, to probe. */
    CircuitBreakerState state() {
        CircuitBreakerState state = breakers.currentState(gateway);
        return state == CircuitBreakerState.OPEN && !tells() ? CircuitBreakerState.HALF_OPEN : state;
    }

    /**
     * As {@link #state}, for who looks now and then: open until a probe has been answered. A gateway that hangs keeps the breaker half-open for the timeout of each
     * probe, longer than it is open between two of them.
     */
    CircuitBreakerState lasting() {
        CircuitBreakerState state = state();
        return state == CircuitBreakerState.HALF_OPEN && tells() ? CircuitBreakerState.OPEN : state;
    }

    private boolean tells() {
        return clock.instant().isBefore(lastCall.plus(AN_OPEN_ONE_TELLS));
    }
}

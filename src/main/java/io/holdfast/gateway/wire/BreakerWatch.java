package io.holdfast.gateway.wire;

import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How it stands with a gateway's circuit breaker, as far as that still tells anything. A breaker leaves its open state with a call only, and a replica whose
 * work another one has done has none to make: without this it would say for a whole night that a gateway is left alone that has long been back.
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
        boolean tells = clock.instant().isBefore(lastCall.plus(AN_OPEN_ONE_TELLS));
        return state == CircuitBreakerState.OPEN && !tells ? CircuitBreakerState.HALF_OPEN : state;
    }
}

package io.holdfast.gateway.wire;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Says once that a gateway is left alone, and once that it is not any more, however often it is probed meanwhile. */
final class BreakerLog {

    private static final Logger LOG = Logger.getLogger(BreakerLog.class);

    private final String gateway;
    private final AtomicBoolean open = new AtomicBoolean();

    BreakerLog(String gateway) {
        this.gateway = gateway;
    }

    void changed(CircuitBreakerState state) {
        if (state == CircuitBreakerState.OPEN && open.compareAndSet(false, true)) {
            LOG.warnf("Gateway %s is left alone and probed: its circuit breaker is open", gateway);
        } else if (state == CircuitBreakerState.CLOSED && open.compareAndSet(true, false)) {
            LOG.infof("Gateway %s is called again: its circuit breaker is closed", gateway);
        }
    }
}

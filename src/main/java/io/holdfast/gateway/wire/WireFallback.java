package io.holdfast.gateway.wire;

import io.holdfast.gateway.GatewayOutcome.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.Dependent;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import org.eclipse.microprofile.faulttolerance.FallbackHandler;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

/** Turns every failure of a guarded call into what is known about it. It never invents an answer. */
@Dependent
public class WireFallback implements FallbackHandler<Uni<WireAnswer>> {

    private static final Logger LOG = Logger.getLogger(WireFallback.class);

    @Override
    public Uni<WireAnswer> handle(ExecutionContext context) {
        return Uni.createFrom().item(meaning(context.getFailure()));
    }

    private static WireAnswer meaning(Throwable failure) {
        if (failure instanceof WireFailure known) {
            return known.answer();
        }
        if (failure instanceof TimeoutException) {
            return new WireAnswer.Lost(WireAnswer.Lost.TIMEOUT);
        }
        if (failure instanceof CircuitBreakerOpenException) {
            return WireAnswer.NotSent.because(Reason.BREAKER_OPEN);
        }
        if (failure instanceof BulkheadException) {
            return WireAnswer.NotSent.because(Reason.BULKHEAD_FULL);
        }
        // Not the message: it could repeat what was sent.
        LOG.warnf("A gateway call ended in an unforeseen %s", failure.getClass().getName());
        return new WireAnswer.Lost(WireAnswer.Lost.NO_ANSWER);
    }
}

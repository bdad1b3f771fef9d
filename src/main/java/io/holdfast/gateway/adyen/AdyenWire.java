package io.holdfast.gateway.adyen;

import io.holdfast.gateway.wire.GuardedWire;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireCall;
import io.holdfast.gateway.wire.WireFailure;
import io.holdfast.gateway.wire.WireFallback;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Guards every call to Adyen. The numbers that can be set come from {@code GuardNumbers}. */
@ApplicationScoped
public class AdyenWire implements GuardedWire {

    @Override
    @Timeout(10_000)
    @Retry(maxRetries = 2, delay = 100, jitter = 50, maxDuration = 1_000, retryOn = WireFailure.NotConnected.class)
    @CircuitBreaker(
            failOn = {WireFailure.class, TimeoutException.class},
            requestVolumeThreshold = 20,
            failureRatio = 0.5,
            delay = 5_000)
    @CircuitBreakerName(AdyenGateway.NAME)
    @Bulkhead(value = 84, waitingTaskQueue = 1)
    @Fallback(WireFallback.class)
    public Uni<WireAnswer> exchange(WireCall call) {
        return call.make();
    }
}

package io.holdfast.gateway.wire;

import io.smallrye.mutiny.Uni;

/**
 * The one bean method of a gateway through which all its calls go, so that they share one circuit breaker and one bulkhead. Its class is named
 * {@code io.holdfast.gateway.<name>.<Name>Wire}, which is how {@link GuardNumbers} finds it, and its method carries
 *
 * <pre>{@code
 * @Timeout(10_000)
 * @Retry(maxRetries = 2, delay = 100, jitter = 50, maxDuration = 1_000, retryOn = WireFailure.NotConnected.class)
 * @CircuitBreaker(failOn = {WireFailure.class, TimeoutException.class}, requestVolumeThreshold = 20, failureRatio = 0.5, delay = 5_000)
 * @CircuitBreakerName("<name>")
 * @Bulkhead(value = 84, waitingTaskQueue = 1)
 * @Fallback(WireFallback.class)
 * }</pre>
 *
 * <p>Only what surely never left is retried, and only while that fails fast; everything else is for the runner of operations to repeat. The
 * library insists on a queue of at least one.
 */
public interface GuardedWire {

    /** Makes the call; the {@code Uni} never fails. */
    Uni<WireAnswer> exchange(WireCall call);
}

package io.holdfast.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * What a gateway can do.
 *
 * @param canBeAsked whether an authorization can be read; if not, only a replay of the same request or a webhook tells
 * @param canBeListed whether all live authorizations can be paged through
 * @param canRefresh whether it trades payment tokens
 * @param newsTellsEnd whether its news says when a hold lapses, as its answers do; if not, what is said there is the adapter's safe default
 * @param keyLife how long a repeat with the same idempotency key surely does nothing twice; empty where asking comes before repeating
 */
public record Capabilities(
        boolean canBeAsked, boolean canBeListed, boolean canRefresh, boolean newsTellsEnd, Optional<Duration> keyLife) {

    /** Of a gateway that is asked before anything is repeated, or that never forgets a key, and whose news says all that its answers do. */
    public Capabilities(boolean canBeAsked, boolean canBeListed, boolean canRefresh) {
        this(canBeAsked, canBeListed, canRefresh, true, Optional.empty());
    }
}

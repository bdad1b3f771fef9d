package io.holdfast.notify.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Outgoing webhooks. On when the url is set. */
@ConfigMapping(prefix = "holdfast.notify")
public interface NotifySettings {

    Optional<String> url();

    /** Standard Webhooks secrets, {@code whsec_…}. With several, during rotation, each message carries a signature by each. */
    Optional<List<String>> secret();

    /** Of one request, to the end of the answer. */
    @WithDefault("15s")
    Duration timeout();

    /** How many requests run at once. */
    @WithDefault("16")
    int maxConcurrent();

    /** Whether the receiver may be at an address that is not on the public internet. */
    @WithDefault("false")
    boolean allowPrivateAddresses();
}

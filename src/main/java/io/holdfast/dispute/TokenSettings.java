package io.holdfast.dispute;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How payment tokens are kept. */
@ConfigMapping(prefix = "holdfast.token")
public interface TokenSettings {

    /** A payment token of a held dispute is refreshed when it is so old. */
    @WithDefault("30d")
    Duration refreshAfter();
}

package io.holdfast.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the HTTP interface behaves. */
@ConfigMapping(prefix = "holdfast.api")
public interface ApiSettings {

    /** How long a caller may take to send a body, once its headers are there. */
    @WithDefault("10s")
    Duration bodyTimeout();
}

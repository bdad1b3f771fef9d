package io.holdfast.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the process ends when it is told to. */
@ConfigMapping(prefix = "holdfast.shutdown")
public interface ShutdownSettings {

    /** How long to wait for gateway operations that run. What is not done by then another replica takes up when its lease ends. */
    @WithDefault("15s")
    Duration timeout();
}

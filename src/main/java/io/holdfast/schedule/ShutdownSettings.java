package io.holdfast.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the process ends when it is told to. */
@ConfigMapping(prefix = "holdfast.shutdown")
public interface ShutdownSettings {

    /**
     * How long a replica that is told to stop still takes calls: it is not ready any more, but balancers have to notice first. Longer than they take for
     * that.
     */
    @WithDefault("3s")
    Duration delay();

    /** How long to wait for gateway operations that run. What is not done by then another replica takes up when its lease ends. */
    @WithDefault("15s")
    Duration timeout();
}

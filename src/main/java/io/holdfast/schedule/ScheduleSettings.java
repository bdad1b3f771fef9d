package io.holdfast.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often each round is made. */
@ConfigMapping(prefix = "holdfast.schedule")
public interface ScheduleSettings {

    /** Whether this process makes rounds at all; off for commands that are no server. */
    @WithDefault("true")
    boolean on();

    /** Asks after pending and unknown holds. */
    @WithDefault("5s")
    Duration poll();

    /** Picks up the work of a dead replica. */
    @WithDefault("10s")
    Duration recover();

    /** Renews holds. */
    @WithDefault("5m")
    Duration renew();

    /** Refreshes payment tokens. */
    @WithDefault("1h")
    Duration refresh();

    /** Releases holds that are too old. */
    @WithDefault("1h")
    Duration age();

    /** Tells others again what did not arrive, and what a dead replica left. */
    @WithDefault("5s")
    Duration relay();

    /** Removes disputes that ended longer ago than {@code holdfast.retention}. */
    @WithDefault("1h")
    Duration purge();
}

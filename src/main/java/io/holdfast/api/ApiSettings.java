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

    /** How many may follow the stories of disputes at once, on one replica. Each costs a connection and some kilobytes. */
    @WithDefault("1000")
    int eventStreams();

    /** After this long without news a stream says that it is still there. Shorter than what proxies take for an idle connection. */
    @WithDefault("15s")
    Duration heartbeat();
}

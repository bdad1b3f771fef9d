package io.holdfast.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** What all gateways share. A gateway may set its own {@code timeout} and {@code max-concurrent} below its name. */
@ConfigMapping(prefix = "holdfast.gateway")
public interface GatewaySettings {

    /** The gateway of disputes that name none. */
    @WithName("default")
    @WithDefault("erp")
    String defaultName();

    /** Bounds one HTTP call, the token's included. */
    @WithDefault("10s")
    Duration timeout();

    /** How many calls to one gateway may run at once; more are not sent. */
    @WithDefault("64")
    int maxConcurrent();

    /** How long a gateway that refuses our credentials is left alone before one call tries again. */
    @WithDefault("30s")
    Duration credentialPause();
}

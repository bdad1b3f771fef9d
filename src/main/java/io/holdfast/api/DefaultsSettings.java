package io.holdfast.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a dispute has where its caller did not say. */
@ConfigMapping(prefix = "holdfast.defaults")
public interface DefaultsSettings {

    @WithDefault("USD")
    String currency();

    @WithDefault("SERVICE_GUARANTEE_DISPUTE")
    String reasonCode();

    @WithDefault("CC-001")
    String callCenterId();
}

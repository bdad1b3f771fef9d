package io.holdfast.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;

/** How long what ended is kept. */
@ConfigMapping(prefix = "holdfast.retention")
public interface RetentionSettings {

    /** Disputes that ended longer ago are removed. */
    @WithParentName
    @WithDefault("400d")
    Duration kept();
}

package io.holdfast.dispute;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How gateways' books are compared with the record. */
@ConfigMapping(prefix = "holdfast.reconcile")
public interface ReconcileSettings {

    /** How often {@code serve} does it by itself, such as {@code 7d}; off if it is not set. Counts from the beginning of the last run, whoever made it. */
    Optional<Duration> every();

    /** Whether these runs give back what no dispute stands on. */
    @WithDefault("false")
    boolean voidOrphans();

    /** What changed less long ago is left alone. */
    @WithDefault("10m")
    Duration settle();
}

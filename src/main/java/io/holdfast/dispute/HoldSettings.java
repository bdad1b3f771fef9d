package io.holdfast.dispute;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How holds are kept. */
@ConfigMapping(prefix = "holdfast.hold")
public interface HoldSettings {

    /** A hold is renewed this long before it lapses. */
    @WithDefault("24h")
    Duration renewBefore();

    /** A hold that nobody decided on for so long is released. */
    @WithDefault("60d")
    Duration maxAge();

    /** How long an outcome may stay open before a person is called. */
    @WithDefault("1h")
    Duration patience();

    /** How often an operation is still tried when patience is over. */
    @WithDefault("10m")
    Duration slowPace();
}

package io.holdfast.secret;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where secrets are, and how often they are looked at again. Which one comes from where is said by each setting itself. */
@ConfigMapping(prefix = "holdfast.secrets")
public interface SecretsSettings {

    /** Every file in it is a property. */
    Optional<String> folder();

    /** How long a changed secret may go unnoticed. */
    @WithDefault("1m")
    Duration refresh();
}

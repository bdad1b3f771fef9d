package io.holdfast.secret;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The keys that seal what is kept. */
@ConfigMapping(prefix = "holdfast.crypto")
public interface CryptoSettings {

    /** A Tink keyset in JSON, made by {@code keys new}; there is no default. */
    Optional<String> keyset();
}

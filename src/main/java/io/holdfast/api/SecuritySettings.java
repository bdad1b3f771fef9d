package io.holdfast.api;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "holdfast.security")
public interface SecuritySettings {

    /** API keys by the name that the story of a dispute tells. */
    Map<String, ApiKey> apiKeys();

    /** One API key. */
    interface ApiKey {

        /** SHA-256 of the key, in hexadecimal digits; the key itself is nowhere in the configuration. */
        Optional<String> sha256();

        /** Of {@link Role}. */
        Optional<List<String>> roles();
    }
}

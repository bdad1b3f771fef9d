package io.holdfast.audit;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How the story is proved. */
@ConfigMapping(prefix = "holdfast.audit")
public interface AuditSettings {

    /** A private Tink signature keyset in JSON, made by {@code audit keys}: signs the daily heads. Without it they are made and chained, but not signed. */
    Optional<String> signingKeyset();

    /** Its public half, for whoever verifies without being able to sign. */
    Optional<String> verifyingKeyset();
}

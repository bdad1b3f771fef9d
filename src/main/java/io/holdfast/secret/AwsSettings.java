package io.holdfast.secret;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** AWS Secrets Manager. */
@ConfigMapping(prefix = "holdfast.aws")
public interface AwsSettings {

    /** In place of the one that AWS's own tools would find. */
    Optional<String> region();

    /** In place of the region's own, for a private endpoint. */
    Optional<String> endpoint();
}

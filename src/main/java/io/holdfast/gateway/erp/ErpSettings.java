package io.holdfast.gateway.erp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where the company's payment service is and how it knows us. It is on when its url is set. */
@ConfigMapping(prefix = "holdfast.gateway.erp")
public interface ErpSettings {

    Optional<String> url();

    /** In place of {@code holdfast.gateway.timeout}. */
    Optional<Duration> timeout();

    /** In place of {@code holdfast.gateway.max-concurrent}. */
    OptionalInt maxConcurrent();

    /** Standard Webhooks secrets, {@code whsec_…}; several during rotation. */
    Optional<List<String>> webhookSecrets();

    OAuth oauth();

    /** OAuth 2.0 client credentials; used when the token url is set. */
    interface OAuth {

        Optional<String> tokenUrl();

        Optional<String> clientId();

        Optional<String> clientSecret();

        @WithDefault("payments:write,transactions:read,customers:profile")
        List<String> scopes();
    }
}

package io.holdfast.gateway.stripe;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where Stripe is and how it knows us. It is on when its key is set; its webhooks when their secrets are. */
@ConfigMapping(prefix = "holdfast.gateway.stripe")
public interface StripeSettings {

    @WithDefault("https://api.stripe.com")
    String url();

    /** A secret key, {@code sk_…}, or a restricted one, {@code rk_…}. */
    Optional<String> apiKey();

    /** {@code whsec_…} as the endpoint's page shows it; several during rotation. */
    Optional<List<String>> webhookSecrets();

    /** In place of {@code holdfast.gateway.timeout}. */
    Optional<Duration> timeout();

    /** In place of {@code holdfast.gateway.max-concurrent}. */
    OptionalInt maxConcurrent();

    /** What the account may send in any second, of this replica's share: Stripe allows 100 to a live account. */
    @WithDefault("100")
    int requestsPerSecond();

    /** What may go to one endpoint in any second, of this replica's share: Stripe allows 25. */
    @WithDefault("25")
    int endpointRequestsPerSecond();
}

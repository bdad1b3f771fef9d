package io.holdfast.gateway.adyen;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where Adyen is and how it knows us. It is on when url, API key, merchant account and return url are set. */
@ConfigMapping(prefix = "holdfast.gateway.adyen")
public interface AdyenSettings {

    /** Of the Checkout API with its version, for example {@code https://checkout-test.adyen.com/v72}. */
    Optional<String> url();

    Optional<String> apiKey();

    Optional<String> merchantAccount();

    /** Adyen insists on one, though no shopper is there to return. */
    Optional<String> returnUrl();

    /** Hexadecimal, from the Customer Area; two during rotation. */
    Optional<List<String>> hmacKeys();

    /** How long the card schemes let an authorization live. Adyen itself does not say, and gives up after 28 days. */
    @WithDefault("7d")
    Duration holdLife();

    /** In place of {@code holdfast.gateway.timeout}. */
    Optional<Duration> timeout();

    /** In place of {@code holdfast.gateway.max-concurrent}. */
    OptionalInt maxConcurrent();
}

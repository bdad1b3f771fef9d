package io.holdfast.gateway.stripe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A form in the making. Keys are ours and keep their brackets, as Stripe's own libraries write them; values are encoded. */
final class StripeForm {

    private final StringBuilder text = new StringBuilder();

    StripeForm put(String key, String value) {
        if (!text.isEmpty()) {
            text.append('&');
        }
        text.append(key).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

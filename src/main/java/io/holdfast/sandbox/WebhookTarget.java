package io.holdfast.sandbox;

import com.standardwebhooks.Webhook;
import java.net.URI;
import java.time.Duration;

/**
 * Where webhooks go and how they are signed.
 *
 * @param url an absolute http or https address
 * @param secret {@code whsec_} and base64, as Standard Webhooks 1.0.0 writes it
 * @param firstRetry how long the second try waits; each later one waits twice as long as the one before
 */
public record WebhookTarget(URI url, String secret, Duration firstRetry) {
    private static final String PREFIX = "whsec_";

    public WebhookTarget {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException("the webhook URL must be an absolute http or https address");
        }
        if (!secret.startsWith(PREFIX) || secret.length() == PREFIX.length() || !isBase64(secret)) {
            throw new IllegalArgumentException("the webhook secret must be " + PREFIX + " followed by base64");
        }
        if (firstRetry.isNegative() || firstRetry.isZero()) {
            throw new IllegalArgumentException("the time before a retry must be more than zero");
        }
    }

    /** A target that is tried again after half a second, one second, two, and so on. */
    public static WebhookTarget of(URI url, String secret) {
        return new WebhookTarget(url, secret, Duration.ofMillis(500));
    }

    /** The URL alone: the secret stays out of logs. */
    @Override
    public String toString() {
        return "WebhookTarget[" + url + "]";
    }

    private static boolean isBase64(String secret) {
        try {
            new Webhook(secret);
            return true;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}

package io.holdfast.notify.webhook;

import com.standardwebhooks.Webhook;
import io.holdfast.notify.Channel;
import io.holdfast.notify.ChannelProvider;
import io.holdfast.notify.wire.Courier;
import io.holdfast.notify.wire.Couriers;
import io.holdfast.settings.BadSetting;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes the channel of {@link NotifySettings}, if it is on. */
@Singleton
class WebhookChannels implements ChannelProvider {

    private static final Logger LOG = Logger.getLogger(WebhookChannels.class);

    /** By the specification: 24 to 64 bytes. */
    private static final int SHORTEST_SECRET = 24;

    private static final int LONGEST_SECRET = 64;
    private static final int MOST_SECRETS = 8;

    /** The answer's body means nothing; a little is read so that the connection can be used again. */
    private static final int BODY_BYTES = 1024;

    private final NotifySettings settings;
    private final Couriers couriers;
    private final Clock clock;

    WebhookChannels(NotifySettings settings, Couriers couriers, Clock clock) {
        this.settings = settings;
        this.couriers = couriers;
        this.clock = clock;
    }

    @Override
    public List<Channel> channels() {
        Duration timeout = settings.timeout();
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new BadSetting("holdfast.notify.timeout", "must be from 100ms to 1m");
        }
        int concurrency = settings.maxConcurrent();
        if (concurrency < 1 || concurrency > 256) {
            throw new BadSetting("holdfast.notify.max-concurrent", "must be from 1 to 256");
        }
        Optional<String> url = settings.url().filter(it -> !it.isBlank());
        List<String> secrets = settings.secret().orElse(List.of());
        if (url.isEmpty()) {
            if (!secrets.isEmpty()) {
                throw new BadSetting("holdfast.notify.url", "is not set, though holdfast.notify.secret is");
            }
            return List.of();
        }
        URI receiver = Courier.address("holdfast.notify.url", url.get());
        if (secrets.isEmpty()) {
            throw new BadSetting("holdfast.notify.secret", "is not set; webhooks are signed with it (whsec_…)");
        }
        if (secrets.size() > MOST_SECRETS) {
            throw new BadSetting("holdfast.notify.secret", "must be no more than " + MOST_SECRETS + " secrets");
        }
        if ("http".equalsIgnoreCase(receiver.getScheme())) {
            LOG.warn("holdfast.notify.url: is http, so anybody on the way can read the webhooks");
        }
        Courier courier = couriers.of(
                WebhookChannel.NAME,
                new Courier.Limits(timeout, concurrency, BODY_BYTES, settings.allowPrivateAddresses()));
        return List.of(new WebhookChannel(
                receiver,
                secrets.stream().map(WebhookChannels::secret).toList(),
                courier,
                clock,
                timeout,
                concurrency));
    }

    private static Webhook secret(String text) {
        String base64 = text.strip();
        if (base64.startsWith(Webhook.SECRET_PREFIX)) {
            base64 = base64.substring(Webhook.SECRET_PREFIX.length());
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new BadSetting("holdfast.notify.secret", "must be whsec_ and the base64 of 24 to 64 bytes");
        }
        if (key.length < SHORTEST_SECRET || key.length > LONGEST_SECRET) {
            throw new BadSetting("holdfast.notify.secret", "must be whsec_ and the base64 of 24 to 64 bytes");
        }
        return new Webhook(key);
    }
}

package io.holdfast.notify.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.holdfast.notify.Channel;
import io.holdfast.notify.Occurrence;
import io.holdfast.notify.Telling;
import io.holdfast.notify.wire.Answer;
import io.holdfast.notify.wire.Courier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells a receiver of every visible change, one request each. The {@code webhook-id} is made of the dispute and the event, so it is the same however
 * often a message is sent; the timestamp is that of the attempt.
 */
public final class WebhookChannel implements Channel {

    static final String NAME = "webhook";

    /** The schedule that the specification recommends; ten attempts in about three days. */
    static final List<Duration> RETRIES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final Duration PATIENCE = Duration.ofDays(5);

    private final URI receiver;
    private final List<Webhook> secrets;
    private final Courier courier;
    private final Clock clock;
    private final Terms terms;

    /** @param secrets each makes a signature of its own */
    WebhookChannel(
            URI receiver, List<Webhook> secrets, Courier courier, Clock clock, Duration timeout, int concurrency) {
        this.receiver = receiver;
        this.secrets = List.copyOf(secrets);
        this.courier = courier;
        this.clock = clock;
        this.terms = new Terms(concurrency, 1, 1, timeout, RETRIES, PATIENCE);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> compose(Occurrence occurrence) {
        return occurrence.event();
    }

    @Override
    public Terms terms() {
        return terms;
    }

    @Override
    public Uni<Telling> tell(List<Note> notes) {
        Note note = notes.get(0);
        String id = id(note);
        long sentAt = clock.instant().getEpochSecond();
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                Webhook.UNBRANDED_MSG_ID_KEY,
                id,
                Webhook.UNBRANDED_MSG_TIMESTAMP_KEY,
                Long.toString(sentAt),
                Webhook.UNBRANDED_MSG_SIGNATURE_KEY,
                signatures(id, sentAt, note.body()));
        return courier.send(HttpMethod.POST, receiver, headers, Buffer.buffer(note.body()))
                .map(this::meaning);
    }

    static String id(Note note) {
        return "msg_" + note.dispute().value().toString().replace("-", "") + "_" + note.sequence();
    }

    private String signatures(String id, long sentAt, String body) {
        return secrets.stream().map(it -> signature(it, id, sentAt, body)).collect(Collectors.joining(" "));
    }

    private static String signature(Webhook secret, String id, long sentAt, String body) {
        try {
            return secret.sign(id, sentAt, body);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private Telling meaning(Answer answer) {
        if (answer instanceof Answer.Lost lost) {
            return Telling.Failed.because(lost.reason());
        }
        Answer.Answered answered = (Answer.Answered) answer;
        if (answered.isSuccess()) {
            return new Telling.Told();
        }
        Optional<Duration> patience = answered.patience(clock);
        return switch (answered.status()) {
            case 410 -> new Telling.Stopped(answered.reason());
            case 429 ->
                patience.<Telling>map(wait -> new Telling.Throttled(answered.reason(), wait))
                        .orElseGet(() -> Telling.Failed.because(answered.reason()));
            case 502, 503, 504 -> new Telling.Failed(answered.reason(), patience);
            default -> Telling.Failed.because(answered.reason());
        };
    }
}

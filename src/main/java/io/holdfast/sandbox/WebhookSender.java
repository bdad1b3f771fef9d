package io.holdfast.sandbox;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Tells the webhook URL about every change, signed by Standard Webhooks 1.0.0. What is not answered with 2xx is tried
 * again, {@value #ATTEMPTS} times in all. Several are on their way at once, so they can arrive out of order.
 */
final class WebhookSender {
    private static final int ATTEMPTS = 6;
    private static final int CONNECTIONS = 16;
    private static final long ANSWER_WITHIN_MILLIS = 5_000;

    private record Event(String id, String body, int attempt) {
        Event next() {
            return new Event(id, body, attempt + 1);
        }
    }

    private final Vertx vertx;
    private final Clock clock;
    private final WebhookTarget target;
    private final int limit;
    private final Webhook signer;
    private final HttpClient client;
    private final ArrayDeque<Event> queue = new ArrayDeque<>();
    private final Set<Long> retryTimers = new HashSet<>();
    private int underWay;
    /** Counts resets, so that the end of a try from before a reset is not counted after it. */
    private long generation;

    private long delivered;
    private long failedAttempts;
    private long givenUp;
    private long dropped;

    WebhookSender(Vertx vertx, Clock clock, WebhookTarget target, int limit) {
        this.vertx = vertx;
        this.clock = clock;
        this.target = target;
        this.limit = limit;
        this.signer = new Webhook(target.secret());
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setConnectTimeout((int) ANSWER_WITHIN_MILLIS));
    }

    void send(Authorization authorization) {
        if (waiting() >= limit) {
            dropped++;
            return;
        }
        String id = "evt_" + UUID.randomUUID();
        byte[] body = JsonText.object(json -> {
            json.writeStringField("id", id);
            json.writeStringField("type", "authorization.updated");
            json.writeStringField(
                    "created_at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeObjectFieldStart("data");
            JsonText.write(json, authorization);
            json.writeEndObject();
        });
        queue.add(new Event(id, new String(body, StandardCharsets.UTF_8), 1));
        startNext();
    }

    WebhookCounts counts() {
        return new WebhookCounts(delivered, failedAttempts, givenUp, dropped, waiting());
    }

    void clear() {
        generation++;
        queue.clear();
        retryTimers.forEach(vertx::cancelTimer);
        retryTimers.clear();
        delivered = 0;
        failedAttempts = 0;
        givenUp = 0;
        dropped = 0;
    }

    private int waiting() {
        return queue.size() + retryTimers.size() + underWay;
    }

    private void startNext() {
        while (underWay < CONNECTIONS && !queue.isEmpty()) {
            start(queue.poll());
        }
    }

    private void start(Event event) {
        long startedIn = generation;
        underWay++;
        long timestamp = clock.instant().getEpochSecond();
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(target.url().toString())
                .setTimeout(ANSWER_WITHIN_MILLIS)
                .putHeader("content-type", "application/json")
                .putHeader("webhook-id", event.id())
                .putHeader("webhook-timestamp", Long.toString(timestamp))
                .putHeader("webhook-signature", signature(event, timestamp));
        client.request(request)
                .compose(open -> open.send(Buffer.buffer(event.body())))
                .compose(answer -> answer.end().map(answer))
                .map(WebhookSender::isGood)
                .otherwise(false)
                .onSuccess(good -> ended(event, good, startedIn));
    }

    private void ended(Event event, boolean good, long startedIn) {
        underWay--;
        if (startedIn == generation) {
            count(event, good);
        }
        startNext();
    }

    private void count(Event event, boolean good) {
        if (good) {
            delivered++;
            return;
        }
        failedAttempts++;
        if (event.attempt() == ATTEMPTS) {
            givenUp++;
            return;
        }
        long delayMillis = target.firstRetry().toMillis() << (event.attempt() - 1);
        retryTimers.add(vertx.setTimer(Math.max(1, delayMillis), timer -> {
            retryTimers.remove(timer);
            queue.add(event.next());
            startNext();
        }));
    }

    private String signature(Event event, long timestamp) {
        try {
            return signer.sign(event.id(), timestamp, event.body());
        } catch (WebhookSigningException impossible) {
            throw new IllegalStateException("the secret was tried when the options were made", impossible);
        }
    }

    private static boolean isGood(HttpClientResponse answer) {
        return answer.statusCode() >= 200 && answer.statusCode() < 300;
    }
}

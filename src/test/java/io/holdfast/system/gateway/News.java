package io.holdfast.system.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends news by the Standard Webhooks specification: twice, late, never, out of order; and lies that are not signed as they should be. */
final class News implements AutoCloseable {

    static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("the-gateways-own-signing-key-32b".getBytes());

    private static final byte[] KEY = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
    private static final byte[] WRONG_KEY = "some-other-signing-key-32-bytes!".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MOST_TRIES = 4;

    private final Clock clock;
    private final Dice dice;
    private final NewsReport report;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ScheduledExecutorService desk = Executors.newScheduledThreadPool(4, daemon -> {
        Thread thread = new Thread(daemon, "news");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile List<URI> targets = List.of();

    News(Clock clock, Dice dice, NewsReport report) {
        this.clock = clock;
        this.dice = dice;
        this.report = report;
    }

    void sendTo(List<URI> addresses) {
        targets = List.copyOf(addresses);
    }

    /** A message, as it goes out each time it goes out. */
    private record Message(String id, Instant timestamp, String body, String signed, byte[] key, boolean forged) {}

    void changed(Authorization now) {
        if (targets.isEmpty()) {
            return;
        }
        Random random = dice.next("news of " + now.paymentMethodId());
        Message message = genuine(now);
        int roll = dice.isGood() ? 50 : random.nextInt(100);
        if (roll < 15) {
            report.kept();
        } else if (roll < 30) {
            later(Duration.ZERO, message, 1);
            later(Duration.ofMillis(random.nextInt(1_000)), message, 1);
        } else if (roll < 45) {
            later(Duration.ofMillis(500 + random.nextInt(4_000)), message, 1);
        } else {
            later(Duration.ZERO, message, 1);
        }
        if (!dice.isGood() && random.nextInt(100) < 30) {
            later(Duration.ofMillis(random.nextInt(1_500)), forged(now, random), MOST_TRIES);
        }
    }

    private Message genuine(Authorization now) {
        String body = body(now);
        return new Message(id(), clock.instant(), body, body, KEY, false);
    }

    /** Claims what is not so, in one of the ways that a signature must not let through. */
    private Message forged(Authorization now, Random random) {
        Authorization.Status[] lies = {
            Authorization.Status.CAPTURED,
            Authorization.Status.VOIDED,
            Authorization.Status.DECLINED,
            Authorization.Status.EXPIRED
        };
        String lie = body(now.claiming(lies[random.nextInt(lies.length)]));
        Instant time = clock.instant();
        return switch (random.nextInt(4)) {
            case 0 -> new Message(id(), time, lie, lie, WRONG_KEY, true);
            case 1 -> new Message(id(), time.minusSeconds(601), lie, lie, KEY, true);
            case 2 -> new Message(id(), time.plusSeconds(601), lie, lie, KEY, true);
            default -> new Message(id(), time, lie, body(now), KEY, true);
        };
    }

    private String body(Authorization authorization) {
        ObjectNode body = Json.object()
                .put("id", "evt_" + numbers.incrementAndGet())
                .put("type", "authorization.updated")
                .put("created_at", clock.instant().toString());
        body.set("data", Json.authorization(authorization));
        return body.toString();
    }

    private String id() {
        return "msg_" + numbers.incrementAndGet();
    }

    private void later(Duration delay, Message message, int tryNumber) {
        desk.schedule(() -> send(message, tryNumber), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(Message message, int tryNumber) {
        List<URI> all = targets;
        URI target = all.get(numbers.incrementAndGet() % all.size());
        Optional<Integer> answer = post(target, message);
        report.answered(message.forged(), answer);
        boolean delivered = answer.filter(status -> status / 100 == 2).isPresent();
        if (!delivered && tryNumber < MOST_TRIES) {
            later(Duration.ofMillis(700), message, tryNumber + 1);
        }
    }

    private Optional<Integer> post(URI target, Message message) {
        long seconds = message.timestamp().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("webhook-id", message.id())
                .header("webhook-timestamp", Long.toString(seconds))
                .header(
                        "webhook-signature",
                        "v1," + sign(message.key(), message.id() + '.' + seconds + '.' + message.signed()))
                .POST(HttpRequest.BodyPublishers.ofString(message.body()))
                .build();
        try {
            return Optional.of(
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException unreachable) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String sign(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        desk.shutdownNow();
    }
}

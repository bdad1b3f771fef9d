package io.holdfast.system;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Intakes at a steady rate, whether earlier ones were answered or not, as callers come. Times are counted from when each should have been sent. */
final class OpenLoop {

    private static final int NO_ANSWER = 0;

    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final List<Duration> times = new ArrayList<>();

    private OpenLoop() {}

    static OpenLoop run(HoldfastApi api, String account, int perSecond, Duration time) throws InterruptedException {
        OpenLoop loop = new OpenLoop();
        int count = (int) (perSecond * time.toSeconds());
        CountDownLatch answered = new CountDownLatch(count);
        AtomicInteger next = new AtomicInteger();
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long begin = System.nanoTime();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            clock.scheduleAtFixedRate(
                    () -> {
                        int n = next.getAndIncrement();
                        if (n < count) {
                            loop.send(api, account, n, begin + n * gap).thenRun(answered::countDown);
                        }
                    },
                    0,
                    gap,
                    TimeUnit.NANOSECONDS);
            answered.await(time.toSeconds() + 60, TimeUnit.SECONDS);
        } finally {
            clock.shutdownNow();
        }
        return loop;
    }

    private CompletableFuture<Void> send(HoldfastApi api, String account, int n, long due) {
        HttpRequest request = api.request(n, "/v1/disputes")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"customer_account_id\": \"" + account
                        + "\", \"hold_amount\": 25.50, \"payment_method_id\": \"pm_" + account + n + "\"}"))
                .build();
        return api.http()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((answer, lost) -> {
                    count(answer == null ? NO_ANSWER : answer.statusCode(), Duration.ofNanos(System.nanoTime() - due));
                    return null;
                });
    }

    private synchronized void count(int status, Duration time) {
        statuses.merge(status, 1, Integer::sum);
        times.add(time);
    }

    /** How often each status came; 0 is no answer. */
    synchronized Map<Integer, Integer> statuses() {
        return new TreeMap<>(statuses);
    }

    synchronized int count() {
        return times.size();
    }

    synchronized Duration longest() {
        return times.isEmpty() ? Duration.ZERO : Collections.max(times);
    }

    /** So many of a thousand answers took no longer. */
    synchronized Duration permille(int share) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) * share / 1_000);
    }

    @Override
    public String toString() {
        return statuses() + ", p50 " + permille(500).toMillis() + " ms, p99 "
                + permille(990).toMillis() + " ms, longest " + longest().toMillis() + " ms";
    }
}

package io.holdfast.system;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Many callers at once, each with one case after the other. */
final class Crowd {

    private static final int CALLERS = 20;

    private final Queue<CallerCase> cases = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<CompletableFuture<Void>> callers;

    private Crowd(long seed, int most, Duration time, HoldfastApi api, Pace pace) {
        long end = System.nanoTime() + time.toNanos();
        // Spread over the time, so that there is load whenever something happens.
        long gap = time.toMillis() * CALLERS / most / 3;
        callers = IntStream.range(0, CALLERS)
                .mapToObj(caller -> pace.start(() -> {
                    while (System.nanoTime() < end && pace.pause(gap)) {
                        int number = numbers.incrementAndGet();
                        if (number > most) {
                            return;
                        }
                        CallerCase next = new CallerCase(number, seed, api, pace);
                        cases.add(next);
                        next.play();
                    }
                }))
                .toList();
    }

    /** @param most cases, and not longer than {@code time} */
    static Crowd start(long seed, int most, Duration time, HoldfastApi api, Pace pace) {
        return new Crowd(seed, most, time, api, pace);
    }

    boolean isDone() {
        return callers.stream().allMatch(CompletableFuture::isDone);
    }

    /** Waits for all; throws what broke in a caller. */
    void join() {
        callers.forEach(CompletableFuture::join);
    }

    List<CallerCase> cases() {
        return List.copyOf(cases);
    }
}

package io.holdfast.system;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How a crowd of callers moves: pauses that end with the test, and races. */
final class Pace implements AutoCloseable {

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(daemon -> {
        Thread thread = new Thread(daemon, "caller");
        thread.setDaemon(true);
        return thread;
    });

    /** @return false if the test is over */
    boolean pause(long milliseconds) {
        try {
            return !over.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Chance decides between real processes anyway: there is no seed that would make a race run the same again. */
    int anyOf(int count) {
        return ThreadLocalRandom.current().nextInt(count);
    }

    /** Runs all at the same time, and returns when all are done. */
    void together(List<? extends Runnable> racers) {
        CompletableFuture.allOf(racers.stream()
                        .map(racer -> CompletableFuture.runAsync(racer, threads))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    CompletableFuture<Void> start(Runnable work) {
        return CompletableFuture.runAsync(work, threads);
    }

    @Override
    public void close() {
        over.countDown();
        threads.shutdownNow();
    }
}

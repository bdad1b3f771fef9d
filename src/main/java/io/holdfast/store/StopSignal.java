package io.holdfast.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the process is told to stop while its start waits for something: Quarkus lets a start come to its end first. */
final class StopSignal implements AutoCloseable {

    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread hook = new Thread(told::countDown, "stop-signal");

    StopSignal() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            told.countDown();
        }
    }

    /** As if the process were told. */
    void come() {
        told.countDown();
    }

    /** Waits. @return true, and at once, if the process is to stop */
    boolean comesWithin(Duration time) {
        try {
            return told.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // it has run, or will
        }
    }
}

package io.holdfast.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs what a start wants of JDBC on a thread of its own. A connection that falls silent, as in a network that swallows packets, never comes back from the driver; whoever
 * waits here goes on when time is over or the process is told to stop, and leaves the thread behind. A time limit of the driver's would end long migrations, too.
 */
final class OwnThread {

    /** How soon a word to stop is noticed. */
    private static final long TICK_MS = 100;

    private final String name;
    private final StopSignal stop;
    private final Duration betweenLines;

    /** @param betweenLines how often it is told that the end of something is still waited for */
    OwnThread(String name, StopSignal stop, Duration betweenLines) {
        this.name = name;
        this.stop = stop;
        this.betweenLines = betweenLines;
    }

    /**
     * @return what the work returned; empty if it did not end in time
     * @throws DatabaseAway if the process is told to stop meanwhile
     */
    <T> Optional<T> within(Duration time, Callable<T> work) {
        FutureTask<T> task = begun(work);
        long end = System.nanoTime() + time.toNanos();
        do {
            if (isDone(task)) {
                return Optional.of(result(task));
            }
        } while (System.nanoTime() - end < 0);
        return Optional.empty();
    }

    /**
     * @param still is told from time to time how long it has been waited for
     * @throws DatabaseAway if the process is told to stop meanwhile
     */
    <T> T toItsEnd(Callable<T> work, Consumer<Duration> still) {
        FutureTask<T> task = begun(work);
        long begin = System.nanoTime();
        long lines = 0;
        while (!isDone(task)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (waited.dividedBy(betweenLines) > lines) {
                lines = waited.dividedBy(betweenLines);
                still.accept(waited);
            }
        }
        return result(task);
    }

    private <T> FutureTask<T> begun(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private boolean isDone(FutureTask<?> task) {
        try {
            task.get(TICK_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException notYet) {
            if (stop.comesWithin(Duration.ZERO)) {
                throw told();
            }
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw told();
        }
    }

    private static <T> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw told();
        }
    }

    private static DatabaseAway told() {
        return new DatabaseAway("holdfast: told to stop while waiting for the database");
    }
}

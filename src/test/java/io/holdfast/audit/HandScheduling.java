package io.holdfast.audit;

import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Runs what was scheduled when a test says so. */
final class HandScheduling implements Scheduling {

    private final Queue<Runnable> later = new ArrayDeque<>();

    @Override
    public void soon(Runnable work) {
        later.add(work);
    }

    @Override
    public Cancellable after(Duration delay, Runnable work) {
        later.add(work);
        return () -> later.remove(work);
    }

    /** As many rounds as there is work for, at most so many. */
    void run(int rounds) {
        for (int i = 0; i < rounds && !later.isEmpty(); i++) {
            later.poll().run();
        }
    }

    boolean isQuiet() {
        return later.isEmpty();
    }
}

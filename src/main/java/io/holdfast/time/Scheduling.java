package io.holdfast.time;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Runs work later, on a thread that must not block. Everything that happens "behind" a request goes through here, so that a simulation can own it. */
public interface Scheduling {

    /** Runs it soon, after the caller is done. */
    void soon(Runnable work);

    /**
     * Runs it once, this much later. Never lost while the process lives, and forgotten when it dies.
     *
     * @return gives it up, with all that it refers to, if it has not begun yet
     */
    Cancellable after(Duration delay, Runnable work);

    /**
     * Runs work where the caller is now, whoever hands it in: what belongs to a request must not go on in another one's place. Of one thread there is only
     * one place.
     */
    default Executor here() {
        return Runnable::run;
    }
}

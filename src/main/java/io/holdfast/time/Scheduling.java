package io.holdfast.time;

import java.time.Duration;

/** Runs work later, on a thread that must not block. Everything that happens "behind" a request goes through here, so that a simulation can own it. */
public interface Scheduling {

    /** Runs it soon, after the caller is done. */
    void soon(Runnable work);

    /** Runs it once, this much later. Never lost while the process lives, and forgotten when it dies. */
    void after(Duration delay, Runnable work);
}

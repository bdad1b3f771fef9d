package io.holdfast.time;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether this process still takes on new work. It opens once and closes once. */
@ApplicationScoped
public class OpeningHours {

    private volatile boolean closed;

    public boolean isOpen() {
        return !closed;
    }

    /** From now on nothing new begins here. */
    public void close() {
        closed = true;
    }
}

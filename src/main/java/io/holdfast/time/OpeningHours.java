package io.holdfast.time;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether this process still takes on new work. It opens once and closes once. */
@ApplicationScoped
public class OpeningHours {

    private volatile boolean closesSoon;
    private volatile boolean closed;

    public boolean isOpen() {
        return !closed;
    }

    /** Whether new work should go elsewhere, though it is still taken on here. */
    public boolean closesSoon() {
        return closesSoon;
    }

    /** From now on new work should go elsewhere. */
    public void announceClosing() {
        closesSoon = true;
    }

    /** From now on nothing new begins here. */
    public void close() {
        closesSoon = true;
        closed = true;
    }
}

package io.holdfast.time;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** How many may do something at once that goes on for long. Each takes a place before anything else, so that all who come in one moment do not find the same one free. */
public final class Places {

    private final AtomicInteger taken;
    private final int most;

    /** @param taken tells others how many there are */
    public Places(AtomicInteger taken, int most) {
        this.taken = taken;
        this.most = most;
    }

    /** Empty if all are taken. */
    public Optional<Place> take() {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new Place());
    }

    /** One of them. */
    public final class Place {

        private final AtomicBoolean left = new AtomicBoolean();

        private Place() {}

        /** Whoever has it may say so more than once. */
        public void leave() {
            if (left.compareAndSet(false, true)) {
                taken.decrementAndGet();
            }
        }
    }
}

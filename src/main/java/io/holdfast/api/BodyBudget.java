package io.holdfast.api;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies may take together while they arrive. Whoever sends them is not known yet, so strangers could fill the heap with bodies that they
 * begin and never end.
 *
 * <p>The last quarter is for small bodies alone, which nearly all calls have: strangers with large ones do not keep them out.
 *
 * <p>Counts are in bytes as they came in. A buffer that grows takes up to twice as much.
 */
@Singleton
class BodyBudget {

    /** Of the largest heap: two thirds are for all else even when every buffer is twice its body. */
    private static final int SHARE_OF_HEAP = 6;

    /** A small heap still takes some hundred of the largest bodies at once. */
    private static final long LEAST = 320L * BodyIntake.MAX_BYTES;

    /** A body that has come so far is not small any more. */
    private static final int SMALL_BYTES = 4 * 1024;

    private final long most;
    private final long mostWithLarge;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget() {
        this(Math.max(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, LEAST));
    }

    /** @param most bytes of all bodies together */
    BodyBudget(long most) {
        this.most = most;
        this.mostWithLarge = most - most / 4;
    }

    /**
     * Takes room for more of one body. Who gets it gives it back, once.
     *
     * @param bytes how many more
     * @param received of this body, these included
     * @return false if there is none left for it, and nothing was taken
     */
    boolean take(int bytes, long received) {
        long limit = received <= SMALL_BYTES ? most : mostWithLarge;
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}

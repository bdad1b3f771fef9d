package io.holdfast.sandbox;

import java.util.List;
import java.util.Random;

/** Decides which calls of a flaky payment method fail, and how. The same seed and the same calls give the same faults. */
final class FaultDice {
    // 429 never comes after acting: a gateway that limits its callers does so before it works.
    private static final List<Fault> FACES = List.of(
            Fault.before(Fault.Answer.SERVER_ERROR),
            Fault.before(Fault.Answer.UNAVAILABLE),
            Fault.before(Fault.Answer.TOO_MANY_REQUESTS),
            Fault.before(Fault.Answer.CLOSED),
            Fault.after(Fault.Answer.SERVER_ERROR),
            Fault.after(Fault.Answer.UNAVAILABLE),
            Fault.after(Fault.Answer.CLOSED));

    private final long seed;
    private Random random;

    FaultDice(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    Fault roll(int percent) {
        if (percent == 0 || random.nextInt(100) >= percent) {
            return Fault.NONE;
        }
        return FACES.get(random.nextInt(FACES.size()));
    }

    void reset() {
        random = new Random(seed);
    }
}

package io.holdfast.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** All chance there is in a simulated world: the same seed throws the same numbers. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Dice of their own for one part of the world, so that a throw more in one part does not change the others. */
    Dice split() {
        return new Dice(random.nextLong());
    }

    /** True so many times in a hundred thousand. */
    boolean chance(int inHundredThousand) {
        return inHundredThousand > 0 && random.nextInt(100_000) < inHundredThousand;
    }

    /** From {@code least} to {@code most}, both included. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /** In microseconds. */
    long between(Duration least, Duration most) {
        return between(least.toNanos() / 1_000, most.toNanos() / 1_000);
    }

    /** Mostly short, sometimes long: from 0 to {@code most}, with the bulk near 0. */
    long mostlyShort(long most) {
        return random.nextLong(random.nextLong(random.nextLong(most + 1) + 1) + 1);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Of version 7, RFC 9562 section 5.7. */
    UUID uuid(long epochMillis) {
        long most = epochMillis << 16 | 0x7000L | random.nextInt(0x1000);
        long least = Long.MIN_VALUE | random.nextLong() >>> 2;
        return new UUID(most, least);
    }
}

package io.holdfast.dispute;

import java.time.Duration;
import java.util.UUID;

/** When to try again: after a quarter of the time it has been going on, so that intervals grow, with jitter, within limits. */
final class Backoff {

    private static final Duration SHORTEST = Duration.ofMillis(500);

    private Backoff() {}

    /**
     * @param soFar how long it has been going on
     * @param attempts how often it was tried
     * @param id spreads those that began together; the same one gives the same pause, so that a run can be repeated
     */
    static Duration pause(Duration soFar, int attempts, UUID id, Duration longest) {
        long base = Math.min(Math.max(soFar.toMillis() / 4, SHORTEST.toMillis()), longest.toMillis());
        long spread = spread(id, attempts, base / 2);
        return Duration.ofMillis(base - base / 4 + spread);
    }

    /** A number from 0 to {@code bound}, always the same for the same id and salt. */
    static long spread(UUID id, int salt, long bound) {
        long mixed = id.getLeastSignificantBits() ^ (id.getMostSignificantBits() * 31) ^ (salt * 0x9E3779B97F4A7C15L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return bound <= 0 ? 0 : Math.floorMod(mixed ^ (mixed >>> 31), bound + 1);
    }
}

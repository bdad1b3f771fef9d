package io.holdfast.audit.verify;

import java.time.Instant;

/** Microseconds since 1970, which PostgreSQL keeps, and Java's time. */
final class Micros {

    private static final long SECOND = 1_000_000;

    private Micros() {}

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000L);
    }
}

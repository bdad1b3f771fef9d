package io.holdfast.audit.verify;

import java.time.Instant;

/** Microseconds since 1970, which PostgreSQL keeps, and Java's time. */
final class Micros {

    private static final long SECOND = 1_000_000;

    private Micros() {}

    /** The expression of a column as a number. What somebody wrote there and this service never writes, such as infinity, is one that nothing has. */
    static String of(String column) {
        return "CASE WHEN " + column + " NOT BETWEEN '4000-01-01 BC' AND '200000-01-01' THEN " + Long.MAX_VALUE
                + " ELSE (extract(epoch FROM " + column + ") * 1000000)::bigint END";
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000L);
    }
}

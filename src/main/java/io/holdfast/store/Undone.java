package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.util.Set;

/**
 * Tells whether PostgreSQL took a statement back because of what else went on, and not because it is wrong. Nothing of it was committed; sent again, it may
 * be done.
 */
final class Undone {

    /** SQLSTATEs of the limits that an operator sets: query_canceled (57014, statement_timeout) and lock_not_available (55P03, lock_timeout). */
    private static final Set<String> LIMITS = Set.of("57014", "55P03");

    /**
     * SQLSTATEs of who lost to another: serialization_failure (40001), where the isolation is stricter than PostgreSQL's own default, and deadlock_detected
     * (40P01).
     */
    private static final Set<String> RACES = Set.of("40001", "40P01");

    /** Each time somebody else was faster, so many in a row mean that something is wrong. */
    private static final int MOST_RETRIES = 10;

    private Undone() {}

    /** @param state of a failure; may be null */
    static boolean is(String state) {
        return state != null && (LIMITS.contains(state) || RACES.contains(state));
    }

    static boolean is(Throwable failure) {
        return failure instanceof PgException pg && is(pg.getSqlState());
    }

    /** Sends a statement that lost to another again, a few times: it then sees what the other one did. */
    static <T> Uni<T> again(Uni<T> statement) {
        return statement.onFailure(Undone::inARace).retry().atMost(MOST_RETRIES);
    }

    private static boolean inARace(Throwable failure) {
        return failure instanceof PgException pg && pg.getSqlState() != null && RACES.contains(pg.getSqlState());
    }
}

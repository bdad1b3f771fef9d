package io.holdfast.store;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Tells whether a failure means that the database is away or busy for now, rather than that a statement is wrong. What is {@link Undone} counts too. */
public final class DatabaseOutage {

    /** SQLSTATE class 08: connection exception. */
    private static final String CONNECTION_CLASS = "08";

    /** It is reported while a statement runs, and what a commit needs was taken before: nothing was committed. */
    static final String OUT_OF_MEMORY = "53200";

    /**
     * SQLSTATEs of a server that goes, comes or is full: cannot_connect_now (57P03, also while starting up or shutting down), admin_shutdown,
     * crash_shutdown, database_dropped, idle_session_timeout, transaction_timeout, too_many_connections, read_only_sql_transaction (a replica
     * that was not promoted yet), and that has no room or no disk: disk_full, out_of_memory, io_error. See PostgreSQL's appendix A.
     *
     * <p>But for out_of_memory none of them tells for certain that nothing was committed: a server that cannot write its log crashes with disk_full or io_error, and one
     * that shuts down while a commit waits for a standby has committed.
     */
    private static final Set<String> STATES = Set.of(
            "57P01", "57P02", "57P03", "57P04", "57P05", "25P04", "53300", "25006", "53100", OUT_OF_MEMORY, "58030");

    /**
     * SQLSTATE class 28 and invalid_catalog_name: the server does not let anybody in, as while a password is changed or a database is put in the place of another.
     * Where the service starts, or a command does, that is a wrong setting and no outage.
     */
    private static final Set<String> CLOSED = Set.of("28000", "28P01", "3D000");

    /** Of what ends a session, or does not let it begin, whatever the SQLSTATE. */
    private static final String FATAL = "FATAL";

    /** A cause chain longer than this is a loop. */
    static final int MAX_CAUSES = 16;

    private DatabaseOutage() {}

    public static boolean isBehind(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (isOutage(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** In a few words: some failures of connections and waits have none of their own. */
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message != null) {
            return message;
        }
        return failure instanceof TimeoutException || failure instanceof io.smallrye.mutiny.TimeoutException
                ? "no answer in time"
                : failure.getClass().getSimpleName();
    }

    /** What to tell of a driver's failure whose own words do not say that the name service is behind it. @return empty if it is not */
    public static Optional<String> unknownHost(Throwable failure) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .filter(UnknownHostException.class::isInstance)
                .findFirst()
                // what follows a colon is the resolver's reason, in the system's language
                .map(it -> "there is no host named "
                        + String.valueOf(it.getMessage()).split(":", 2)[0]);
    }

    /** Whether the server answers, and lets nobody in: where the service starts, a wrong setting. */
    static boolean isRefusal(PgException failure) {
        return (FATAL.equals(failure.getSeverity()) || CLOSED.contains(String.valueOf(failure.getSqlState())))
                && !isOutage(failure.getSqlState());
    }

    private static boolean isOutage(Throwable failure) {
        if (failure instanceof PgException pg) {
            return isRefusal(pg) || isOutage(pg.getSqlState());
        }
        if (failure instanceof SQLException sql) {
            // A server's word always has a state; without one it is the pool's, which waited too long for a connection.
            return sql.getSQLState() == null || isOutage(sql.getSQLState());
        }
        // Refused, reset, unknown host; a pool or a statement that gave up waiting; a connection or a pool that was
        // closed meanwhile.
        return failure instanceof IOException
                || failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || failure instanceof ClosedConnectionException
                || failure instanceof VertxException
                || failure instanceof NoStackTraceThrowable;
    }

    private static boolean isOutage(String state) {
        return state != null && (state.startsWith(CONNECTION_CLASS) || STATES.contains(state) || Undone.is(state));
    }
}

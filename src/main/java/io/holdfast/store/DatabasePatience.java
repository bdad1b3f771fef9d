package io.holdfast.store;

import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Bounds how long a caller waits for a database that hangs. Only the waiting ends: what was begun is not undone and may still be committed, as when a
 * connection breaks after a commit was sent. The caller is told to come back, and its idempotency key finds what became of it.
 */
@Startup
@ApplicationScoped
public class DatabasePatience {

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final long timeoutMillis;

    /** @throws BadSetting if one of the settings is out of range */
    public DatabasePatience(DatabaseSettings settings, Vertx vertx) {
        this.vertx = vertx;
        Duration timeout = settings.timeout();
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new BadSetting("holdfast.database.timeout", "must be from 50ms to 2m");
        }
        if (settings.maxWaiting() < 1) {
            throw new BadSetting("holdfast.database.max-waiting", "must be at least 1");
        }
        if (settings.batchSize() < 1 || settings.batchSize() > 200) {
            throw new BadSetting("holdfast.database.batch-size", "must be from 1 to 200");
        }
        timeoutMillis = timeout.toMillis();
    }

    /** The work's outcome, or a failure that {@link DatabaseOutage} knows. A caller that hangs up does not stop the work either. */
    public <T> Uni<T> of(Uni<T> work) {
        return of(work, Duration.ZERO);
    }

    /** @param alsoWaiting how long the work waits for other things than the database */
    public <T> Uni<T> of(Uni<T> work, Duration alsoWaiting) {
        long atMost = timeoutMillis + alsoWaiting.toMillis();
        return Uni.createFrom().emitter(emitter -> {
            long timer = vertx.setTimer(atMost, fired -> emitter.fail(new DatabaseSilent(atMost)));
            work.onTermination()
                    .invoke(() -> vertx.cancelTimer(timer))
                    .subscribe()
                    .with(emitter::complete, emitter::fail);
        });
    }

    /** Nothing was heard of the database. It is an answer, not an accident: no stack trace is taken. */
    private static final class DatabaseSilent extends TimeoutException {

        private static final long serialVersionUID = 1L;

        DatabaseSilent(long milliseconds) {
            super("the database said nothing for " + milliseconds + " ms");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}

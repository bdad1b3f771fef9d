package io.holdfast.store;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.Logger;

/**
 * A statement that no connection could be had for is told so by the driver's pool, and again when its time to wait is over: an uncaught error with a stack trace,
 * one for each statement of an outage. It has had its answer by then, and {@link DatabaseOutage} tells of the outage. What else nobody caught is logged.
 */
@Singleton
class AnsweredTwice implements Filter {

    private static final String UNCAUGHT = "io.quarkus.vertx.core.runtime.VertxCoreRecorder";
    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    void install(@Observes StartupEvent start) {
        Logger.getLogger(UNCAUGHT).setFilter(this);
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        return !(line.getThrown() instanceof IllegalStateException thrown
                && "Result is already complete".equals(thrown.getMessage())
                && isOfPool(thrown));
    }

    private static boolean isOfPool(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(POOL));
    }
}

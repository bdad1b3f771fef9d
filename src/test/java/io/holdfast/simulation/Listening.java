package io.holdfast.simulation;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps the log of the use cases quiet, and listens to it: an error that is not the database's is a mistake in the program. Each world happens on one thread, so
 * what is heard on a thread is of the world that runs there.
 */
final class Listening extends Handler implements AutoCloseable {

    private static final int MOST_KEPT = 10;

    private final Logger logger = Logger.getLogger("io.holdfast");
    private final Level levelBefore = logger.getLevel();
    private final boolean parentsBefore = logger.getUseParentHandlers();
    private final ThreadLocal<List<String>> mistakes = ThreadLocal.withInitial(ArrayList::new);

    Listening() {
        // there is no request and no context that would have to follow the work around
        Infrastructure.clearInterceptors();
        // a broken rule interrupts whoever broke it, and is reported by the simulation
        Infrastructure.setDroppedExceptionHandler(dropped -> {
            if (!(dropped instanceof MoneyRules.Broken)) {
                mistake("dropped " + dropped);
            }
        });
        logger.setLevel(Level.WARNING);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    void expectNoMistakes(long seed) {
        if (!mistakes.get().isEmpty()) {
            throw new AssertionError("seed " + seed + ": " + String.join("\n", mistakes.get()));
        }
    }

    @Override
    public void publish(LogRecord entry) {
        boolean away =
                entry.getThrown() instanceof Connection.DatabaseAway || entry.getThrown() instanceof MoneyRules.Broken;
        boolean wrong = entry.getLevel().intValue() >= Level.SEVERE.intValue() || entry.getThrown() != null;
        if (wrong && !away) {
            mistake(entry.getMessage() + " " + entry.getThrown());
        }
    }

    private void mistake(String what) {
        if (mistakes.get().size() < MOST_KEPT) {
            mistakes.get().add(what);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Infrastructure.reload();
        Infrastructure.resetDroppedExceptionHandler();
        logger.removeHandler(this);
        logger.setLevel(levelBefore);
        logger.setUseParentHandlers(parentsBefore);
    }
}

package io.holdfast.schedule;

import io.holdfast.store.DatabaseOutage;
import org.jboss.logging.Logger;

/**
 * What the log is told of one kind of round: a line when it begins to fail, or fails for another reason, and one when it works again. What it would only repeat
 * is at DEBUG; an outage would write it with every round. One round at a time tells.
 */
final class RoundLog {

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private static final String AWAY = "the database is away";

    private final String round;

    /** What was told of last; null while the round works. Rounds follow each other, on whatever thread. */
    private volatile String trouble;

    RoundLog(String round) {
        this.round = round;
    }

    void failed(Throwable failure) {
        boolean away = DatabaseOutage.isBehind(failure);
        String now = away ? AWAY : failure.toString();
        Logger.Level level = now.equals(trouble) ? Logger.Level.DEBUG : Logger.Level.WARN;
        trouble = now;
        if (away) {
            LOG.logf(level, "The round %s stopped, %s: %s", round, AWAY, DatabaseOutage.reason(failure));
        } else {
            LOG.logf(level, failure, "The round %s stopped", round);
        }
    }

    void worked() {
        if (trouble != null) {
            trouble = null;
            LOG.infof("The round %s works again", round);
        }
    }
}

package io.holdfast.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What is logged before the settings of the log are read. Of its own, because commands that start nothing need no log. */
final class EarlyLog {

    /** Held, because loggers that nobody holds forget their level. */
    private static final Logger HIBERNATE = Logger.getLogger("org.hibernate");

    private EarlyLog() {}

    /**
     * Hibernate tells of itself before the settings say that it shall not. If they cannot be read, all of that would be printed before the line that says why.
     */
    static void hush() {
        HIBERNATE.setLevel(Level.WARNING);
    }
}

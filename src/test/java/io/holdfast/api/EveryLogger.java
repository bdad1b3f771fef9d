package io.holdfast.api;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** All loggers at TRACE, whatever the configuration says of them, until this is closed. Remembers what Holdfast's own say, as they say it: without a mask. */
final class EveryLogger implements AutoCloseable {

    private static final Logger ROOT = LogContext.getLogContext().getLogger("");

    /** The client of the tests and the server of their traces, which say what they send and take. */
    private static final List<String> NOT_HOLDFASTS = List.of("org.apache.http", "org.eclipse.jetty", "wiremock.org");

    private final Map<String, java.util.logging.Level> before = new HashMap<>();
    private final OwnLines own = new OwnLines();

    private EveryLogger() {}

    static EveryLogger atTrace() {
        EveryLogger loggers = new EveryLogger();
        LogContext context = LogContext.getLogContext();
        for (String name : Collections.list(context.getLoggerNames())) {
            Logger logger = context.getLoggerIfExists(name);
            if (logger != null && logger.getLevel() != null) {
                loggers.before.put(name, logger.getLevel());
                logger.setLevel(name.isEmpty() ? Level.TRACE : null);
            }
        }
        NOT_HOLDFASTS.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        ROOT.setLevel(Level.TRACE);
        ROOT.addHandler(loggers.own);
        return loggers;
    }

    List<String> ownLines() {
        return List.copyOf(own.lines);
    }

    @Override
    public void close() {
        ROOT.removeHandler(own);
        NOT_HOLDFASTS.forEach(name -> LogContext.getLogContext().getLogger(name).setLevel(null));
        before.forEach(
                (name, level) -> LogContext.getLogContext().getLogger(name).setLevel(level));
    }

    private static final class OwnLines extends ExtHandler {

        private static final String HOLDFAST = "io.holdfast.";

        /** Its server of the other side is part of the test. */
        private static final String SANDBOX = "io.holdfast.sandbox";

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final PatternFormatter format = new PatternFormatter("[%c] %X %s%e");

        OwnLines() {
            setLevel(Level.ALL);
        }

        @Override
        protected void doPublish(ExtLogRecord record) {
            String logger = record.getLoggerName();
            if (logger != null && logger.startsWith(HOLDFAST) && !logger.startsWith(SANDBOX)) {
                lines.add(format.format(record));
            }
        }
    }
}

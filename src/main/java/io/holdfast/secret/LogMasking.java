package io.holdfast.secret;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collections;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import org.eclipse.microprofile.config.Config;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;

/**
 * Puts the mask on every handler of every logger, before anything of ours runs: console, file, syslog, sockets, those with a name and those inside
 * others. Those that there are by default have it earlier still ({@link MaskAtOnce}).
 */
@ApplicationScoped
class LogMasking {

    private static final int BEFORE_ALL_OTHERS = 1;

    void install(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent start, Config config) {
        KnownSecrets.addAll(config);
        install();
    }

    /** May be done again, when handlers have come. */
    static void install() {
        LogContext context = LogContext.getLogContext();
        for (String name : Collections.list(context.getLoggerNames())) {
            Logger logger = context.getLoggerIfExists(name);
            if (logger != null) {
                maskAll(logger.getHandlers());
            }
        }
        maskAll(context.getLogger("").getHandlers());
    }

    private static void maskAll(Handler[] handlers) {
        for (Handler handler : handlers) {
            Formatter formatter = handler.getFormatter();
            if (formatter != null && !(formatter instanceof MaskingFormatter)) {
                handler.setFormatter(new MaskingFormatter(formatter));
            }
            if (handler instanceof ExtHandler outer) {
                maskAll(outer.getHandlers());
            }
        }
    }
}

package io.holdfast.secret;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Lets every line pass, and puts the mask on all handlers before the first one is written: the handlers are there before anything of ours runs, and what
 * the framework logs while it starts must not be unmasked either. {@code application.properties} puts it on the handlers that there are by default.
 */
@LoggingFilter(name = "mask")
public final class MaskAtOnce implements Filter {

    private volatile boolean done;

    @Override
    public boolean isLoggable(LogRecord record) {
        if (!done) {
            done = true;
            LogMasking.install();
        }
        return true;
    }
}

package io.holdfast.secret;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** Masks what another formatter has made: message, parameters, stack trace and context alike, in text and in JSON. */
final class MaskingFormatter extends ExtFormatter {

    private final Formatter inner;

    MaskingFormatter(Formatter inner) {
        this.inner = inner;
    }

    @Override
    public String format(ExtLogRecord record) {
        return LogMask.mask(inner.format(record));
    }

    @Override
    public boolean isCallerCalculationRequired() {
        return !(inner instanceof ExtFormatter formatter) || formatter.isCallerCalculationRequired();
    }

    @Override
    public String getHead(Handler handler) {
        return inner.getHead(handler);
    }

    @Override
    public String getTail(Handler handler) {
        return inner.getTail(handler);
    }
}

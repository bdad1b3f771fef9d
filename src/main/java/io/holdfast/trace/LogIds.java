package io.holdfast.trace;

import java.util.Optional;
import org.jboss.logging.MDC;

/** What every line of the log says of the work that it tells of, whoever writes it. Stays on the Vert.x context that it was said on. */
public final class LogIds {

    public static final String DISPUTE = "dispute_id";
    public static final String OPERATION = "operation_id";

    private LogIds() {}

    /** @param id names itself by {@code toString} */
    public static void dispute(Object id) {
        MDC.put(DISPUTE, id.toString());
    }

    /** What the work on this context is about, if that was said. */
    public static Optional<String> dispute() {
        return Optional.ofNullable(MDC.get(DISPUTE)).map(Object::toString);
    }

    /** @param id of the open operation, if there is one */
    public static void operation(Optional<?> id) {
        if (id.isPresent()) {
            MDC.put(OPERATION, id.get().toString());
        } else {
            MDC.remove(OPERATION);
        }
    }
}

package io.holdfast.gateway.wire;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Says once why there is no connection to a gateway, if a setting is the reason most likely, however often it is tried meanwhile. */
final class HindranceLog {

    private static final Logger LOG = Logger.getLogger(HindranceLog.class);

    private final String gateway;
    private final AtomicReference<Optional<Hindrance>> told = new AtomicReference<>(Optional.empty());

    HindranceLog(String gateway) {
        this.gateway = gateway;
    }

    void note(WireAnswer answer) {
        if (answer instanceof WireAnswer.Answered) {
            told.set(Optional.empty());
        } else if (answer instanceof WireAnswer.NotSent it
                && it.hindrance().isPresent()
                && !told.getAndSet(it.hindrance()).equals(it.hindrance())) {
            Hindrance hindrance = it.hindrance().get();
            LOG.warnf("Gateway %s: %s. %s", gateway, hindrance.sentence(), hindrance.whatToDo(gateway));
        }
    }
}

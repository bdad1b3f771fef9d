package io.holdfast.secret;

import io.holdfast.settings.BadSetting;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A secret that may change while the process runs, in the form that its user needs. A new value that cannot be used is said once and not taken.
 *
 * @param <T> what is made of it
 */
public final class Rotating<T> implements Supplier<T> {

    private static final Logger LOG = Logger.getLogger(Rotating.class);

    private final String property;
    private final Function<String, T> form;
    private String seen;
    private boolean gone;
    private boolean refused;
    private volatile T current;

    Rotating(String property, String value, Function<String, T> form) {
        this.property = property;
        this.form = form;
        this.seen = value;
        this.current = form.apply(value);
    }

    /** One that never changes, for tests and for values that nobody rotates. */
    public static <T> Rotating<T> fixed(T value) {
        return new Rotating<>("fixed", "", text -> value);
    }

    @Override
    public T get() {
        return current;
    }

    /** There is none any more, which nobody means: it is said once, and the last one used on. */
    synchronized void gone() {
        if (!gone) {
            gone = true;
            LOG.warnf("%s is not set any more, or empty; the one before is used on", property);
        }
    }

    /** What is set now cannot be read: the one before is used on. */
    synchronized void unreadable() {
        gone = true;
    }

    /** @return whether it is another now */
    synchronized boolean offer(String value) {
        gone = false;
        if (value.equals(seen)) {
            return false;
        }
        seen = value;
        refused = false;
        try {
            current = form.apply(value);
            LOG.infof("%s has changed; the new one is used", property);
            return true;
        } catch (BadSetting unusable) {
            refused = true;
            LOG.errorf("%s; the one before is used on", unusable.getMessage());
            return false;
        }
    }

    /** Whether what is set now is not what is used: it is gone, or cannot be used. */
    synchronized boolean isBehind() {
        return gone || refused;
    }

    String property() {
        return property;
    }

    @Override
    public String toString() {
        return "Rotating[" + property + " ***]";
    }
}

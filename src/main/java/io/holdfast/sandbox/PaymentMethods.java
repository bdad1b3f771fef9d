package io.holdfast.sandbox;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which payment methods were replaced by a newer one. A refresh turns {@code pm_x} into {@code pm_x_r1} and that into
 * {@code pm_x_r2}; the behaviour of {@code pm_x} stays with it. Every other id that begins with {@code pm_} is a usable
 * card, so only the replaced ones are stored: at the limit the one replaced longest ago is forgotten, and works again.
 */
final class PaymentMethods {
    private static final Pattern REFRESHED = Pattern.compile("(.*)_r(\\d{1,9})");

    private final int limit;
    private final Set<String> replaced = new LinkedHashSet<>();

    PaymentMethods(int limit) {
        this.limit = limit;
    }

    boolean exists(String id) {
        return id.startsWith("pm_");
    }

    boolean isReplaced(String id) {
        return replaced.contains(id);
    }

    /** Replaces the payment method and returns the id of the new one. */
    String replace(String id) {
        remember(id);
        return successorOf(id);
    }

    /** That it was replaced. */
    void remember(String id) {
        if (replaced.size() >= limit) {
            replaced.remove(replaced.iterator().next());
        }
        replaced.add(id);
    }

    void tell(Journal journal) {
        replaced.forEach(id -> {
            journal.replaced(id);
            journal.write();
        });
    }

    void clear() {
        replaced.clear();
    }

    private static String successorOf(String id) {
        Matcher match = REFRESHED.matcher(id);
        return match.matches() ? match.group(1) + "_r" + (Long.parseLong(match.group(2)) + 1) : id + "_r1";
    }
}

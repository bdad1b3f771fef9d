package io.holdfast.api;

import io.holdfast.carddata.CardDataFinding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the fields of a JSON object one by one, each as the type it has to be and no other, and remembers what was wrong. An explicit
 * {@code null} is a field that was left out.
 */
final class JsonFields {

    private static final Pattern LIKE_A_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private static final int MAX_SHOWN_DIGITS = 8;

    private final Map<String, Object> fields;
    private final Set<String> known = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    JsonFields(Map<String, Object> fields) {
        this.fields = fields;
    }

    Optional<String> text(String name) {
        known.add(name);
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        errors.add(new FieldError(name, "is a text"));
        return Optional.empty();
    }

    Optional<BigDecimal> number(String name) {
        known.add(name);
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof BigDecimal number) {
            return Optional.of(number);
        }
        if (value instanceof BigInteger number) {
            return Optional.of(new BigDecimal(number));
        }
        errors.add(new FieldError(name, "is a number"));
        return Optional.empty();
    }

    /** What was wrong with the fields taken, and each field that nobody took. */
    List<FieldError> errors() {
        List<FieldError> all = new ArrayList<>(errors);
        fields.keySet().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new FieldError(shown(name), "is not a known field"))
                .forEach(all::add);
        return all;
    }

    /** A name is repeated to the caller only if it looks like one of ours, with too few digits for anything to hide in it. */
    private static String shown(String name) {
        boolean harmless = LIKE_A_NAME.matcher(name).matches()
                && name.chars().filter(Character::isDigit).count() <= MAX_SHOWN_DIGITS;
        return harmless ? name : CardDataFinding.A_KEY;
    }
}

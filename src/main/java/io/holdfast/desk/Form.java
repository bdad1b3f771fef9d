package io.holdfast.desk;

import io.holdfast.carddata.CardDataGuard;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of a form, or of a query. */
final class Form {

    /** The proof that a form came from our own page. */
    static final String TOKEN = "token";

    private static final CardDataGuard GUARD = new CardDataGuard();

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /**
     * @param text as {@code application/x-www-form-urlencoded}; null counts as empty
     * @throws DeskRefusal if it is malformed, says a thing twice, or holds card data
     */
    static Form parse(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String field : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = field.indexOf('=');
            String name = decoded(equals < 0 ? field : field.substring(0, equals));
            String value = equals < 0 ? "" : decoded(field.substring(equals + 1));
            if (!name.equals(TOKEN) && GUARD.inspect(name, value).isPresent()) {
                throw DeskRefusal.cardData();
            }
            if (fields.put(name, value) != null) {
                throw DeskRefusal.malformed();
            }
        }
        return new Form(fields);
    }

    /**
     * Without the spaces around it; empty if it is blank, missing or too long to mean anything, or has control characters.
     *
     * @param max in characters of Unicode, as the API counts them
     */
    Optional<String> text(String name, int max) {
        return Optional.ofNullable(fields.get(name)).map(String::strip).filter(value -> isSound(value, max));
    }

    /** As {@link #text}, with the spaces around it as long as it is as good with them: callers name call centres, accounts and conversations as they like, and the API takes such names. */
    Optional<String> exactText(String name, int max) {
        return Optional.ofNullable(fields.get(name))
                .filter(value -> isSound(value, max))
                .or(() -> text(name, max));
    }

    boolean has(String name) {
        return fields.containsKey(name) && !fields.get(name).isBlank();
    }

    private static boolean isSound(String value, int max) {
        return !value.isBlank()
                && value.codePointCount(0, value.length()) <= max
                && value.codePoints().noneMatch(Form::isControl);
    }

    private static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw DeskRefusal.malformed();
        }
    }
}

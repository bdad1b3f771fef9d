package io.holdfast.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A JSON object, read strictly: a missing, mistyped or unknown field is a 422 that names the field. */
final class RequestBody {
    private static final int LONGEST_TEXT = 255;
    private static final int MOST_METADATA = 50;
    /** Digits before the decimal point; keeps an exponent from becoming a number of a million digits. */
    private static final int MOST_INTEGER_DIGITS = 12;

    private final JsonNode object;

    RequestBody(JsonNode object) {
        this.object = object;
    }

    JsonNode json() {
        return object;
    }

    void allowOnly(String... names) {
        Set<String> unknown = new HashSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        for (String name : names) {
            unknown.remove(name);
        }
        if (!unknown.isEmpty()) {
            String allowed = names.length == 0 ? "none" : String.join(", ", names);
            throw ApiError.malformed("unknown field; allowed are: " + allowed);
        }
    }

    String text(String name) {
        return textOf(object.get(name), name);
    }

    Currency currency(String name) {
        String code = text(name);
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException unknownCode) {
            // falls through to the one message for every code that is no spendable currency
        }
        throw ApiError.malformed(name + " must be an ISO 4217 code in upper case");
    }

    /** A positive JSON number with no more digits than the currency has; the scale of the result is exactly those. */
    BigDecimal amount(String name, Currency currency) {
        JsonNode node = object.get(name);
        if (node == null || node.getNodeType() != JsonNodeType.NUMBER) {
            throw ApiError.malformed(name + " must be a number");
        }
        BigDecimal amount = node.decimalValue().stripTrailingZeros();
        if (amount.signum() <= 0) {
            throw ApiError.malformed(name + " must be more than zero");
        }
        // in long: the scale of a number can be near either end of int
        if ((long) amount.precision() - amount.scale() > MOST_INTEGER_DIGITS) {
            throw ApiError.malformed(name + " is too large");
        }
        int digits = currency.getDefaultFractionDigits();
        if (amount.scale() > digits) {
            throw ApiError.malformed(name + " has more digits than " + currency.getCurrencyCode() + " has");
        }
        return amount.setScale(digits);
    }

    /** An object whose values are all texts. */
    Map<String, String> texts(String name) {
        JsonNode node = object.get(name);
        if (node == null || !node.isObject()) {
            throw ApiError.malformed(name + " must be an object");
        }
        if (node.size() > MOST_METADATA) {
            throw ApiError.malformed(name + " has too many keys");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        node.forEachEntry((key, value) -> texts.put(keyOf(key, name), textOf(value, "every value of " + name)));
        return texts;
    }

    private static String keyOf(String key, String name) {
        if (key.isBlank() || key.length() > LONGEST_TEXT) {
            throw ApiError.malformed("every key of " + name + " must be 1 to " + LONGEST_TEXT + " characters");
        }
        return key;
    }

    private static String textOf(JsonNode node, String name) {
        if (node == null
                || !node.isTextual()
                || node.textValue().isBlank()
                || node.textValue().length() > LONGEST_TEXT) {
            throw ApiError.malformed(name + " must be a text of 1 to " + LONGEST_TEXT + " characters");
        }
        return node.textValue();
    }
}

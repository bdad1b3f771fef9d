package io.holdfast.carddata;

/**
 * Card data was found. Holds where, never what.
 *
 * @param field the path of the field's name, such as {@code card.number} or {@code items[].note}, or {@link #A_KEY} when the
 *     name itself must not be repeated
 * @param reason what was found there
 */
public record CardDataFinding(String field, Reason reason) {

    /** Stands for a name that holds card data itself, or is too long or too odd to be repeated. */
    public static final String A_KEY = "a key";

    /** Stands for a value that has no name, such as a body that is one bare text. */
    public static final String THE_VALUE = "the value";

    /** What was found. */
    public enum Reason {
        /** A card number in a value or a name. */
        CARD_NUMBER,
        /** A name such as {@code cvc}; its value was not looked at. */
        CARD_DATA_KEY,
        /** Nested deeper than the guard looks, so nobody knows. */
        NESTED_TOO_DEEPLY
    }
}

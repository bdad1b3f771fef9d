package io.holdfast.carddata;

import java.util.List;
import java.util.Optional;

/**
 * Finds card numbers in text that is to be refused for them.
 *
 * <p>A card number is a whole run of decimal digits of any script, with or without single spaces, dots or dashes between
 * them, of a length and prefix that an issuer uses, and with a right Luhn digit. Letters beside it do not matter. UUIDs
 * are left aside. See {@code docs/card-data.md} for the fine print.
 *
 * <p>For log lines and audits use {@link CardDataMask}, which also finds numbers that stand beside other numbers.
 */
public final class CardNumbers {

    private CardNumbers() {}

    /** Whether there is a card number in the text. */
    public static boolean contains(CharSequence text) {
        return CardNumberSearch.STRICT.finds(text);
    }

    /** Where the first card number of the text is. */
    public static Optional<CardNumberSpan> first(CharSequence text) {
        return CardNumberSearch.STRICT.spans(text, 1).stream().findFirst();
    }

    /** Where the card numbers of the text are, first to last, none overlapping; at most one for each 12 characters. */
    public static List<CardNumberSpan> all(CharSequence text) {
        return CardNumberSearch.STRICT.spans(text, Integer.MAX_VALUE);
    }

    /** The text with a star for each digit of a card number; the same object if there is none. */
    public static String mask(String text) {
        return CardNumberSearch.STRICT.mask(text);
    }
}

package io.holdfast.carddata;

import java.util.List;

/**
 * The last line before text is written: masks whatever could be a card number, in log lines, stored webhooks and dumps.
 *
 * <p>It sees more than {@link CardNumbers}: in {@code order 12 4111 1111 1111 1111 took 30 ms} the digits make one long
 * run, which is no card number as a whole, and still a reader would see one. A number too many costs a star here, not a
 * refused request.
 */
public final class CardDataMask {

    private CardDataMask() {}

    /** The text with a star for each digit of a possible card number; the same object if there is none. */
    public static String mask(String text) {
        return CardNumberSearch.WIDE.mask(text);
    }

    /** Where a mask would be put, first to last, none overlapping. */
    public static List<CardNumberSpan> spans(CharSequence text) {
        return CardNumberSearch.WIDE.spans(text, Integer.MAX_VALUE);
    }
}

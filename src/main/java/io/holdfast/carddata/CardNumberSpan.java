package io.holdfast.carddata;

/**
 * Where a card number stands in a text. It says nothing about the number itself.
 *
 * @param start index of its first digit, in UTF-16 units
 * @param end index after its last digit, in UTF-16 units
 */
public record CardNumberSpan(int start, int end) {

    public CardNumberSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("A span starts at 0 or later and is not empty: " + start + " to " + end);
        }
    }

    /** Whether the two share a character. */
    boolean overlaps(CardNumberSpan other) {
        return start < other.end && other.start < end;
    }

    /** The smallest span that covers both. */
    CardNumberSpan with(CardNumberSpan other) {
        return new CardNumberSpan(Math.min(start, other.start), Math.max(end, other.end));
    }
}

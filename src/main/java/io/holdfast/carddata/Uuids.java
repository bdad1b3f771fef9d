package io.holdfast.carddata;

/**
 * Recognises UUIDs in their written form (8-4-4-4-12 hexadecimal digits), alone or inside a longer text.
 *
 * <p>A UUID has some twenty decimal digits in groups with single dashes between them, so without this one in about a
 * thousand would be taken for a card number.
 */
final class Uuids {

    static final int LENGTH = 36;

    private Uuids() {}

    /**
     * Whether a UUID starts at this index.
     *
     * <p>Letters may stand directly beside it ({@code pm3f2c…}). A decimal digit may not: there the text could be a card
     * number whose tail only looks like the start of a UUID, and taking it out would hide the number.
     */
    static boolean startsAt(CharSequence text, int start) {
        return start + LENGTH <= text.length()
                && hasShape(text, start)
                && !isDigit(Neighbours.before(text, start))
                && !isDigit(Neighbours.after(text, start + LENGTH));
    }

    private static boolean hasShape(CharSequence text, int start) {
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(start + i);
            boolean dashHere = i == 8 || i == 13 || i == 18 || i == 23;
            if (dashHere ? c != '-' : !isHex(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isDigit(int codePoint) {
        return codePoint != Neighbours.NONE && Symbol.of(codePoint) == Symbol.DIGIT;
    }
}

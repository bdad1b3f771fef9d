package io.holdfast.carddata;

/** What a reader sees directly beside a place in a text. */
final class Neighbours {

    /** Returned at the edge of the text; no code point. */
    static final int NONE = -1;

    private Neighbours() {}

    /** The last code point before {@code end} that can be seen. */
    static int before(CharSequence text, int end) {
        int i = end;
        while (i > 0) {
            int codePoint = Character.codePointBefore(text, i);
            if (Symbol.of(codePoint) != Symbol.NOTHING) {
                return codePoint;
            }
            i -= Character.charCount(codePoint);
        }
        return NONE;
    }

    /** The first code point from {@code start} on that can be seen. */
    static int after(CharSequence text, int start) {
        int i = start;
        while (i < text.length()) {
            int codePoint = Character.codePointAt(text, i);
            if (Symbol.of(codePoint) != Symbol.NOTHING) {
                return codePoint;
            }
            i += Character.charCount(codePoint);
        }
        return NONE;
    }
}

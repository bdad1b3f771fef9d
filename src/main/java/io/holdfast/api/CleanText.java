package io.holdfast.api;

/**
 * Text that people and machines can read, log and store: not blank, not too long, and without control characters (C0, C1, line and paragraph
 * separators, halves of surrogate pairs).
 */
final class CleanText {

    private CleanText() {}

    /** @param max in characters of Unicode, as JSON Schema and PostgreSQL count them; an emoji is one, though Java has two for it */
    static boolean isClean(String value, int max) {
        return !value.isBlank()
                && value.codePointCount(0, value.length()) <= max
                && value.codePoints().noneMatch(CleanText::isControl);
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}

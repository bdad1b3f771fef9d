package io.holdfast.cli.console;

import java.lang.Character.UnicodeScript;

/** Text as a terminal shows it. What others wrote must not move its cursor or change its colours. */
public final class PlainText {

    private static final String ELLIPSIS = "…";

    private PlainText() {}

    /** On one line, without control characters. */
    public static String of(Object value) {
        String text = value == null ? "" : value.toString();
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> plain.appendCodePoint(isControl(c) ? ' ' : c));
        return plain.toString().strip();
    }

    /** In columns of a terminal. */
    static int width(String text) {
        return text.codePoints().map(PlainText::width).sum();
    }

    /** At most so many columns wide. */
    public static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = width(ELLIPSIS);
        for (int c : text.codePoints().toArray()) {
            used += width(c);
            if (used > width) {
                break;
            }
            cut.appendCodePoint(c);
        }
        return cut + ELLIPSIS;
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    private static boolean isWide(int c) {
        if (c < 0x1100) {
            return false;
        }
        UnicodeScript script = UnicodeScript.of(c);
        return script == UnicodeScript.HAN
                || script == UnicodeScript.HANGUL
                || script == UnicodeScript.HIRAGANA
                || script == UnicodeScript.KATAKANA
                || (c >= 0xFF01 && c <= 0xFF60)
                || (c >= 0x1F300 && c <= 0x1FAFF);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            // FORMAT has the marks that turn the direction of what follows.
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}

package io.holdfast.carddata;

/** What one character means inside a card number as people and programs write it. */
enum Symbol {
    /** A decimal digit of any script. */
    DIGIT,
    /** A space, dot or dash of any kind; one of them may stand between two digits. */
    SEPARATOR,
    /** Not seen by a reader (zero-width space, byte order mark, variation selector), so it must not hide a number. */
    NOTHING,
    /** Everything else; it ends a run of digits. */
    OTHER;

    /**
     * Characters with the Unicode properties Dash or Hyphen that are not in the category of dashes (Pd), and look-alikes:
     * soft hyphen, modifier minus, hyphen bullet, swung dash, superscript and subscript minus, minus, heavy minus, and
     * the prolonged sound mark that a Japanese keyboard types for a dash.
     */
    private static final String MORE_DASHES = "\u00AD\u02D7\u2043\u2053\u207B\u208B\u2212\u2796\u30FC\uFF70";

    /** Full stops and middle dots of the scripts that have decimal digits of their own, and their width variants. */
    private static final String DOTS = ".\u00B7\u0387\u06D4\u0701\u0702\u1362\u1803\u1809\u2022\u2024\u2027\u2219\u22C5"
            + "\u2E31\u2E33\u2E3C\u3002\u30FB\uA60E\uA6F3\uA78F\uFE12\uFE52\uFF0E\uFF61\uFF65";

    private static final Symbol[] ASCII = new Symbol[128];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = classify(c);
        }
    }

    /** What this code point means; a lone surrogate is {@link #OTHER}. */
    static Symbol of(int codePoint) {
        return codePoint < ASCII.length ? ASCII[codePoint] : classify(codePoint);
    }

    private static Symbol classify(int codePoint) {
        // The soft hyphen is of category "format" but stands for a dash, so the lists come first.
        if (MORE_DASHES.indexOf(codePoint) >= 0 || DOTS.indexOf(codePoint) >= 0) {
            return SEPARATOR;
        }
        return switch (Character.getType(codePoint)) {
            case Character.DECIMAL_DIGIT_NUMBER -> DIGIT;
            case Character.SPACE_SEPARATOR, Character.DASH_PUNCTUATION -> SEPARATOR;
            // Marks sit on the digit before them: an underlined or keycap digit is still that digit.
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> NOTHING;
            default -> OTHER;
        };
    }
}

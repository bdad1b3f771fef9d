package io.holdfast.carddata;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks through a text from one run of digits to the next. A run is as long as it can be, has at most one separator
 * between two digits, and at least {@link CardIssuers#SHORTEST} digits; shorter ones are passed over.
 */
final class DigitRuns {

    private final CharSequence text;
    private int position;
    private int start;
    private int end;

    DigitRuns(CharSequence text) {
        this.text = text;
    }

    /**
     * Whether the text has enough digits to hold a card number at all. Nearly every value of a request has not, and this
     * says so without creating an object.
     */
    static boolean hasEnoughDigits(CharSequence text) {
        int length = text.length();
        int digits = 0;
        int i = 0;
        while (length - i >= CardIssuers.SHORTEST - digits) {
            int codePoint = codePointAt(text, i);
            if (Symbol.of(codePoint) == Symbol.DIGIT && ++digits == CardIssuers.SHORTEST) {
                return true;
            }
            i += Character.charCount(codePoint);
        }
        return false;
    }

    /** Moves on to the next run; false when there is none. */
    boolean next() {
        int digits = 0;
        boolean separated = false;
        while (position < text.length()) {
            int codePoint = codePointAt(text, position);
            int after = position + Character.charCount(codePoint);
            switch (Symbol.of(codePoint)) {
                case DIGIT -> {
                    if (digits++ == 0) {
                        start = position;
                    }
                    end = after;
                    separated = false;
                }
                case SEPARATOR -> {
                    if (separated && digits >= CardIssuers.SHORTEST) {
                        return true;
                    }
                    digits = separated ? 0 : digits;
                    separated = digits > 0;
                }
                case NOTHING -> {}
                default -> {
                    if (digits >= CardIssuers.SHORTEST) {
                        return true;
                    }
                    digits = 0;
                    separated = false;
                }
            }
            position = after;
        }
        return digits >= CardIssuers.SHORTEST;
    }

    /**
     * The groups of the present run, in one list for each stretch between UUIDs: what is left and right of a UUID is not
     * one run.
     */
    List<List<DigitGroup>> stretches() {
        List<List<DigitGroup>> stretches = new ArrayList<>(1);
        List<DigitGroup> groups = new ArrayList<>(4);
        int from = start;
        // A UUID that reaches into the run may start before it, with its letters.
        for (int i = Math.max(0, start - Uuids.LENGTH + 1); i < end; i++) {
            if (Uuids.startsAt(text, i)) {
                addGroups(groups, from, i);
                stretches.add(groups);
                groups = new ArrayList<>(4);
                from = i + Uuids.LENGTH;
                i = from - 1;
            }
        }
        addGroups(groups, from, end);
        stretches.add(groups);
        return stretches;
    }

    private void addGroups(List<DigitGroup> groups, int from, int to) {
        StringBuilder digits = new StringBuilder();
        int groupStart = from;
        int groupEnd = from;
        int i = from;
        while (i < to) {
            int codePoint = codePointAt(text, i);
            int after = i + Character.charCount(codePoint);
            Symbol symbol = Symbol.of(codePoint);
            if (symbol == Symbol.DIGIT) {
                if (digits.isEmpty()) {
                    groupStart = i;
                }
                groupEnd = after;
                digits.append((char) ('0' + Character.digit(codePoint, 10)));
            } else if (symbol == Symbol.SEPARATOR && !digits.isEmpty()) {
                groups.add(new DigitGroup(groupStart, groupEnd, digits.toString()));
                digits.setLength(0);
            }
            i = after;
        }
        if (!digits.isEmpty()) {
            groups.add(new DigitGroup(groupStart, groupEnd, digits.toString()));
        }
    }

    private static int codePointAt(CharSequence text, int index) {
        char c = text.charAt(index);
        return Character.isSurrogate(c) ? Character.codePointAt(text, index) : c;
    }
}

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

    /** Moves on to the next run; false when there is none. */
    boolean next() {
        int digits = 0;
        boolean separated = false;
        while (position < text.length()) {
            if (digits == 0) {
                position = nextPossibleStart(position);
                if (position == text.length()) {
                    return false;
                }
            }
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

    /**
     * The first index from here on where a run may start; the text's length if nowhere. A run is at least
     * {@link CardIssuers#SHORTEST} characters long, so a character that ends runs rules out every start in the window
     * before it, and most text is passed over by looking at every twelfth character.
     */
    private int nextPossibleStart(int from) {
        int windowStart = from;
        int i = windowStart + CardIssuers.SHORTEST - 1;
        while (i < text.length()) {
            if (endsRun(text.charAt(i))) {
                windowStart = i + 1;
                i += CardIssuers.SHORTEST;
            } else if (i == windowStart) {
                return windowStart;
            } else {
                i--;
            }
        }
        return text.length();
    }

    /** Half of a surrogate pair may be part of a digit. */
    private static boolean endsRun(char c) {
        return !Character.isSurrogate(c) && Symbol.of(c) == Symbol.OTHER;
    }

    private static int codePointAt(CharSequence text, int index) {
        char c = text.charAt(index);
        return Character.isSurrogate(c) ? Character.codePointAt(text, index) : c;
    }
}

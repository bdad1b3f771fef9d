package io.holdfast.carddata;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for card numbers in the runs of digits of a text, under one of two readings.
 *
 * <p>{@link #STRICT} is for refusing: a run counts as a whole, or one of its groups does that stands undivided, so that
 * {@code 4111111111111111 12/27} and {@code 4111111111111111.00} are found. {@link #WIDE} is for masking and for audits,
 * where one number too many costs little: any neighbouring groups of a run count, so that
 * {@code order 12 4111 1111 1111 1111} is found too.
 */
enum CardNumberSearch {
    STRICT {
        @Override
        boolean considers(int first, int last, int groups) {
            return first == last || (first == 0 && last == groups - 1);
        }
    },
    WIDE {
        @Override
        boolean considers(int first, int last, int groups) {
            return true;
        }
    };

    /** The longest telephone number that is also as long as a card number: a German one, country code included. */
    private static final int LONGEST_PHONE = 13;

    /** Whether this reading takes groups {@code first} to {@code last} of so many as one number. */
    abstract boolean considers(int first, int last, int groups);

    /** Whether there is a card number in the text. */
    boolean finds(CharSequence text) {
        return !spans(text, 1).isEmpty();
    }

    /**
     * Where the card numbers are, first to last; numbers that overlap count as one.
     *
     * @param limit stop after so many
     */
    List<CardNumberSpan> spans(CharSequence text, int limit) {
        DigitRuns runs = new DigitRuns(text);
        if (!runs.next()) {
            return List.of();
        }
        List<CardNumberSpan> found = new ArrayList<>();
        do {
            for (List<DigitGroup> stretch : runs.stretches()) {
                search(text, stretch, found);
            }
        } while (found.size() < limit && runs.next());
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    private void search(CharSequence text, List<DigitGroup> groups, List<CardNumberSpan> found) {
        StringBuilder digits = new StringBuilder(CardIssuers.LONGEST);
        for (int first = 0; first < groups.size(); first++) {
            digits.setLength(0);
            for (int last = first; last < groups.size(); last++) {
                String more = groups.get(last).digits();
                if (digits.length() + more.length() > CardIssuers.LONGEST) {
                    break;
                }
                digits.append(more);
                CardNumberSpan span = new CardNumberSpan(
                        groups.get(first).start(), groups.get(last).end());
                if (digits.length() >= CardIssuers.SHORTEST
                        && considers(first, last, groups.size())
                        && !isPhone(text, span, digits.length())
                        && CardIssuers.couldHaveIssued(digits.toString())) {
                    add(span, found);
                }
            }
        }
    }

    /**
     * A plus sign directly before makes so short a number a telephone number (E.164). Without this every tenth German
     * mobile number would be a Visa number of 13 digits, a length that Visa gave up long ago.
     */
    private static boolean isPhone(CharSequence text, CardNumberSpan span, int digits) {
        if (digits > LONGEST_PHONE) {
            return false;
        }
        int before = Neighbours.before(text, span.start());
        return before == '+' || before == '\uFF0B';
    }

    /** Spans come in the order of their starts, so only the last one can overlap. */
    private static void add(CardNumberSpan span, List<CardNumberSpan> found) {
        int last = found.size() - 1;
        if (last >= 0 && found.get(last).overlaps(span)) {
            found.set(last, found.get(last).with(span));
        } else {
            found.add(span);
        }
    }

    /** The text with a star for each digit of a card number; the same object if there is none. */
    String mask(String text) {
        List<CardNumberSpan> spans = spans(text, Integer.MAX_VALUE);
        if (spans.isEmpty()) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        int copied = 0;
        for (CardNumberSpan span : spans) {
            masked.append(text, copied, span.start());
            text.substring(span.start(), span.end())
                    .codePoints()
                    .map(codePoint -> Symbol.of(codePoint) == Symbol.DIGIT ? '*' : codePoint)
                    .forEach(masked::appendCodePoint);
            copied = span.end();
        }
        return masked.append(text, copied, text.length()).toString();
    }
}

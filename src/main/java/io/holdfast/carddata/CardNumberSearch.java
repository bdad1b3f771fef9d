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
        void search(CharSequence text, List<DigitGroup> run, List<CardNumberSpan> found) {
            if (!run.isEmpty()) {
                lookAtWhole(text, run, found);
            }
            if (run.size() > 1) {
                run.forEach(group -> look(text, group, group, group.digits(), found));
            }
        }

        /** A run that is longer than any card number is not put together to see that. */
        private void lookAtWhole(CharSequence text, List<DigitGroup> run, List<CardNumberSpan> found) {
            StringBuilder digits = new StringBuilder(CardIssuers.LONGEST);
            for (DigitGroup group : run) {
                if (digits.length() + group.digits().length() > CardIssuers.LONGEST) {
                    return;
                }
                digits.append(group.digits());
            }
            look(text, run.get(0), run.get(run.size() - 1), digits, found);
        }
    },
    WIDE {
        @Override
        void search(CharSequence text, List<DigitGroup> run, List<CardNumberSpan> found) {
            StringBuilder digits = new StringBuilder(CardIssuers.LONGEST);
            for (int first = 0; first < run.size(); first++) {
                digits.setLength(0);
                for (int last = first; last < run.size(); last++) {
                    String more = run.get(last).digits();
                    if (digits.length() + more.length() > CardIssuers.LONGEST) {
                        break;
                    }
                    digits.append(more);
                    look(text, run.get(first), run.get(last), digits, found);
                }
            }
        }
    };

    /** The longest telephone number that is also as long as a card number: a German one, country code included. */
    private static final int LONGEST_PHONE = 13;

    /**
     * Adds what this reading takes for card numbers, in the order of their starts.
     *
     * @param run the groups of one run; may be empty
     */
    abstract void search(CharSequence text, List<DigitGroup> run, List<CardNumberSpan> found);

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

    private static void look(
            CharSequence text, DigitGroup first, DigitGroup last, CharSequence digits, List<CardNumberSpan> found) {
        if (digits.length() < CardIssuers.SHORTEST || digits.length() > CardIssuers.LONGEST) {
            return;
        }
        CardNumberSpan span = new CardNumberSpan(first.start(), last.end());
        if (!isPhone(text, span, digits.length()) && CardIssuers.couldHaveIssued(digits.toString())) {
            add(span, found);
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

package io.holdfast.carddata;

import java.util.List;

/**
 * A card number as people copy it from a card, in the groups that are printed there, with the security code or the month of expiry after it:
 * {@code 4111 1111 1111 1111 123}, {@code 3782 822463 10005 12/27}. The digits behind belong to the same run, which is none of a card's as a whole.
 *
 * <p>Only a run that begins with the number and has nothing else behind it counts, because references of companies are written in groups, too.
 */
final class CardWithDetails {

    /** Visa, Mastercard and most others. */
    private static final int[] FOURS = {4, 4, 4, 4};

    private static final int CODE_OF_FOURS = 3;

    private static final int[] AMERICAN_EXPRESS = {4, 6, 5};

    private static final int CODE_OF_AMERICAN_EXPRESS = 4;

    private CardWithDetails() {}

    /**
     * The groups that would be the number, if the rest of the run is its details; whether an issuer could have given it out is for the caller to see.
     *
     * @param run the groups of one run
     * @return empty if there are none, or no details behind them
     */
    static List<DigitGroup> numberIn(CharSequence text, List<DigitGroup> run) {
        if (begins(run, FOURS) && areDetails(text, run.subList(FOURS.length, run.size()), CODE_OF_FOURS)) {
            return run.subList(0, FOURS.length);
        }
        if (begins(run, AMERICAN_EXPRESS)
                && areDetails(text, run.subList(AMERICAN_EXPRESS.length, run.size()), CODE_OF_AMERICAN_EXPRESS)) {
            return run.subList(0, AMERICAN_EXPRESS.length);
        }
        return List.of();
    }

    private static boolean begins(List<DigitGroup> run, int[] lengths) {
        if (run.size() <= lengths.length) {
            return false;
        }
        for (int i = 0; i < lengths.length; i++) {
            if (run.get(i).digits().length() != lengths[i]) {
                return false;
            }
        }
        return true;
    }

    /** The code, the month, or the code and then the month. */
    private static boolean areDetails(CharSequence text, List<DigitGroup> rest, int code) {
        boolean hasCode = rest.get(0).digits().length() == code;
        int month = hasCode ? 1 : 0;
        return rest.size() == month ? hasCode : rest.size() == month + 1 && isMonthOfExpiry(text, rest.get(month));
    }

    /** A slash ends a run, so the year is not in it. */
    private static boolean isMonthOfExpiry(CharSequence text, DigitGroup group) {
        int after = Neighbours.after(text, group.end());
        return (after == '/' || after == '\uFF0F') && group.digits().matches("0?[1-9]|1[0-2]");
    }
}

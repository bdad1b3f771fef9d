package io.holdfast.api;

import io.holdfast.money.Money;
import java.math.BigDecimal;

/**
 * What a number must be before it is taken for an amount of money. Looks at the number as it was sent and never writes it out: {@code 1E+2000000000}
 * is two digits in JSON and two gigabytes in full.
 */
final class AmountLimits {

    /** No currency of ISO 4217 has more (CLF, UYW). */
    static final int MOST_FRACTION_DIGITS = 4;

    static final String TOO_SMALL = "is more than 0";
    static final String TOO_LARGE = "has at most " + Money.MAX_INTEGER_DIGITS + " digits before the point";

    private AmountLimits() {}

    static boolean isPositive(BigDecimal amount) {
        return amount.signum() > 0;
    }

    static boolean isTooLarge(BigDecimal amount) {
        return !Money.isInRange(amount);
    }

    /** Whether it fits into a body without an exponent. */
    static boolean canBeWrittenOut(BigDecimal amount) {
        return (long) amount.precision() - amount.scale() <= StrictJson.MAX_NUMBER_LENGTH;
    }

    static boolean isTooFine(BigDecimal amount, int fractionDigits) {
        return amount.scale() > fractionDigits;
    }

    static String tooFine(int fractionDigits) {
        return "has at most " + fractionDigits + " digits after the point";
    }
}

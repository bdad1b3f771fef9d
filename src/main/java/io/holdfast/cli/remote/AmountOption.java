package io.holdfast.cli.remote;

import io.holdfast.cli.console.Failure;
import java.math.BigDecimal;

/** An amount as it is typed. The server judges it; here only what could not be written out is refused: {@code 1e999999999} is a gigabyte in full. */
final class AmountOption {

    private static final int MOST_DIGITS = 100;

    private AmountOption() {}

    /**
     * @param amount null if none is given
     * @return the same
     * @throws Failure of wrong usage
     */
    static BigDecimal writable(BigDecimal amount) {
        if (amount != null && Math.max(amount.precision(), Math.abs((long) amount.scale())) > MOST_DIGITS) {
            throw Failure.wrongUsage("the amount has more than " + MOST_DIGITS
                    + " digits when it is written out; give one such as 49.99");
        }
        return amount;
    }
}

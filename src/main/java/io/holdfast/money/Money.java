package io.holdfast.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Objects;

/**
 * An amount of money in the major unit of its currency, exact to the currency's last digit.
 *
 * <p>The scale is always the number of minor-unit digits of ISO 4217 ({@link Currency#getDefaultFractionDigits()}), so that
 * two equal amounts are equal records.
 *
 * @param amount in major units, for example {@code 49.99}; never negative
 * @param currency an ISO 4217 currency that has a minor unit
 */
public record Money(BigDecimal amount, Currency currency) {

    /** More integer digits than any hold needs, in any currency; keeps amounts within every gateway's and column's range. */
    public static final int MAX_INTEGER_DIGITS = 12;

    public Money {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(currency, "currency");
        amount = amount.setScale(fractionDigits(currency), RoundingMode.UNNECESSARY);
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("an amount of money is never negative here");
        }
    }

    /**
     * @throws ArithmeticException if {@code amount} has more digits than the currency
     * @throws IllegalArgumentException if the amount is negative or the currency is not one of ISO 4217
     */
    public static Money of(BigDecimal amount, String currencyCode) {
        return new Money(amount, Currency.getInstance(currencyCode));
    }

    /** As {@link #of(BigDecimal, String)}; for literals. */
    public static Money of(String amount, String currencyCode) {
        return of(new BigDecimal(amount), currencyCode);
    }

    /** Whether it has no more integer digits than {@link #MAX_INTEGER_DIGITS}. */
    public static boolean isInRange(BigDecimal amount) {
        return (long) amount.precision() - amount.scale() <= MAX_INTEGER_DIGITS;
    }

    /** The amount in the ISO 4217 minor unit: 4999 for USD 49.99, 500 for JPY 500. */
    public long minorUnits() {
        return amount.unscaledValue().longValueExact();
    }

    public static Money ofMinorUnits(long minorUnits, Currency currency) {
        return new Money(BigDecimal.valueOf(minorUnits, fractionDigits(currency)), currency);
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    /** @throws IllegalArgumentException if the currencies differ */
    public boolean isMoreThan(Money other) {
        requireSameCurrency(other);
        return amount.compareTo(other.amount) > 0;
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot compare " + currency + " with " + other.currency);
        }
    }

    private static int fractionDigits(Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        if (digits < 0) {
            throw new IllegalArgumentException(currency + " has no minor unit, so no card can be charged in it");
        }
        return digits;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}

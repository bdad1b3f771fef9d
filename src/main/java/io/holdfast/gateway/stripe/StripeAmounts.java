package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Amounts in the smallest unit as Stripe counts it, which for some currencies is not the minor unit of ISO 4217.
 *
 * <p>From Stripe's page "Supported currencies": zero-decimal, three-decimal, and special cases.
 */
final class StripeAmounts {

    private static final Set<String> ZERO_DECIMAL = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    /** Their last digit must be 0: the card networks behind Stripe count in hundredths. */
    private static final Set<String> THREE_DECIMAL = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    /** Once had two decimals, have none now, and are still written with two. */
    private static final Set<String> WHOLE_WITH_TWO_DECIMALS = Set.of("ISK", "UGX");

    private static final Pattern CODE = Pattern.compile("[A-Za-z]{3}");

    private StripeAmounts() {}

    /** 4999 for USD 49.99, 500 for JPY 500, 500 for ISK 5; empty if Stripe has no way to write it. */
    static Optional<Long> inSmallestUnit(Money money) {
        OptionalInt decimals = decimals(money.currency());
        if (decimals.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal units = money.amount().movePointRight(decimals.getAsInt());
        boolean whole = units.stripTrailingZeros().scale() <= 0;
        return whole && isWritable(units, money.currency()) ? Optional.of(units.longValueExact()) : Optional.empty();
    }

    /**
     * Reads what Stripe wrote; empty if it is no amount that it could have written.
     *
     * @param units a JSON integer
     * @param currency a code of ISO 4217, in lower case as Stripe writes it
     */
    static Optional<Money> money(JsonNode units, Optional<String> currency) {
        if (units == null || !units.isIntegralNumber() || !units.canConvertToLong()) {
            return Optional.empty();
        }
        return currency.filter(it -> CODE.matcher(it).matches())
                .flatMap(StripeAmounts::iso)
                .flatMap(it -> money(units.longValue(), it));
    }

    private static Optional<Money> money(long units, Currency currency) {
        OptionalInt decimals = decimals(currency);
        if (decimals.isEmpty() || units < 0) {
            return Optional.empty();
        }
        BigDecimal amount = BigDecimal.valueOf(units, decimals.getAsInt());
        boolean fits =
                amount.stripTrailingZeros().scale() <= currency.getDefaultFractionDigits() && Money.isInRange(amount);
        return fits ? Optional.of(new Money(amount, currency)) : Optional.empty();
    }

    /**
     * How many decimals Stripe counts. Empty for a currency that has other than two by ISO and stands on none of Stripe's lists: to guess would be to
     * hold ten or a hundred times too much or too little.
     */
    private static OptionalInt decimals(Currency currency) {
        String code = currency.getCurrencyCode();
        if (ZERO_DECIMAL.contains(code)) {
            return OptionalInt.of(0);
        }
        if (THREE_DECIMAL.contains(code)) {
            return OptionalInt.of(3);
        }
        boolean two = WHOLE_WITH_TWO_DECIMALS.contains(code) || currency.getDefaultFractionDigits() == 2;
        return two ? OptionalInt.of(2) : OptionalInt.empty();
    }

    private static boolean isWritable(BigDecimal units, Currency currency) {
        return !THREE_DECIMAL.contains(currency.getCurrencyCode())
                || units.remainder(BigDecimal.TEN).signum() == 0;
    }

    private static Optional<Currency> iso(String code) {
        try {
            return Optional.of(Currency.getInstance(code.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}

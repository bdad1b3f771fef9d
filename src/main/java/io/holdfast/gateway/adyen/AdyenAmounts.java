package io.holdfast.gateway.adyen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.money.Money;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Money in Adyen's minor units. Its list differs from ISO 4217 for four currencies, and its list decides
 * (docs.adyen.com/development-resources/currency-codes).
 */
final class AdyenAmounts {

    private static final Map<String, Integer> DIGITS_THAT_DIFFER = Map.of("CLP", 2, "CVE", 0, "IDR", 0, "ISK", 2);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

    private AdyenAmounts() {}

    /** Empty if Adyen has too few digits for it: IDR 10.50 is money, and Adyen cannot say it. */
    static OptionalLong minorUnits(Money money) {
        BigDecimal units = money.amount()
                .movePointRight(digits(
                        money.currency().getCurrencyCode(), money.amount().scale()));
        BigDecimal whole = units.stripTrailingZeros();
        return whole.scale() > 0 ? OptionalLong.empty() : OptionalLong.of(whole.longValueExact());
    }

    /** The amount as Adyen wants it; without a value if Adyen cannot say it, and then it is never sent. */
    static ObjectNode write(Money money) {
        ObjectNode amount = WireJson.object().put("currency", money.currency().getCurrencyCode());
        minorUnits(money).ifPresent(value -> amount.put("value", value));
        return amount;
    }

    /**
     * Reads {@code {"value": 4999, "currency": "USD"}}; the value may be text, as in some webhooks.
     *
     * @return empty if it is no amount, or one that the currency does not have
     */
    static Optional<Money> read(JsonNode amount) {
        JsonNode value = amount.path("value");
        Optional<String> currency = WireJson.text(amount, "currency");
        String digits = value.isIntegralNumber() || value.isTextual() ? value.asText() : "";
        if (currency.isEmpty() || !WHOLE_NUMBER.matcher(digits).matches()) {
            return Optional.empty();
        }
        try {
            Money unit = Money.of(BigDecimal.ZERO, currency.get());
            int scale = digits(currency.get(), unit.amount().scale());
            return Optional.of(new BigDecimal(digits).movePointLeft(scale))
                    .filter(Money::isInRange)
                    .map(read -> new Money(read, unit.currency()));
        } catch (IllegalArgumentException | ArithmeticException notMoney) {
            return Optional.empty();
        }
    }

    private static int digits(String currency, int ofIso) {
        return DIGITS_THAT_DIFFER.getOrDefault(currency, ofIso);
    }
}

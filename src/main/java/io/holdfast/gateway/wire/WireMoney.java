package io.holdfast.gateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.money.Money;
import java.math.BigDecimal;
import java.util.Optional;

/** Money in an answer. What cannot be read as money is empty, and never equals what was asked. */
public final class WireMoney {

    /** More digits than any amount has; a number such as {@code 1e999999999} would fill the memory when its digits are written out. */
    private static final int MAX_SCALE = 20;

    private WireMoney() {}

    /**
     * @param amount a JSON number in major units, for example {@code 49.99}
     * @param currency an ISO 4217 code
     */
    public static Optional<Money> inMajorUnits(JsonNode amount, Optional<String> currency) {
        if (amount == null || !amount.isNumber() || currency.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal value = amount.decimalValue();
        if (Math.abs(value.scale()) > MAX_SCALE || !Money.isInRange(value)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Money.of(value, currency.get()));
        } catch (IllegalArgumentException | ArithmeticException notMoney) {
            return Optional.empty();
        }
    }
}

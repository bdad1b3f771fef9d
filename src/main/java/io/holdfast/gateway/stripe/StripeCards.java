package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads the card of a PaymentMethod. */
final class StripeCards {

    private StripeCards() {}

    /** The first moment at which the card is no longer good: it is good for the whole month that is printed on it. */
    static Optional<Instant> endsAt(JsonNode paymentMethod) {
        JsonNode year = paymentMethod.path("card").path("exp_year");
        JsonNode month = paymentMethod.path("card").path("exp_month");
        if (!isBetween(year, 2000, 2200) || !isBetween(month, 1, 12)) {
            return Optional.empty();
        }
        YearMonth last = YearMonth.of(year.intValue(), month.intValue());
        return Optional.of(
                last.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static boolean isBetween(JsonNode number, int least, int most) {
        return number.isInt() && number.intValue() >= least && number.intValue() <= most;
    }
}

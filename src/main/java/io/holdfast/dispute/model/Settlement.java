package io.holdfast.dispute.model;

import io.holdfast.money.Money;
import java.util.Objects;

/** What a person decided about a hold; it is pending until the gateway has confirmed it. */
public sealed interface Settlement {

    /** Give the hold back. */
    record Release() implements Settlement {}

    /**
     * Capture the hold.
     *
     * @param amount more than nothing and never more than the hold
     */
    record Charge(Money amount) implements Settlement {

        public Charge {
            Objects.requireNonNull(amount, "amount");
        }
    }
}

package io.holdfast.api;

import java.util.Currency;
import java.util.Optional;

/** The currencies of ISO 4217 that cards can be charged in. */
final class CardCurrencies {

    private CardCurrencies() {}

    /** The currency of that code, if there is one that has a minor unit; gold and drawing rights have none. */
    static Optional<Currency> find(String code) {
        try {
            return Optional.of(Currency.getInstance(code)).filter(currency -> currency.getDefaultFractionDigits() >= 0);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}

package io.holdfast.api;

import io.holdfast.carddata.CardNumbers;
import io.holdfast.gateway.Gateways;
import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** The configured defaults of a new dispute, checked at the start so that no caller is told that a field it never sent is wrong. */
@Startup
@ApplicationScoped
public class OpeningDefaults {

    private final DefaultsSettings settings;
    private final Gateways gateways;

    /** @throws BadSetting if a default would not be accepted from a caller */
    public OpeningDefaults(DefaultsSettings settings, Gateways gateways) {
        this.settings = settings;
        this.gateways = gateways;
        if (CardCurrencies.find(settings.currency()).isEmpty()) {
            throw new BadSetting("holdfast.defaults.currency", "is a currency code of ISO 4217, such as USD");
        }
        requireCode("holdfast.defaults.reason-code", settings.reasonCode());
        requireCode("holdfast.defaults.call-center-id", settings.callCenterId());
    }

    private static void requireCode(String property, String value) {
        if (!CleanText.isClean(value, OpenRequest.MAX_CODE)) {
            throw new BadSetting(
                    property, "has 1 to " + OpenRequest.MAX_CODE + " characters and no control characters");
        }
        if (CardNumbers.contains(value)) {
            throw new BadSetting(property, "must hold no card number");
        }
    }

    String currency() {
        return settings.currency();
    }

    String reasonCode() {
        return settings.reasonCode();
    }

    String callCenterId() {
        return settings.callCenterId();
    }

    String gateway() {
        return gateways.defaultName();
    }
}

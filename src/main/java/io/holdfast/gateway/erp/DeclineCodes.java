package io.holdfast.gateway.erp;

import io.holdfast.carddata.CardNumbers;
import io.holdfast.gateway.FailureCodes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The gateway's words for a no, as the failure codes that callers see. */
final class DeclineCodes {

    private static final Pattern CLEAN = Pattern.compile("[a-z0-9_]{1,64}");

    /** Why somebody is suspected is nothing to tell at the telephone. */
    private static final List<String> ABOUT_FRAUD = List.of(
            "fraud",
            "stolen",
            "lost_card",
            "pickup",
            "pick_up",
            "blacklist",
            "blocklist",
            "security_violation",
            "restricted_card");

    private DeclineCodes() {}

    static String failureCode(Optional<String> gatewayCode) {
        return failureCode(gatewayCode, FailureCodes.CARD_DECLINED);
    }

    static String failureCode(Optional<String> gatewayCode, String otherwise) {
        return gatewayCode
                .filter(it -> CLEAN.matcher(it).matches() && !CardNumbers.contains(it))
                .map(it -> ABOUT_FRAUD.stream().anyMatch(it::contains) ? FailureCodes.FRAUD_SUSPECTED : it)
                .orElse(otherwise);
    }
}

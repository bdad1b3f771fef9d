package io.holdfast.gateway.stripe;

import io.holdfast.gateway.FailureCodes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stripe's words for a no, as the failure codes that callers see. The table in {@code docs/gateways-stripe.md} says the same.
 *
 * <p>Why somebody is suspected is nothing to tell at the telephone: all codes about that are one. One that is not known is a declined card.
 */
final class StripeDeclines {

    /** Every word of Stripe's about a card that has a failure code of its own. */
    static final Map<String, String> CARD = card();

    private static final Map<String, String> REQUEST = request();

    private StripeDeclines() {}

    /** The card, or who issued it, said no; the decline code is the more precise word. */
    static String ofCard(Optional<String> code, Optional<String> declineCode) {
        return declineCode.map(CARD::get).or(() -> code.map(CARD::get)).orElse(FailureCodes.CARD_DECLINED);
    }

    /** Stripe does not take the request as it is. */
    static String ofRequest(StripeError error) {
        return error.code()
                .map(REQUEST::get)
                .or(() -> error.param().map(REQUEST::get))
                .orElse(FailureCodes.PROCESSING_ERROR);
    }

    private static Map<String, String> card() {
        Map<String, String> table = new TreeMap<>();
        put(table, "insufficient_funds", "insufficient_funds");
        put(table, "limit_exceeded", "card_velocity_exceeded", "withdrawal_count_limit_exceeded");
        put(table, "expired_card", "expired_card");
        put(
                table,
                FailureCodes.AUTHENTICATION_REQUIRED,
                "authentication_required",
                "authentication_not_handled",
                "payment_intent_authentication_failure",
                "mobile_device_authentication_required");
        put(table, FailureCodes.PROCESSING_ERROR, "processing_error");
        put(
                table,
                "try_again_later",
                "try_again_later",
                "approve_with_id",
                "card_decline_rate_limit_exceeded",
                "duplicate_transaction",
                "issuer_not_available",
                "reenter_transaction");
        put(
                table,
                FailureCodes.INVALID_PAYMENT_METHOD,
                "incorrect_number",
                "invalid_number",
                "invalid_account",
                "invalid_expiry_month",
                "invalid_expiry_year",
                "new_account_information_available",
                "payment_method_invalid_parameter",
                "payment_method_not_available",
                "payment_method_unactivated",
                "payment_method_unexpected_state");
        put(
                table,
                "card_not_supported",
                "card_not_supported",
                "currency_not_supported",
                "not_permitted",
                "service_not_allowed",
                "transaction_not_allowed");
        put(table, FailureCodes.INVALID_AMOUNT, "invalid_amount");
        put(
                table,
                FailureCodes.FRAUD_SUSPECTED,
                "fraudulent",
                "highest_risk_level",
                "lost_card",
                "merchant_blacklist",
                "pickup_card",
                "security_violation",
                "stolen_card");
        return Map.copyOf(table);
    }

    /** By the error's code, or else by the field that is at fault. */
    private static Map<String, String> request() {
        Map<String, String> table = new TreeMap<>();
        put(table, FailureCodes.INVALID_AMOUNT, "amount_too_large", "amount_too_small", "amount", "amount_to_capture");
        put(
                table,
                FailureCodes.INVALID_PAYMENT_METHOD,
                "payment_method",
                "customer",
                "payment_method_invalid_parameter",
                "payment_method_unactivated",
                "payment_method_unexpected_state",
                "payment_intent_incompatible_payment_method");
        return Map.copyOf(table);
    }

    private static void put(Map<String, String> table, String failureCode, String... words) {
        for (String word : words) {
            table.put(word, failureCode);
        }
    }
}

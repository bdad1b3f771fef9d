package io.holdfast.gateway.adyen;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adyen's reasons for a no, as the failure codes that callers see (docs.adyen.com/development-resources/refusal-reasons). An answer has the number,
 * a webhook the words.
 */
final class AdyenRefusals {

    static final String CARD_DECLINED = "card_declined";
    static final String PROCESSING_ERROR = "processing_error";
    static final String AUTHENTICATION_REQUIRED = "authentication_required";
    static final String INSUFFICIENT_FUNDS = "insufficient_funds";
    static final String INVALID_AMOUNT = "invalid_amount";

    private static final String EXPIRED_CARD = "expired_card";
    private static final String FRAUD_SUSPECTED = "fraud_suspected";
    private static final String INVALID_PAYMENT_METHOD = "invalid_payment_method";

    /** Errors about the stored method (docs.adyen.com/development-resources/error-codes). */
    private static final Set<String> ABOUT_THE_METHOD = Set.of("101", "102", "129", "800", "802", "803");

    private static final Map<String, String> BY_NUMBER = new HashMap<>();
    private static final Map<String, String> BY_WORDS = new HashMap<>();

    static {
        reason(2, "Refused", CARD_DECLINED);
        reason(3, "Referral", CARD_DECLINED);
        reason(4, "Acquirer Error", PROCESSING_ERROR);
        reason(5, "Blocked Card", CARD_DECLINED);
        reason(6, "Expired Card", EXPIRED_CARD);
        reason(7, "Invalid Amount", INVALID_AMOUNT);
        reason(8, "Invalid Card Number", INVALID_PAYMENT_METHOD);
        reason(9, "Issuer Unavailable", PROCESSING_ERROR);
        reason(10, "Not supported", CARD_DECLINED);
        reason(11, "3D Not Authenticated", AUTHENTICATION_REQUIRED);
        reason(12, "Not enough balance", INSUFFICIENT_FUNDS);
        reason(14, "Acquirer Fraud", FRAUD_SUSPECTED);
        reason(15, "Cancelled", CARD_DECLINED);
        reason(16, "Shopper Cancelled", CARD_DECLINED);
        reason(17, "Invalid Pin", CARD_DECLINED);
        reason(18, "Pin tries exceeded", CARD_DECLINED);
        reason(19, "Pin validation not possible", CARD_DECLINED);
        reason(20, "FRAUD", FRAUD_SUSPECTED);
        reason(21, "Not Submitted", PROCESSING_ERROR);
        reason(22, "FRAUD-CANCELLED", FRAUD_SUSPECTED);
        reason(23, "Transaction Not Permitted", CARD_DECLINED);
        reason(24, "CVC Declined", CARD_DECLINED);
        reason(25, "Restricted Card", CARD_DECLINED);
        reason(26, "Revocation Of Auth", CARD_DECLINED);
        reason(27, "Declined Non Generic", CARD_DECLINED);
        reason(28, "Withdrawal amount exceeded", INSUFFICIENT_FUNDS);
        reason(29, "Withdrawal count exceeded", CARD_DECLINED);
        reason(31, "Issuer Suspected Fraud", FRAUD_SUSPECTED);
        reason(32, "AVS Declined", CARD_DECLINED);
        reason(33, "Card requires online pin", AUTHENTICATION_REQUIRED);
        reason(34, "No checking account available on Card", CARD_DECLINED);
        reason(35, "No savings account available on card", CARD_DECLINED);
        reason(36, "Mobile pin required", AUTHENTICATION_REQUIRED);
        reason(37, "Contactless fallback", CARD_DECLINED);
        reason(38, "Authentication required", AUTHENTICATION_REQUIRED);
        reason(39, "RReq not received from DS", AUTHENTICATION_REQUIRED);
        reason(40, "Current AID is in penalty box", CARD_DECLINED);
        reason(41, "CVM Required Restart Payment", AUTHENTICATION_REQUIRED);
        reason(42, "3DS Authentication Error", AUTHENTICATION_REQUIRED);
        reason(43, "Online PIN required", AUTHENTICATION_REQUIRED);
        reason(44, "Try another interface", CARD_DECLINED);
        reason(45, "Chip downgrade mode", CARD_DECLINED);
        reason(46, "Transaction blocked by Adyen to prevent excessive retry fees", CARD_DECLINED);
    }

    private AdyenRefusals() {}

    static Optional<String> byNumber(Optional<String> refusalReasonCode) {
        return refusalReasonCode.map(BY_NUMBER::get);
    }

    static Optional<String> byWords(Optional<String> reason) {
        return reason.map(AdyenRefusals::bare).map(BY_WORDS::get);
    }

    /** An error answer that is a no. */
    static String ofError(Optional<String> errorCode) {
        return errorCode.filter(ABOUT_THE_METHOD::contains).isPresent() ? INVALID_PAYMENT_METHOD : PROCESSING_ERROR;
    }

    private static void reason(int number, String words, String failureCode) {
        BY_NUMBER.put(Integer.toString(number), failureCode);
        BY_WORDS.put(bare(words), failureCode);
    }

    /** Case, spaces and dashes vary. */
    private static String bare(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}

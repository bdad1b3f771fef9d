package io.holdfast.gateway.adyen;

import io.holdfast.gateway.FailureCodes;
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

    private static final String EXPIRED_CARD = "expired_card";

    /** Errors about the stored method (docs.adyen.com/development-resources/error-codes). */
    private static final Set<String> ABOUT_THE_METHOD = Set.of("101", "102", "129", "800", "802", "803");

    private static final Map<String, String> BY_NUMBER = new HashMap<>();
    private static final Map<String, String> BY_WORDS = new HashMap<>();

    static {
        reason(2, "Refused", FailureCodes.CARD_DECLINED);
        reason(3, "Referral", FailureCodes.CARD_DECLINED);
        reason(4, "Acquirer Error", FailureCodes.PROCESSING_ERROR);
        reason(5, "Blocked Card", FailureCodes.CARD_DECLINED);
        reason(6, "Expired Card", EXPIRED_CARD);
        reason(7, "Invalid Amount", FailureCodes.INVALID_AMOUNT);
        reason(8, "Invalid Card Number", FailureCodes.INVALID_PAYMENT_METHOD);
        reason(9, "Issuer Unavailable", FailureCodes.PROCESSING_ERROR);
        reason(10, "Not supported", FailureCodes.CARD_DECLINED);
        reason(11, "3D Not Authenticated", FailureCodes.AUTHENTICATION_REQUIRED);
        reason(12, "Not enough balance", FailureCodes.INSUFFICIENT_FUNDS);
        reason(14, "Acquirer Fraud", FailureCodes.FRAUD_SUSPECTED);
        reason(15, "Cancelled", FailureCodes.CARD_DECLINED);
        reason(16, "Shopper Cancelled", FailureCodes.CARD_DECLINED);
        reason(17, "Invalid Pin", FailureCodes.CARD_DECLINED);
        reason(18, "Pin tries exceeded", FailureCodes.CARD_DECLINED);
        reason(19, "Pin validation not possible", FailureCodes.CARD_DECLINED);
        reason(20, "FRAUD", FailureCodes.FRAUD_SUSPECTED);
        reason(21, "Not Submitted", FailureCodes.PROCESSING_ERROR);
        reason(22, "FRAUD-CANCELLED", FailureCodes.FRAUD_SUSPECTED);
        reason(23, "Transaction Not Permitted", FailureCodes.CARD_DECLINED);
        reason(24, "CVC Declined", FailureCodes.CARD_DECLINED);
        reason(25, "Restricted Card", FailureCodes.CARD_DECLINED);
        reason(26, "Revocation Of Auth", FailureCodes.CARD_DECLINED);
        reason(27, "Declined Non Generic", FailureCodes.CARD_DECLINED);
        reason(28, "Withdrawal amount exceeded", FailureCodes.INSUFFICIENT_FUNDS);
        reason(29, "Withdrawal count exceeded", FailureCodes.CARD_DECLINED);
        reason(31, "Issuer Suspected Fraud", FailureCodes.FRAUD_SUSPECTED);
        reason(32, "AVS Declined", FailureCodes.CARD_DECLINED);
        reason(33, "Card requires online pin", FailureCodes.AUTHENTICATION_REQUIRED);
        reason(34, "No checking account available on Card", FailureCodes.CARD_DECLINED);
        reason(35, "No savings account available on card", FailureCodes.CARD_DECLINED);
        reason(36, "Mobile pin required", FailureCodes.AUTHENTICATION_REQUIRED);
        reason(37, "Contactless fallback", FailureCodes.CARD_DECLINED);
        reason(38, "Authentication required", FailureCodes.AUTHENTICATION_REQUIRED);
        reason(39, "RReq not received from DS", FailureCodes.AUTHENTICATION_REQUIRED);
        reason(40, "Current AID is in penalty box", FailureCodes.CARD_DECLINED);
        reason(41, "CVM Required Restart Payment", FailureCodes.AUTHENTICATION_REQUIRED);
        reason(42, "3DS Authentication Error", FailureCodes.AUTHENTICATION_REQUIRED);
        reason(43, "Online PIN required", FailureCodes.AUTHENTICATION_REQUIRED);
        reason(44, "Try another interface", FailureCodes.CARD_DECLINED);
        reason(45, "Chip downgrade mode", FailureCodes.CARD_DECLINED);
        reason(46, "Transaction blocked by Adyen to prevent excessive retry fees", FailureCodes.CARD_DECLINED);
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
        return errorCode.filter(ABOUT_THE_METHOD::contains).isPresent()
                ? FailureCodes.INVALID_PAYMENT_METHOD
                : FailureCodes.PROCESSING_ERROR;
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

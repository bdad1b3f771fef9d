package io.holdfast.gateway;

/** The words for a no that callers see, as far as several gateways have the same. The documented set is in {@code docs/gateways.md} and the pages of the gateways. */
public final class FailureCodes {

    /** No reason that could be told, or none that is known. */
    public static final String CARD_DECLINED = "card_declined";

    /** The card's owner would have to act. */
    public static final String AUTHENTICATION_REQUIRED = "authentication_required";

    public static final String FRAUD_SUSPECTED = "fraud_suspected";
    public static final String INSUFFICIENT_FUNDS = "insufficient_funds";
    public static final String INVALID_AMOUNT = "invalid_amount";
    public static final String INVALID_PAYMENT_METHOD = "invalid_payment_method";
    public static final String PAYMENT_METHOD_GONE = "payment_method_gone";
    public static final String PROCESSING_ERROR = "processing_error";

    private FailureCodes() {}

    /** Whether the card's owner would have to act. */
    public static boolean needsCustomer(String failureCode) {
        return failureCode.equals(AUTHENTICATION_REQUIRED);
    }
}

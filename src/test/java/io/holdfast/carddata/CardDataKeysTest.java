package io.holdfast.carddata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardDataKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cvv",
                "CVV",
                "Cvv",
                "cvv2",
                "CVV2",
                "cvv_2",
                "cvc",
                "cvc2",
                "csc",
                "cav2",
                "card_number",
                "cardNumber",
                "CardNumber",
                "card-number",
                "CARD_NUMBER",
                "card number",
                "cardnumber",
                "card.number",
                "card[number]",
                "CARDNumber",
                "cardNo",
                "cc_number",
                "ccNum",
                "pan",
                "PAN",
                "cardPAN",
                "primary_account_number",
                "primaryAccountNumber",
                "encryptedCardNumber",
                "X-Card-Number",
                "cardCvc",
                "card_cvc",
                "card.cvv",
                "customer_cvv",
                "payment.card.cvc",
                "cvvCode",
                "CVCCode",
                "security_code",
                "securityCode",
                "Card-Security-Code",
                "card_verification_value",
                "encryptedSecurityCode",
                "track1",
                "track2",
                "TRACK2",
                "track_2",
                "track-2",
                "track_data",
                "trackData",
                "track2Data",
                "track_2_equivalent_data",
                "track2EquivalentData",
                "mag_stripe_data",
                "pin",
                "card_pin",
                "pin_block",
                "_cvv_",
                " cvv ",
                "cvv:",
                "ｃｖｖ",
                "ｃａｒｄ＿ｎｕｍｂｅｒ",
                "c\u200Bvv",
                "card\u00A0number",
                "cvv\uFEFF"
            })
    void aKeyForCardDataIsRecognised(String key) {
        assertThat(CardDataKeys.names(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customer_account_id",
                "hold_amount",
                "currency",
                "payment_method_id",
                "gateway",
                "reason_code",
                "call_center_id",
                "conversation_id",
                "shopper_reference",
                "gateway_customer_id",
                "dispute_id",
                "amount",
                "route",
                "status",
                "hold_expires_at",
                "gateway_transaction_id",
                "Idempotency-Key",
                "X-Request-Id",
                "X-API-Key",
                "Authorization",
                "Content-Type",
                "traceparent",
                "User-Agent",
                "limit",
                "cursor",
                "from",
                "to",
                "company",
                "companyId",
                "japan",
                "panel",
                "span",
                "span_id",
                "pan_european_region",
                "expand",
                "spin",
                "pinned",
                "opinion",
                "shipping",
                "mapping",
                "ping",
                "cid",
                "correlation_cid",
                "cvc_check",
                "cvv_result",
                "track",
                "tracking_id",
                "soundtrack",
                "track_id",
                "card_type",
                "card_brand",
                "card_last4",
                "number",
                "phone_number",
                "order_number",
                "expiry",
                "exp_month",
                "expires_at",
                "code",
                "security",
                "country_code",
                "card",
                "",
                "_",
                "2",
                "-"
            })
    void aKeyForSomethingElseIsLeftAlone(String key) {
        assertThat(CardDataKeys.names(key)).isFalse();
    }

    @Test
    void aVeryLongKeyIsJudgedByItsEnd() {
        assertThat(CardDataKeys.names("x".repeat(1_000_000) + "_cvv")).isTrue();
        assertThat(CardDataKeys.names("_cvv".repeat(250_000) + "_check")).isFalse();
    }
}

package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.carddata.CardNumbers;
import io.holdfast.gateway.wire.WireJson;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An answer of Stripe's that says what went wrong.
 *
 * @param type {@code card_error}, {@code invalid_request_error}, {@code idempotency_error}, {@code api_error}
 * @param param the field that is at fault
 * @param intent the PaymentIntent that it is about, if the answer has it
 */
record StripeError(
        Optional<String> type,
        Optional<String> code,
        Optional<String> declineCode,
        Optional<String> param,
        Optional<JsonNode> intent) {

    static final StripeError NONE =
            new StripeError(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The intent, or its charge, is not as the call needs it to be: only reading it tells how it is. */
    private static final Set<String> RETRIEVE = Set.of(
            "payment_intent_unexpected_state",
            "charge_already_captured",
            "charge_already_refunded",
            "charge_expired_for_capture",
            "capture_charge_authorization_expired",
            "capture_unauthorized_payment");

    /** Another call is at work on the intent, or the same one still is. */
    private static final Set<String> AT_WORK = Set.of("lock_timeout", "idempotency_key_in_use");

    private static final Pattern CLEAN = Pattern.compile("[a-z0-9_]{1,64}");

    /** {@link #NONE} if the body is no error of Stripe's. */
    static StripeError of(Optional<JsonNode> body) {
        return body.map(it -> it.path("error"))
                .filter(JsonNode::isObject)
                .map(StripeError::of)
                .orElse(NONE);
    }

    private static StripeError of(JsonNode error) {
        return new StripeError(
                WireJson.text(error, "type"),
                WireJson.text(error, "code"),
                WireJson.text(error, "decline_code"),
                WireJson.text(error, "param"),
                Optional.of(error.path("payment_intent")).filter(JsonNode::isObject));
    }

    /** Whether the answer says what went wrong at all. */
    boolean isStripes() {
        return type.isPresent() || code.isPresent();
    }

    boolean isAboutCard() {
        return isOfType("card_error");
    }

    /** Whether it is Stripe's own fault, or about the key and not about what was asked. */
    boolean decidesNothing() {
        return isOfType("api_error") || isOfType("idempotency_error") || isOfType("rate_limit_error");
    }

    /** Whether the key came with another request before, and belongs to that for ever. */
    boolean isKeyOfAnother() {
        return isOfType("idempotency_error") && !asksToRetrieve();
    }

    /** Whether only reading the intent tells how things stand. */
    boolean asksToRetrieve() {
        return code.filter(RETRIEVE::contains).isPresent() || isAboutAnotherCall();
    }

    /** Whether it is not the intent that is in the way, but a call that is still under way. */
    boolean isAboutAnotherCall() {
        return code.filter(AT_WORK::contains).isPresent();
    }

    /** In a word, for operators; empty if it has none that is fit to be shown and kept: the story has it. */
    Optional<String> word() {
        return code.or(() -> type).filter(it -> CLEAN.matcher(it).matches() && !CardNumbers.contains(it));
    }

    private boolean isOfType(String name) {
        return type.filter(name::equals).isPresent();
    }
}

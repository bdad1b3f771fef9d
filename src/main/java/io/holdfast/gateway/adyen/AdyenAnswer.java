package io.holdfast.gateway.adyen;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.money.Money;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What came of a call to Adyen, read once.
 *
 * @param wire what came of it on the wire
 * @param body what Adyen said; empty if no answer came, or none that is a JSON object
 */
record AdyenAnswer(WireAnswer wire, Optional<JsonNode> body) {

    private static final String UNREADABLE = "unreadable answer";

    /** Which payment a capture or a cancel is of. */
    private static final String PAYMENT = "paymentPspReference";

    /** Credentials, another request with the same key that is under way, and too many requests: Adyen did not come to what was asked. */
    private static final Set<Integer> NEVER_KEPT = Set.of(401, 403, 409, 429);

    /** The same request is under way, or its key came with another body. */
    private static final String IN_PROGRESS = "704";

    private static final Pattern ERROR_CODE = Pattern.compile("[0-9_]{1,10}");

    static AdyenAnswer of(WireAnswer wire) {
        return new AdyenAnswer(
                wire, wire instanceof WireAnswer.Answered it ? WireJson.readObject(it.body()) : Optional.empty());
    }

    /** The answer itself, where there is one. */
    WireAnswer.Answered http() {
        return (WireAnswer.Answered) wire;
    }

    boolean isSuccess() {
        return wire instanceof WireAnswer.Answered it && it.isSuccess();
    }

    /** What became of a payment; empty text if it does not say so. */
    String resultCode() {
        return text("resultCode").orElse("");
    }

    /** Whether a capture or a cancel was taken on. */
    boolean isReceived() {
        return isSuccess() && text("status").filter("received"::equals).isPresent();
    }

    /**
     * Also one that looks like a card number: Adyen's are of 16 characters, may be all digits, and name nothing else. To refuse it would lose a real hold,
     * because Adyen cannot be asked for another name.
     */
    Optional<AuthorizationId> pspReference() {
        return text("pspReference").filter(WireId::fitsInPath).map(AuthorizationId::new);
    }

    /** Less than asked would not be Authorised, so an answer without amount speaks of what was asked. */
    Optional<Money> amountOf(GatewayRequest request) {
        return body.map(it -> it.get("amount")).map(AdyenAmounts::read).orElseGet(request::amount);
    }

    /** The reference that it repeats. */
    Optional<String> merchantReference() {
        return text("merchantReference");
    }

    /** Why a payment was refused, as a failure code. */
    Optional<String> refusalReason() {
        return AdyenRefusals.byNumber(text("refusalReasonCode")).or(() -> AdyenRefusals.byWords(text("refusalReason")));
    }

    /** A number of a few digits, as text or not; anything else is not for logs. */
    Optional<String> errorCode() {
        return body.map(it -> it.path("errorCode").asText())
                .filter(it -> ERROR_CODE.matcher(it).matches());
    }

    /** An answer that cannot be read may be about a first attempt that is still under way, or of something that stands before Adyen. */
    boolean isRefusal() {
        boolean isReadable = body.isPresent() || http().body().isBlank();
        return http().canBeRefusal() && isReadable && !mayBeRepeated();
    }

    /** Of a no, whether it says what it means. */
    GatewayOutcome.Clarity clarity() {
        return body.filter(it -> it.hasNonNull("errorCode") || it.hasNonNull("errorType"))
                        .isPresent()
                ? GatewayOutcome.Clarity.CLEAR
                : GatewayOutcome.Clarity.MUTE;
    }

    /** Whether Adyen has kept it under the key. An error without Adyen's code in it may be of something that stands before Adyen, and that keeps nothing. */
    boolean isKept() {
        return wire instanceof WireAnswer.Answered it
                && it.status() / 100 >= 4
                && !NEVER_KEPT.contains(it.status())
                && errorCode().isPresent()
                && !mayBeRepeated();
    }

    private boolean mayBeRepeated() {
        boolean saysSo = http().header()
                .apply("transient-error")
                .filter(it -> it.strip().equalsIgnoreCase("true"))
                .isPresent();
        return saysSo || isKeyInUse();
    }

    /** Whether another request has the key: the same one, or one with another body or to another address. */
    boolean isKeyInUse() {
        return errorCode().filter(IN_PROGRESS::equals).isPresent();
    }

    /** Whether it speaks of another payment than was asked for. The reference of a request is its idempotency key, see {@link AdyenReference}. */
    boolean isAboutAnother(GatewayRequest request) {
        return denies("merchantReference", request.idempotencyKey());
    }

    /** Whether it speaks of a capture or a cancel of another payment, or of another one of this. */
    boolean isChangeOfAnother(AuthorizationId target, GatewayRequest request) {
        return isOfAnother(target) || denies("reference", request.idempotencyKey()) || isAboutAnother(request);
    }

    /** Whether the payment that was to be changed is another one. */
    boolean isOfAnother(AuthorizationId target) {
        return denies(PAYMENT, target.value());
    }

    /** Whether the payment that was to be taken back by its reference is another one. */
    boolean isTakeBackOfAnother(GatewayRequest request) {
        return denies("paymentReference", request.idempotencyKey());
    }

    /** Whether it gives another name than ours. One that gives none has still come to our request, and is believed. */
    private boolean denies(String field, String ours) {
        return body.map(it -> it.path(field).asText(""))
                .filter(said -> !said.isEmpty() && !said.equalsIgnoreCase(ours))
                .isPresent();
    }

    /** In a word, for operators. */
    String word() {
        return isSuccess()
                ? UNREADABLE
                : errorCode().map(code -> "error " + code).orElseGet(() -> Undecided.word(http()));
    }

    private Optional<String> text(String field) {
        return body.flatMap(it -> WireJson.text(it, field));
    }
}

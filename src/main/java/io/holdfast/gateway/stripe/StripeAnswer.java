package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.wire.HttpDate;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireJson;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer of Stripe's that has to be read.
 *
 * @param body empty if it is not a JSON object
 * @param intent the PaymentIntent that the body is, or that its error is about, if it can be read
 */
record StripeAnswer(
        WireAnswer.Answered http, Optional<JsonNode> body, StripeError error, Optional<StripeIntent> intent) {

    static StripeAnswer of(WireAnswer.Answered http, StripeIntents intents) {
        Optional<JsonNode> body = WireJson.readObject(http.body());
        StripeError error = http.isSuccess() ? StripeError.NONE : StripeError.of(body);
        Optional<JsonNode> intent = http.isSuccess() ? body : error.intent();
        Optional<Instant> at = HttpDate.of(http);
        return new StripeAnswer(http, body, error, intent.flatMap(it -> intents.read(it, at)));
    }

    int status() {
        return http.status();
    }

    boolean isSuccess() {
        return http.isSuccess();
    }

    /**
     * Whether Stripe says no to what was asked. Where it says itself that the same may be sent again, it does not; nor does a page or a text: whoever stands before it may
     * know nothing of the request. Only a 402 has no other meaning.
     */
    boolean isRefusal() {
        boolean isText = !isReadable() && !http.isPaymentRequired();
        boolean open = isText || error.decidesNothing() || error.asksToRetrieve() || shouldRetry("true");
        return error.isAboutCard() || http.canBeRefusal() && !open;
    }

    /** Whether there is nothing in it that cannot be read. */
    boolean isReadable() {
        return body.isPresent() || http.body().isBlank();
    }

    /** Of a no, whether it says what it means. */
    GatewayOutcome.Clarity clarity() {
        return error.isStripes() || http.isPaymentRequired()
                ? GatewayOutcome.Clarity.CLEAR
                : GatewayOutcome.Clarity.MUTE;
    }

    /** The header by which Stripe tells its own libraries whether to send the same again. */
    boolean shouldRetry(String answer) {
        return http.header()
                .apply("Stripe-Should-Retry")
                .filter(it -> it.strip().equalsIgnoreCase(answer))
                .isPresent();
    }

    /**
     * Whether Stripe gives this answer to every repeat: it has kept a failure of its own under the key, whatever it did or did not do, or the answer to another request (of
     * a Holdfast whose database was restored since).
     */
    boolean isKeySpent() {
        return status() == 400 && error.isKeyOfAnother() || isKeptFailure();
    }

    private boolean isKeptFailure() {
        return status() >= 500
                && http.header()
                        .apply("Idempotent-Replayed")
                        .filter(it -> it.strip().equalsIgnoreCase("true"))
                        .isPresent();
    }

    /** Whether it speaks of another intent than the one that was asked about. */
    boolean isAboutAnother(AuthorizationId id) {
        return intent.filter(it -> !it.id().equals(id)).isPresent();
    }

    /** Why Stripe said no. */
    String failureCode() {
        boolean card = error.isAboutCard() || http.isPaymentRequired();
        return card ? StripeDeclines.ofCard(error.code(), error.declineCode()) : StripeDeclines.ofRequest(error);
    }

    /** In a word, for operators. */
    String word() {
        return error.word().orElseGet(() -> isSuccess() ? "unreadable answer" : Undecided.word(http));
    }
}

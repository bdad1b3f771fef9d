package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.wire.WireAnswer;
import java.util.Optional;

/**
 * What came of a call to Stripe, read once.
 *
 * @param wire what came of it on the wire
 * @param answer what Stripe said; empty if no answer came
 */
record StripeReply(WireAnswer wire, Optional<StripeAnswer> answer) {

    static StripeReply of(WireAnswer wire, StripeIntents intents) {
        return new StripeReply(
                wire,
                wire instanceof WireAnswer.Answered it ? Optional.of(StripeAnswer.of(it, intents)) : Optional.empty());
    }

    /** What Stripe said, where the wire alone decides nothing. */
    StripeAnswer theAnswer() {
        return answer.orElseThrow(() -> new IllegalStateException("there is nothing to read"));
    }

    /** The intent that it is about, if that is of this dispute and waits for the customer. */
    Optional<StripeIntent> waitingForCustomer(DisputeId dispute) {
        return waitingForCustomer()
                .filter(it -> it.view().disputeId().map(dispute::equals).orElse(true));
    }

    /** The intent that it is about, if that waits for the customer. */
    Optional<StripeIntent> waitingForCustomer() {
        return answer.flatMap(StripeAnswer::intent).filter(StripeIntent::waitsForCustomer);
    }

    /** Empty if it is no page of a list; {@link StripeReading#notAnswered} then says why. */
    Optional<StripePage> page() {
        return goodBody().flatMap(StripePage::ofList);
    }

    /** Empty if it is no page of what a search found; {@link StripeReading#notAnswered} then says why. */
    Optional<StripePage> searchPage() {
        return goodBody().flatMap(StripePage::ofSearch);
    }

    /** Whether the same key would be answered like this for ever. */
    boolean isKeySpent() {
        return answer.filter(StripeAnswer::isKeySpent).isPresent();
    }

    /** Whether Stripe does not let us do this one thing, which need not be true of anything else. */
    boolean isForbidden() {
        return answer.filter(it -> it.status() == 403).isPresent();
    }

    /** Whether Stripe answered that something went wrong on its side, which need not be true of anything else that it does. */
    boolean isFailure() {
        return answer.filter(it -> it.status() / 100 == 5).isPresent();
    }

    /** Whether Stripe answered, and not with what was asked for. */
    boolean isError() {
        return answer.filter(it -> !it.isSuccess()).isPresent();
    }

    /** Whether Stripe said more than is read. */
    boolean isTooLong() {
        return wire instanceof WireAnswer.Lost it && it.isTooLong();
    }

    private Optional<JsonNode> goodBody() {
        return answer.filter(StripeAnswer::isSuccess).flatMap(StripeAnswer::body);
    }
}

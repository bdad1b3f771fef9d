package io.holdfast.gateway.adyen;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.FailureCodes;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.wire.Undecided;
import java.time.Clock;
import java.util.Optional;

/**
 * What Adyen's answers mean. A payment is decided by its {@code resultCode}; a capture or a cancel is only received, and decided by webhook.
 *
 * <p>An answer that names another payment, or another reference, than the request says nothing about ours: it is unknown.
 *
 * <p>An error is the stored answer to its idempotency key, unless the header {@code transient-error} says that the same key may be sent again.
 */
final class AdyenReading {

    private static final String ANOTHER = "answer about another payment";

    private final HoldLife holdLife;
    private final Undecided undecided;

    AdyenReading(HoldLife holdLife, Clock clock) {
        this.holdLife = holdLife;
        this.undecided = new Undecided(clock);
    }

    /** The authorization of an answer that holds less than asked, and has to be given back before that is a no. */
    Optional<AuthorizationId> heldInPart(AdyenAnswer answer, GatewayRequest request) {
        boolean inPart = answer.isSuccess()
                && answer.resultCode().equals("PartiallyAuthorised")
                && !answer.isAboutAnother(request);
        return answer.pspReference().filter(part -> inPart);
    }

    GatewayOutcome<AuthorizationView> authorized(AdyenAnswer answer, GatewayRequest request) {
        return open(answer, answer.isAboutAnother(request)).orElseGet(() -> {
            if (answer.isSuccess()) {
                return decided(answer, request);
            }
            return answer.isRefusal() ? refused(answer) : unknown(answer);
        });
    }

    /** Of what was held in part: it is a no once Adyen has taken the cancel on, and until then a repeat has to repeat it. */
    GatewayOutcome<AuthorizationView> partGivenBack(AdyenAnswer answer, AuthorizationId part) {
        return answer.isReceived() && !answer.isOfAnother(part)
                ? GatewayOutcome.Declined.declinedFor(FailureCodes.INSUFFICIENT_FUNDS, Optional.of(part))
                : new GatewayOutcome.Unknown<>("held in part", undecided.retryAfter(answer.wire()));
    }

    GatewayOutcome<AuthorizationView> captureReceived(
            AdyenAnswer answer, AuthorizationId target, GatewayRequest request) {
        return open(answer, answer.isChangeOfAnother(target, request)).orElseGet(() -> {
            if (answer.isReceived()) {
                return new GatewayOutcome.Pending<>(Optional.of(target));
            }
            // A 404 about a hold that exists here is a riddle, not a no.
            return answer.isRefusal() && answer.http().status() != 404 ? refused(answer) : unknown(answer);
        });
    }

    GatewayOutcome<AuthorizationView> cancelReceived(
            AdyenAnswer answer, AuthorizationId target, GatewayRequest request) {
        boolean isOfAnother = answer.isChangeOfAnother(target, request);
        GatewayOutcome<AuthorizationView> outcome = cancelled(answer, Optional.of(target), isOfAnother);
        if (!(outcome instanceof GatewayOutcome.Unknown<AuthorizationView> unknown)) {
            return outcome;
        }
        if (answer.isSuccess() && isOfAnother) {
            // the kept answer to a request that had the key before this one
            return new GatewayOutcome.Unknown<>(unknown.reason(), unknown.retryAfter(), GatewayOutcome.Key.SPENT);
        }
        return answer.isKeyInUse()
                ? new GatewayOutcome.Unknown<>(unknown.reason(), unknown.retryAfter(), GatewayOutcome.Key.IN_USE)
                : unknown;
    }

    /** @param request the one for the payment that is taken back by its reference */
    GatewayOutcome<AuthorizationView> takeBackReceived(AdyenAnswer answer, GatewayRequest request) {
        GatewayOutcome<AuthorizationView> outcome =
                cancelled(answer, Optional.empty(), answer.isTakeBackOfAnother(request));
        // it has no key that an answer could be kept under
        return outcome instanceof GatewayOutcome.Unknown<AuthorizationView> unknown
                ? new GatewayOutcome.Unknown<>(unknown.reason(), unknown.retryAfter())
                : outcome;
    }

    /** A cancel that is refused leaves open what became of the hold: captured, lapsed or gone. */
    private GatewayOutcome<AuthorizationView> cancelled(
            AdyenAnswer answer, Optional<AuthorizationId> target, boolean isOfAnother) {
        return open(answer, isOfAnother)
                .orElseGet(() -> answer.isReceived() ? new GatewayOutcome.Pending<>(target) : unknown(answer));
    }

    private GatewayOutcome<AuthorizationView> decided(AdyenAnswer answer, GatewayRequest request) {
        Optional<AuthorizationId> psp = answer.pspReference();
        return switch (answer.resultCode()) {
            case "Authorised" ->
                psp.<GatewayOutcome<AuthorizationView>>map(
                                id -> new GatewayOutcome.Approved<>(live(id, answer, request)))
                        .orElseGet(() -> unknown(answer));
            case "Received", "Pending" -> new GatewayOutcome.Pending<>(psp);
            case "IdentifyShopper", "ChallengeShopper", "RedirectShopper", "PresentToShopper" ->
                GatewayOutcome.Declined.declinedFor(FailureCodes.AUTHENTICATION_REQUIRED, psp);
            case "Refused", "Cancelled" ->
                GatewayOutcome.Declined.declinedFor(answer.refusalReason().orElse(FailureCodes.CARD_DECLINED), psp);
            case "Error" ->
                GatewayOutcome.Declined.declinedFor(answer.refusalReason().orElse(FailureCodes.PROCESSING_ERROR), psp);
            default -> unknown(answer);
        };
    }

    private AuthorizationView live(AuthorizationId id, AdyenAnswer answer, GatewayRequest request) {
        return new AuthorizationView(
                id,
                AuthorizationView.Status.AUTHORIZED,
                answer.amountOf(request),
                Optional.empty(),
                Optional.empty(),
                false,
                holdLife.fromNow(),
                answer.merchantReference().flatMap(AdyenReference::dispute));
    }

    private static GatewayOutcome<AuthorizationView> refused(AdyenAnswer answer) {
        return GatewayOutcome.Declined.declinedFor(
                AdyenRefusals.ofError(answer.errorCode()), Optional.empty(), answer.clarity());
    }

    private GatewayOutcome<AuthorizationView> unknown(AdyenAnswer answer) {
        return marked(undecided.unknown(answer.word(), answer.http()), answer);
    }

    /** The outcome of an answer that decides nothing; empty if it has to be read. */
    private Optional<GatewayOutcome<AuthorizationView>> open(AdyenAnswer answer, boolean isAboutAnother) {
        return undecided
                .<AuthorizationView>outcome(answer.wire())
                .map(outcome -> marked(outcome, answer))
                .or(() -> isAboutAnother ? Optional.of(undecided.unknown(ANOTHER, answer.http())) : Optional.empty());
    }

    /** With whether Adyen has kept this answer under the key. */
    private static GatewayOutcome<AuthorizationView> marked(
            GatewayOutcome<AuthorizationView> outcome, AdyenAnswer answer) {
        return outcome instanceof GatewayOutcome.Unknown<AuthorizationView> unknown && answer.isKept()
                ? new GatewayOutcome.Unknown<>(unknown.reason(), unknown.retryAfter(), GatewayOutcome.Key.SPENT)
                : outcome;
    }
}

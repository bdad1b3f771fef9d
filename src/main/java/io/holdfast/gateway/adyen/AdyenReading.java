package io.holdfast.gateway.adyen;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.money.Money;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What Adyen's answers mean. A payment is decided by its {@code resultCode}; a capture or a cancel is only received, and decided by webhook.
 *
 * <p>An answer that names another payment, or another reference, than the request says nothing about ours: it is unknown.
 *
 * <p>An error is the stored answer to its idempotency key, unless the header {@code transient-error} says that the same key may be sent again.
 */
final class AdyenReading {

    private static final String UNREADABLE = "unreadable answer";
    private static final String ANOTHER = "answer about another payment";

    /** Which payment a capture or a cancel is of. */
    private static final String PAYMENT = "paymentPspReference";

    /** Apart from these, no status is Adyen's no. */
    private static final Set<Integer> REFUSALS = Set.of(400, 402, 404, 422);

    /** The same request is under way, or its key came with another body. */
    private static final String IN_PROGRESS = "704";

    private static final Pattern ERROR_CODE = Pattern.compile("[0-9_]{1,10}");

    private final HoldLife holdLife;
    private final Undecided undecided;

    AdyenReading(HoldLife holdLife, Clock clock) {
        this.holdLife = holdLife;
        this.undecided = new Undecided(clock);
    }

    /** The authorization of an answer that holds less than asked, and has to be given back before that is a no. */
    Optional<AuthorizationId> heldInPart(WireAnswer answer, GatewayRequest request) {
        return answer instanceof WireAnswer.Answered it && it.isSuccess()
                ? WireJson.readObject(it.body())
                        .filter(body -> "PartiallyAuthorised".equals(resultCode(body)))
                        .filter(body -> !isAboutAnother(body, request))
                        .flatMap(AdyenReading::pspReference)
                : Optional.empty();
    }

    GatewayOutcome<AuthorizationView> authorized(WireAnswer answer, GatewayRequest request) {
        return undecided(answer).orElseGet(() -> {
            WireAnswer.Answered http = (WireAnswer.Answered) answer;
            Optional<JsonNode> body = WireJson.readObject(http.body());
            if (body.filter(it -> isAboutAnother(it, request)).isPresent()) {
                return undecided.unknown(ANOTHER, http);
            }
            if (http.isSuccess()) {
                return body.map(it -> decided(http, it, request)).orElseGet(() -> undecided.unknown(UNREADABLE, http));
            }
            return isRefusal(http, body) ? refused(body) : unknown(http, body);
        });
    }

    /** Of what was held in part: it is a no once Adyen has taken the cancel on, and until then a repeat has to repeat it. */
    GatewayOutcome<AuthorizationView> partGivenBack(WireAnswer answer, AuthorizationId part) {
        if (isReceived(answer)
                && body(answer).filter(it -> denies(it, PAYMENT, part.value())).isEmpty()) {
            return new GatewayOutcome.Declined<>(AdyenRefusals.INSUFFICIENT_FUNDS, Optional.of(part), false);
        }
        return new GatewayOutcome.Unknown<>("held in part", undecided.retryAfter(answer));
    }

    GatewayOutcome<AuthorizationView> captureReceived(
            WireAnswer answer, AuthorizationId target, GatewayRequest request) {
        return undecided(answer).orElseGet(() -> {
            WireAnswer.Answered http = (WireAnswer.Answered) answer;
            Optional<JsonNode> body = WireJson.readObject(http.body());
            if (body.filter(it -> isChangeOfAnother(it, target, request)).isPresent()) {
                return undecided.unknown(ANOTHER, http);
            }
            if (isReceived(answer)) {
                return new GatewayOutcome.Pending<>(Optional.of(target));
            }
            // A 404 about a hold that exists here is a riddle, not a no.
            return isRefusal(http, body) && http.status() != 404 ? refused(body) : unknown(http, body);
        });
    }

    GatewayOutcome<AuthorizationView> cancelReceived(
            WireAnswer answer, AuthorizationId target, GatewayRequest request) {
        return cancelled(answer, Optional.of(target), body -> isChangeOfAnother(body, target, request));
    }

    /** @param request the one for the payment that is taken back by its reference */
    GatewayOutcome<AuthorizationView> takeBackReceived(WireAnswer answer, GatewayRequest request) {
        GatewayOutcome<AuthorizationView> outcome =
                cancelled(answer, Optional.empty(), body -> denies(body, "paymentReference", request.idempotencyKey()));
        // it has no key that an answer could be kept under
        return outcome instanceof GatewayOutcome.Unknown<AuthorizationView> unknown
                ? new GatewayOutcome.Unknown<>(unknown.reason(), unknown.retryAfter())
                : outcome;
    }

    /** A cancel that is refused leaves open what became of the hold: captured, lapsed or gone. */
    private GatewayOutcome<AuthorizationView> cancelled(
            WireAnswer answer, Optional<AuthorizationId> target, Predicate<JsonNode> isAboutAnother) {
        return undecided(answer).orElseGet(() -> {
            WireAnswer.Answered http = (WireAnswer.Answered) answer;
            Optional<JsonNode> body = WireJson.readObject(http.body());
            if (body.filter(isAboutAnother).isPresent()) {
                return undecided.unknown(ANOTHER, http);
            }
            return isReceived(answer) ? new GatewayOutcome.Pending<>(target) : unknown(http, body);
        });
    }

    private GatewayOutcome<AuthorizationView> decided(WireAnswer.Answered http, JsonNode body, GatewayRequest request) {
        Optional<AuthorizationId> psp = pspReference(body);
        return switch (resultCode(body)) {
            case "Authorised" ->
                psp.<GatewayOutcome<AuthorizationView>>map(id -> new GatewayOutcome.Approved<>(live(id, body, request)))
                        .orElseGet(() -> undecided.unknown(UNREADABLE, http));
            case "Received", "Pending" -> new GatewayOutcome.Pending<>(psp);
            case "IdentifyShopper", "ChallengeShopper", "RedirectShopper", "PresentToShopper" ->
                declined(AdyenRefusals.AUTHENTICATION_REQUIRED, psp);
            case "Refused", "Cancelled" -> declined(reason(body).orElse(AdyenRefusals.CARD_DECLINED), psp);
            case "Error" -> declined(reason(body).orElse(AdyenRefusals.PROCESSING_ERROR), psp);
            default -> undecided.unknown(UNREADABLE, http);
        };
    }

    private AuthorizationView live(AuthorizationId id, JsonNode body, GatewayRequest request) {
        JsonNode said = body.path("amount");
        // Less than asked would not be Authorised, so an answer without amount speaks of what was asked.
        Optional<Money> amount = said.isMissingNode() ? request.amount() : AdyenAmounts.read(said);
        return new AuthorizationView(
                id,
                AuthorizationView.Status.AUTHORIZED,
                amount,
                Optional.empty(),
                Optional.empty(),
                false,
                holdLife.fromNow(),
                WireJson.text(body, "merchantReference").flatMap(AdyenReference::dispute));
    }

    private static GatewayOutcome<AuthorizationView> declined(String failureCode, Optional<AuthorizationId> psp) {
        boolean actionRequired = failureCode.equals(AdyenRefusals.AUTHENTICATION_REQUIRED);
        return new GatewayOutcome.Declined<>(failureCode, psp, actionRequired);
    }

    private static GatewayOutcome<AuthorizationView> refused(Optional<JsonNode> body) {
        return new GatewayOutcome.Declined<>(
                AdyenRefusals.ofError(errorCode(body)), Optional.empty(), false, clarity(body));
    }

    private GatewayOutcome<AuthorizationView> unknown(WireAnswer.Answered http, Optional<JsonNode> body) {
        String word = errorCode(body).map(code -> "error " + code).orElseGet(() -> Undecided.word(http));
        return marked(undecided.unknown(http.isSuccess() ? UNREADABLE : word, http), http);
    }

    private Optional<GatewayOutcome<AuthorizationView>> undecided(WireAnswer answer) {
        return undecided
                .<AuthorizationView>outcome(answer)
                .map(outcome -> answer instanceof WireAnswer.Answered http ? marked(outcome, http) : outcome);
    }

    /** With whether Adyen has kept this answer under the key. */
    private static GatewayOutcome<AuthorizationView> marked(
            GatewayOutcome<AuthorizationView> outcome, WireAnswer.Answered http) {
        return outcome instanceof GatewayOutcome.Unknown<AuthorizationView> unknown && isKept(http)
                ? new GatewayOutcome.Unknown<>(unknown.reason(), unknown.retryAfter(), true)
                : outcome;
    }

    /** An error without Adyen's code in it may be of something that stands before Adyen, and that keeps nothing. */
    private static boolean isKept(WireAnswer.Answered http) {
        Optional<JsonNode> body = WireJson.readObject(http.body());
        return http.status() / 100 >= 4
                && http.status() != 409
                && errorCode(body).isPresent()
                && !mayBeRepeated(http, body);
    }

    /** An answer that cannot be read may be about a first attempt that is still under way, or of something that stands before Adyen. */
    private static boolean isRefusal(WireAnswer.Answered http, Optional<JsonNode> body) {
        boolean isReadable = body.isPresent() || http.body().isBlank();
        return REFUSALS.contains(http.status()) && isReadable && !mayBeRepeated(http, body);
    }

    private static GatewayOutcome.Clarity clarity(Optional<JsonNode> body) {
        return body.filter(it -> it.hasNonNull("errorCode") || it.hasNonNull("errorType"))
                        .isPresent()
                ? GatewayOutcome.Clarity.CLEAR
                : GatewayOutcome.Clarity.MUTE;
    }

    private static boolean mayBeRepeated(WireAnswer.Answered http, Optional<JsonNode> body) {
        boolean saysSo = http.header()
                .apply("transient-error")
                .filter(it -> it.strip().equalsIgnoreCase("true"))
                .isPresent();
        return saysSo || errorCode(body).filter(IN_PROGRESS::equals).isPresent();
    }

    private static boolean isReceived(WireAnswer answer) {
        return answer instanceof WireAnswer.Answered it
                && it.isSuccess()
                && body(answer)
                        .flatMap(body -> WireJson.text(body, "status"))
                        .filter("received"::equals)
                        .isPresent();
    }

    private static Optional<JsonNode> body(WireAnswer answer) {
        return answer instanceof WireAnswer.Answered it ? WireJson.readObject(it.body()) : Optional.empty();
    }

    /** The reference of a request is its idempotency key, see {@link AdyenReference}. */
    private static boolean isAboutAnother(JsonNode body, GatewayRequest request) {
        return denies(body, "merchantReference", request.idempotencyKey());
    }

    private static boolean isChangeOfAnother(JsonNode body, AuthorizationId target, GatewayRequest request) {
        return denies(body, PAYMENT, target.value())
                || denies(body, "reference", request.idempotencyKey())
                || isAboutAnother(body, request);
    }

    /** Whether the answer gives another name than ours. One that gives none has still come to our request, and is believed. */
    private static boolean denies(JsonNode body, String field, String ours) {
        String said = body.path(field).asText("");
        return !said.isEmpty() && !said.equalsIgnoreCase(ours);
    }

    private static String resultCode(JsonNode body) {
        return WireJson.text(body, "resultCode").orElse("");
    }

    private static Optional<String> reason(JsonNode body) {
        return AdyenRefusals.byNumber(WireJson.text(body, "refusalReasonCode"))
                .or(() -> AdyenRefusals.byWords(WireJson.text(body, "refusalReason")));
    }

    /**
     * Also one that looks like a card number: Adyen's are of 16 characters, may be all digits, and name nothing else. To refuse it would lose a real hold,
     * because Adyen cannot be asked for another name.
     */
    private static Optional<AuthorizationId> pspReference(JsonNode body) {
        return WireJson.text(body, "pspReference").filter(WireId::fitsInPath).map(AuthorizationId::new);
    }

    /** A number of a few digits, as text or not; anything else is not for logs. */
    private static Optional<String> errorCode(Optional<JsonNode> body) {
        return body.map(it -> it.path("errorCode").asText())
                .filter(it -> ERROR_CODE.matcher(it).matches());
    }
}

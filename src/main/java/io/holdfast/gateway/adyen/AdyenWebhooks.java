package io.holdfast.gateway.adyen;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.FailureCodes;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.TokenNews;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Adyen's news. A standard webhook is a batch whose items are signed one by one, and none of it is believed unless all are authentic. A token webhook
 * is signed as a whole, in a header.
 *
 * <p>Adyen signs no time, so there is no window: an event that is sent again is known by its id.
 */
final class AdyenWebhooks implements GatewayWebhooks {

    private static final String BATCH = "notificationItems";
    private static final String TOKEN_SIGNATURE = "HmacSignature";

    /** Ends the name of an event that tells of another try. */
    private static final String RECAPTURED = ":recaptured";

    private static final Pattern EVENT_CODE = Pattern.compile("[A-Z0-9_]{1,60}");
    private static final int LONGEST_PSP_REFERENCE = 150;
    private static final int LONGEST_REFERENCE = 255;

    private final Supplier<List<HmacKey>> keys;
    private final HoldLife holdLife;

    /** @param keys as they are at the moment: the present one and, during rotation, another */
    AdyenWebhooks(Supplier<List<HmacKey>> keys, HoldLife holdLife) {
        this.keys = keys;
        this.holdLife = holdLife;
    }

    @Override
    public String gateway() {
        return AdyenGateway.NAME;
    }

    @Override
    public Optional<List<GatewayEvent>> read(WebhookRequest request) {
        Optional<JsonNode> body = WireJson.readObject(new String(request.body(), StandardCharsets.UTF_8));
        if (body.filter(it -> it.has(BATCH)).isPresent()) {
            return batch(body.get().get(BATCH));
        }
        boolean authentic = request.header()
                .apply(TOKEN_SIGNATURE)
                .filter(signature -> keys.get().stream().anyMatch(key -> key.signed(request.body(), signature)))
                .isPresent();
        return authentic
                ? Optional.of(body.flatMap(AdyenWebhooks::tokenNews).stream().toList())
                : Optional.empty();
    }

    @Override
    public Refusal refusalOf(WebhookRequest request) {
        Optional<JsonNode> body = WireJson.readObject(new String(request.body(), StandardCharsets.UTF_8));
        if (body.isEmpty()) {
            return Refusal.MALFORMED;
        }
        boolean signed = body.get().has(BATCH)
                ? items(body.get().get(BATCH)).stream().anyMatch(AdyenItem::isSigned)
                : request.header().apply(TOKEN_SIGNATURE).isPresent();
        return signed ? Refusal.WRONG_SIGNATURE : Refusal.NO_SIGNATURE;
    }

    /** A token keeps its name when the card behind it is brought up to date. Empty if it is news of anything else. */
    private static Optional<GatewayEvent> tokenNews(JsonNode body) {
        Optional<TokenNews.Change> change = WireJson.text(body, "type").flatMap(type -> switch (type) {
            case "recurring.token.updated" -> Optional.of(TokenNews.Change.UPDATED);
            case "recurring.token.disabled" -> Optional.of(TokenNews.Change.DISABLED);
            default -> Optional.empty();
        });
        Optional<String> token = WireJson.text(body.path("data"), "storedPaymentMethodId");
        Optional<String> id = WireJson.text(body, "eventId")
                .filter(it -> it.length() <= LONGEST_PSP_REFERENCE && WireId.fitsInPath(it));
        if (change.isEmpty() || token.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        String type = WireJson.text(body, "type").orElseThrow();
        return Optional.of(new GatewayEvent(
                id.get() + ":" + type,
                type,
                new TokenNews(TokenFingerprint.of(AdyenGateway.NAME, token.get()), change.get())));
    }

    @Override
    public boolean namesAreKept() {
        return true;
    }

    @Override
    public Optional<String> acknowledgement() {
        return Optional.of("[accepted]");
    }

    private Optional<List<GatewayEvent>> batch(JsonNode containers) {
        List<AdyenItem> items = items(containers);
        // A batch of nothing is signed by nobody.
        List<HmacKey> present = keys.get();
        boolean authentic = !items.isEmpty() && items.stream().allMatch(item -> item.isSignedBy(present));
        return authentic
                ? Optional.of(
                        items.stream().flatMap(item -> event(item).stream()).toList())
                : Optional.empty();
    }

    private static List<AdyenItem> items(JsonNode containers) {
        List<AdyenItem> items = new ArrayList<>();
        containers.forEach(container -> items.add(AdyenItem.in(container)));
        return items;
    }

    /** Empty if it is about nothing that is done here. */
    private Optional<GatewayEvent> event(AdyenItem item) {
        Optional<String> psp =
                item.text("pspReference").filter(it -> it.length() <= LONGEST_PSP_REFERENCE && WireId.fitsInPath(it));
        Optional<String> code =
                item.text("eventCode").filter(it -> EVENT_CODE.matcher(it).matches());
        Optional<Boolean> success = success(item);
        if (psp.isEmpty() || code.isEmpty() || success.isEmpty()) {
            return Optional.empty();
        }
        Optional<AuthorizationView.Status> status = status(item, code.get(), success.get());
        Optional<AuthorizationId> authorization = authorization(item, code.get());
        if (status.isEmpty() || authorization.isEmpty()) {
            return Optional.empty();
        }
        Optional<DisputeId> dispute = item.text("merchantReference").flatMap(AdyenReference::dispute);
        return Optional.of(new GatewayEvent(
                psp.get() + ":" + code.get() + ":" + success.get() + (isAnotherTry(item) ? RECAPTURED : ""),
                code.get(),
                dispute,
                authorization,
                item.text("merchantReference").map(AdyenReference::asSent).map(AdyenWebhooks::kept),
                Optional.of(view(item, authorization.get(), status.get(), dispute)),
                Optional.empty()));
    }

    /** A reference that is not ours may be of any length and of any signs, and is another name than ours all the same. The database has no place for a zero. */
    private static String kept(String reference) {
        String whole = reference.length() <= LONGEST_REFERENCE ? reference : reference.substring(0, LONGEST_REFERENCE);
        return whole.replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * After a capture that succeeded may come that it failed, and after that, that it was tried again and succeeded. What comes before another of these, and is
     * delivered after it, is old.
     *
     * @return the ids of the news that would make this one old
     */
    static List<String> overtakenBy(GatewayEvent event) {
        String[] name = event.id().split(":", -1);
        if (name.length != 3) {
            return List.of();
        }
        return switch (name[1] + ":" + name[2]) {
            case "CAPTURE:true" -> List.of(name[0] + ":CAPTURE_FAILED:true", name[0] + ":CAPTURE_FAILED:false");
            case "CAPTURE_FAILED:true", "CAPTURE_FAILED:false" -> List.of(name[0] + ":CAPTURE:true" + RECAPTURED);
            default -> List.of();
        };
    }

    /** @return the id of the news of a payment's yes */
    static String placedBy(AuthorizationId payment) {
        return payment.value() + ":AUTHORISATION:true";
    }

    private static Optional<AuthorizationView.Status> status(AdyenItem item, String eventCode, boolean success) {
        return switch (eventCode) {
            case "AUTHORISATION" ->
                Optional.of(success ? AuthorizationView.Status.AUTHORIZED : AuthorizationView.Status.DECLINED);
            case "CAPTURE" ->
                Optional.of(success ? AuthorizationView.Status.CAPTURED : AuthorizationView.Status.CAPTURE_REFUSED);
            // Whether Adyen calls that a success or not: the capture is undone.
            case "CAPTURE_FAILED" -> Optional.of(AuthorizationView.Status.CAPTURE_FAILED);
            case "CANCELLATION" ->
                Optional.of(success ? AuthorizationView.Status.VOIDED : AuthorizationView.Status.VOID_REFUSED);
            case "TECHNICAL_CANCEL" -> success ? Optional.of(AuthorizationView.Status.VOIDED) : Optional.empty();
            case "EXPIRE" -> success ? Optional.of(AuthorizationView.Status.EXPIRED) : Optional.empty();
            // Made in the Customer Area, or by another system: of a payment that was captured it is a refund.
            case "CANCEL_OR_REFUND" ->
                success && item.isCancel() ? Optional.of(AuthorizationView.Status.VOIDED) : Optional.empty();
            // A payment that nobody completed; should its yes come all the same, it is given back.
            case "OFFER_CLOSED" -> success ? Optional.of(AuthorizationView.Status.DECLINED) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** News of a payment carries its name; news of a modification carries the modification's, and the payment's as the original. */
    private static Optional<AuthorizationId> authorization(AdyenItem item, String eventCode) {
        Optional<String> psp = item.text("pspReference");
        Optional<String> original = item.text("originalReference");
        Optional<String> payment = switch (eventCode) {
            case "AUTHORISATION", "OFFER_CLOSED" -> psp;
            // Of a cancel by our reference, and of a lapse, the payment's own name may be all there is.
            case "TECHNICAL_CANCEL", "EXPIRE" -> original.or(() -> psp);
            default -> original;
        };
        return payment.filter(WireId::fitsInPath).map(AuthorizationId::new);
    }

    private AuthorizationView view(
            AdyenItem item, AuthorizationId id, AuthorizationView.Status status, Optional<DisputeId> dispute) {
        Optional<Money> amount = AdyenAmounts.read(item.amount());
        boolean captured = status == AuthorizationView.Status.CAPTURED;
        Optional<String> failureCode = status == AuthorizationView.Status.DECLINED
                ? AdyenRefusals.byWords(item.text("reason")).or(() -> Optional.of(FailureCodes.CARD_DECLINED))
                : Optional.empty();
        return new AuthorizationView(
                id,
                status,
                captured ? Optional.empty() : amount,
                captured ? amount : Optional.empty(),
                failureCode,
                failureCode.filter(FailureCodes::needsCustomer).isPresent(),
                holdLife.from(item.text("eventDate")),
                dispute);
    }

    /** After a failed capture Adyen may try again by itself, and tells of it by the same name as of the first try. */
    private static boolean isAnotherTry(AdyenItem item) {
        return item.text("reason")
                .filter(it -> it.toLowerCase(Locale.ROOT).contains("recaptured"))
                .isPresent();
    }

    private static Optional<Boolean> success(AdyenItem item) {
        return switch (item.text("success").orElse("")) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}

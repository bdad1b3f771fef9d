package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.TokenNews;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stripe's news. Stripe can be asked, so an intent in it is a hint.
 *
 * <p>The network brings a card up to date in place ({@code payment_method.automatically_updated}): the payment method keeps its name. Everything that is
 * neither about a hold nor about a payment method is of no interest, though authentic.
 */
final class StripeWebhooks implements GatewayWebhooks {

    private static final Set<String> ABOUT_INTENT = Set.of(
            "payment_intent.amount_capturable_updated",
            "payment_intent.succeeded",
            "payment_intent.canceled",
            "payment_intent.payment_failed",
            "payment_intent.requires_action",
            "payment_intent.processing");

    private static final Set<String> ABOUT_CHARGE = Set.of("charge.expired", "charge.captured");

    private static final Map<String, TokenNews.Change> ABOUT_METHOD = Map.of(
            "payment_method.automatically_updated",
            TokenNews.Change.UPDATED,
            "payment_method.detached",
            TokenNews.Change.DISABLED);

    private static final Pattern ID = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private final StripeSignature signature;
    private final StripeIntents intents;

    StripeWebhooks(StripeSignature signature, StripeIntents intents) {
        this.signature = signature;
        this.intents = intents;
    }

    @Override
    public String gateway() {
        return StripeGateway.NAME;
    }

    @Override
    public Optional<List<GatewayEvent>> read(WebhookRequest request) {
        return request.header()
                .apply(StripeSignature.HEADER)
                .filter(it -> signature.matches(it, request.body()))
                .map(it -> events(request.body()));
    }

    @Override
    public Refusal refusalOf(WebhookRequest request) {
        return request.header()
                .apply(StripeSignature.HEADER)
                .map(signature::refusalOf)
                .orElse(Refusal.NO_SIGNATURE);
    }

    private List<GatewayEvent> events(byte[] body) {
        return text(body)
                .flatMap(WireJson::readObject)
                .flatMap(this::event)
                .map(List::of)
                .orElse(List.of());
    }

    private Optional<GatewayEvent> event(JsonNode event) {
        Optional<String> id =
                WireJson.text(event, "id").filter(it -> ID.matcher(it).matches());
        Optional<String> type = WireJson.text(event, "type");
        JsonNode object = event.path("data").path("object");
        if (id.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        if (ABOUT_INTENT.contains(type.get())) {
            Optional<AuthorizationView> view = intents.read(object).map(StripeIntent::view);
            return about(id.get(), type.get(), object, intents.id(object), view);
        }
        if (ABOUT_CHARGE.contains(type.get())) {
            return about(id.get(), type.get(), object, intentOf(object), Optional.empty());
        }
        if (ABOUT_METHOD.containsKey(type.get())) {
            return WireJson.text(object, "id")
                    .map(method -> new GatewayEvent(
                            id.get(),
                            type.get(),
                            new TokenNews(
                                    TokenFingerprint.of(StripeGateway.NAME, method), ABOUT_METHOD.get(type.get()))));
        }
        return Optional.empty();
    }

    private Optional<GatewayEvent> about(
            String id,
            String type,
            JsonNode object,
            Optional<AuthorizationId> intent,
            Optional<AuthorizationView> view) {
        Optional<DisputeId> dispute = intents.disputeId(object);
        return dispute.isPresent() || intent.isPresent()
                ? Optional.of(new GatewayEvent(id, type, dispute, intent, view))
                : Optional.empty();
    }

    /** A charge names its intent, or carries it. */
    private Optional<AuthorizationId> intentOf(JsonNode charge) {
        return WireJson.text(charge, "payment_intent")
                .filter(WireId::isUsable)
                .map(AuthorizationId::new)
                .or(() -> intents.id(charge.path("payment_intent")));
    }

    /** Empty if the bytes are no UTF-8. */
    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}

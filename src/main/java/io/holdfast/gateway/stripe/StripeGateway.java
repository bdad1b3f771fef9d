package io.holdfast.gateway.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.FailureCodes;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayHealth;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.gateway.wire.WireLimits;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stripe as a gateway: an authorization is a PaymentIntent that is confirmed as it is made and captured by hand. */
final class StripeGateway implements Gateway {

    static final String NAME = "stripe";

    private final StripeApi api;
    private final StripeLine line;
    private final StripeReading reading;
    private final StripeIntents intents;
    private final StripeLookup lookup;
    private final EndingCards endingCards;
    private final WireLimits limits;

    StripeGateway(
            StripeApi api,
            StripeLine line,
            StripeReading reading,
            StripeIntents intents,
            StripeLookup lookup,
            EndingCards endingCards,
            WireLimits limits) {
        this.api = api;
        this.line = line;
        this.reading = reading;
        this.intents = intents;
        this.lookup = lookup;
        this.endingCards = endingCards;
        this.limits = limits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, false, Optional.empty());
    }

    @Override
    public String compose(Intent intent) {
        return StripeBody.of(intent);
    }

    /** Up to two calls: an intent that waits for the customer is cancelled before the answer. */
    @Override
    public Uni<GatewayOutcome<AuthorizationView>> authorize(GatewayRequest request) {
        if (!isWritable(request)) {
            return declined(FailureCodes.INVALID_AMOUNT);
        }
        return line.call(StripeEndpoint.AUTHORIZE, key -> api.authorize(key, request.idempotencyKey(), request.body()))
                .chain(reply -> placed(reply, request));
    }

    private Uni<GatewayOutcome<AuthorizationView>> placed(StripeReply reply, GatewayRequest request) {
        Optional<StripeIntent> waiting = reply.waitingForCustomer(request.disputeId());
        return waiting.isPresent()
                ? lookup.abandon(waiting.get()).map(after -> reading.abandoned(after, waiting.get()))
                : Uni.createFrom().item(reading.authorized(reply, request.disputeId()));
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> capture(GatewayRequest request) {
        AuthorizationId target = request.theTarget();
        if (!WireId.fitsInPath(target.value())) {
            return unusable();
        }
        if (!isWritable(request)) {
            return declined(FailureCodes.INVALID_AMOUNT);
        }
        return line.call(
                        StripeEndpoint.CAPTURE,
                        key -> api.capture(key, request.idempotencyKey(), target.value(), request.body()))
                .map(reply -> reading.captured(reply, target));
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> voidAuthorization(GatewayRequest request) {
        AuthorizationId target = request.theTarget();
        if (!WireId.fitsInPath(target.value())) {
            return unusable();
        }
        return line.call(
                        StripeEndpoint.CANCEL,
                        key -> api.cancel(key, request.idempotencyKey(), target.value(), request.body()))
                .map(reply -> reading.voided(reply, target));
    }

    /** Changes nothing at Stripe, where the networks bring a card up to date in place: the payment method keeps its name. */
    @Override
    public Uni<GatewayOutcome<RefreshedToken>> refresh(GatewayRequest request) {
        String paymentMethod = request.thePaymentMethodId();
        if (!WireId.fitsInPath(paymentMethod)) {
            return declined(FailureCodes.INVALID_PAYMENT_METHOD);
        }
        return line.call(StripeEndpoint.PAYMENT_METHOD, key -> api.paymentMethod(key, paymentMethod))
                .map(reply -> reading.refreshed(reply, paymentMethod))
                .invoke(outcome -> endingCards.note(request.disputeId(), outcome));
    }

    @Override
    public Uni<Inquiry> find(AuthorizationId id) {
        return WireId.fitsInPath(id.value())
                ? lookup.one(id)
                : Uni.createFrom().item(new Inquiry.NotAnswered(WireId.UNUSABLE, Optional.empty(), false));
    }

    @Override
    public Uni<Inquiry> findByDispute(DisputeId id) {
        return lookup.ofDispute(id);
    }

    /** Only those that name a dispute: others on the same account are not Holdfast's. */
    @Override
    public Uni<AuthorizationPage> list(Optional<String> after) {
        return lookup.page(after.orElse(null))
                .map(reply -> reply.page()
                        .map(this::live)
                        .orElseThrow(() -> new GatewayNotAnswering(NAME, "the list of intents cannot be had")));
    }

    @Override
    public Duration timeout() {
        return limits.timeout();
    }

    @Override
    public int concurrency() {
        return limits.maxConcurrent();
    }

    @Override
    public boolean isAvailable() {
        return line.isAvailable();
    }

    @Override
    public GatewayHealth health() {
        return line.health();
    }

    private AuthorizationPage live(StripePage page) {
        List<AuthorizationView> views = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (JsonNode intent : page.intents()) {
            boolean isOurs = intents.disputeId(intent).isPresent();
            boolean isLive = intent.path("status").asText().equals("requires_capture");
            if (isOurs && isLive) {
                intents.read(intent)
                        .map(StripeIntent::view)
                        .ifPresentOrElse(
                                views::add,
                                () -> unreadable.add(
                                        WireId.named(WireJson.text(intent, "id"), intents.disputeId(intent))));
            }
        }
        return new AuthorizationPage(views, page.next(), unreadable);
    }

    /** Whether Stripe has a way to write the amount; if not, there is nothing that could be sent. */
    private static boolean isWritable(GatewayRequest request) {
        return request.amount().flatMap(StripeAmounts::inSmallestUnit).isPresent();
    }

    private static Uni<GatewayOutcome<AuthorizationView>> unusable() {
        return Uni.createFrom().item(new GatewayOutcome.Unknown<>(WireId.UNUSABLE, Optional.empty()));
    }

    private static <T> Uni<GatewayOutcome<T>> declined(String failureCode) {
        return Uni.createFrom().item(GatewayOutcome.Declined.declinedFor(failureCode, Optional.empty()));
    }
}

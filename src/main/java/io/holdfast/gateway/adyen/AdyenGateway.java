package io.holdfast.gateway.adyen;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.FailureCodes;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayHealth;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireLimits;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Adyen as a gateway. It cannot be asked: a payment's request is repeated with its key, or a webhook tells. */
final class AdyenGateway implements Gateway {

    static final String NAME = "adyen";

    /** Adyen keeps idempotency keys for at least seven days; a day is left for clocks and queues. */
    private static final Duration KEY_LIFE = Duration.ofDays(6);

    private static final String CANNOT_BE_ASKED = "cannot be asked";
    private final AdyenApi api;
    private final Supplier<String> apiKey;
    private final GatewayLine line;
    private final WireLimits limits;
    private final AdyenBody bodies;
    private final AdyenReading reading;

    /** @param apiKey as it is at the moment */
    AdyenGateway(
            AdyenApi api,
            Supplier<String> apiKey,
            GatewayLine line,
            WireLimits limits,
            AdyenBody bodies,
            AdyenReading reading) {
        this.api = api;
        this.apiKey = apiKey;
        this.line = line;
        this.limits = limits;
        this.bodies = bodies;
        this.reading = reading;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false, false, Optional.of(KEY_LIFE));
    }

    @Override
    public String compose(Intent intent) {
        return bodies.of(intent);
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> authorize(GatewayRequest request) {
        if (cannotBeSaid(request)) {
            return declined(FailureCodes.INVALID_AMOUNT, Optional.empty());
        }
        return call("authorize", () -> api.pay(apiKey.get(), key(request), request.bytes()))
                .chain(answer -> reading.heldInPart(answer, request)
                        .map(part -> givePartBack(request, part))
                        .orElseGet(() -> Uni.createFrom().item(reading.authorized(answer, request))));
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> capture(GatewayRequest request) {
        AuthorizationId target = request.theTarget();
        if (cannotBeSaid(request)) {
            return declined(FailureCodes.INVALID_AMOUNT, Optional.of(target));
        }
        if (!WireId.fitsInPath(target.value())) {
            return unusable();
        }
        return call("capture", () -> api.capture(apiKey.get(), key(request), target.value(), request.bytes()))
                .map(answer -> reading.captureReceived(answer, target, request));
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> voidAuthorization(GatewayRequest request) {
        AuthorizationId target = request.theTarget();
        if (!WireId.fitsInPath(target.value())) {
            return unusable();
        }
        return call("void", () -> api.cancel(apiKey.get(), key(request), target.value(), request.bytes()))
                .map(answer -> reading.cancelReceived(answer, target, request));
    }

    /** Without an idempotency key: to cancel what is cancelled does nothing, and a repeat is meant to be tried afresh. */
    @Override
    public Uni<GatewayOutcome<AuthorizationView>> takeBack(GatewayRequest request) {
        byte[] body = bodies.cancelByReference(request.idempotencyKey());
        return call("take_back", () -> api.cancelByReference(apiKey.get(), null, body))
                .map(answer -> reading.takeBackReceived(answer, request));
    }

    /** Adyen has no such call: the networks update a stored card in place, and a webhook tells. */
    @Override
    public Uni<GatewayOutcome<RefreshedToken>> refresh(GatewayRequest request) {
        return Uni.createFrom().item(new GatewayOutcome.Declined<>("not_supported", Optional.empty(), false));
    }

    @Override
    public Uni<Inquiry> find(AuthorizationId id) {
        return cannotBeAsked();
    }

    @Override
    public Uni<Inquiry> findByDispute(DisputeId id) {
        return cannotBeAsked();
    }

    @Override
    public Uni<AuthorizationPage> list(Optional<String> after) {
        return Uni.createFrom().failure(new GatewayNotAnswering(NAME, CANNOT_BE_ASKED));
    }

    @Override
    public List<String> overtakenBy(GatewayEvent event) {
        return AdyenWebhooks.overtakenBy(event);
    }

    @Override
    public Optional<String> placedBy(AuthorizationId id) {
        return Optional.of(AdyenWebhooks.placedBy(id));
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

    /** An error that Adyen has kept under the key would be the answer to every repeat, so the cancel is then sent without one: to cancel once more does no harm. */
    private Uni<GatewayOutcome<AuthorizationView>> givePartBack(GatewayRequest request, AuthorizationId part) {
        String key = AdyenReference.sentKey(GatewayRequest.keyOfReturn(request.idempotencyKey()));
        byte[] body = bodies.cancelOfPart(request.idempotencyKey());
        return cancelPart(key, part, body)
                .chain(answer -> answer.isKept()
                        ? cancelPart(null, part, body)
                        : Uni.createFrom().item(answer))
                .map(answer -> reading.partGivenBack(answer, part));
    }

    private Uni<AdyenAnswer> cancelPart(String key, AuthorizationId part, byte[] body) {
        return call("void", () -> api.cancel(apiKey.get(), key, part.value(), body));
    }

    private Uni<AdyenAnswer> call(String call, Supplier<Uni<RestResponse<String>>> send) {
        return line.call(call, send).map(AdyenAnswer::of);
    }

    private static String key(GatewayRequest request) {
        return AdyenReference.sentKey(request.idempotencyKey());
    }

    private static boolean cannotBeSaid(GatewayRequest request) {
        return request.amount()
                .filter(amount -> AdyenAmounts.minorUnits(amount).isEmpty())
                .isPresent();
    }

    private static Uni<GatewayOutcome<AuthorizationView>> declined(String code, Optional<AuthorizationId> id) {
        return Uni.createFrom().item(GatewayOutcome.Declined.declinedFor(code, id));
    }

    private static Uni<GatewayOutcome<AuthorizationView>> unusable() {
        return Uni.createFrom().item(new GatewayOutcome.Unknown<>(WireId.UNUSABLE, Optional.empty()));
    }

    private static Uni<Inquiry> cannotBeAsked() {
        return Uni.createFrom().item(new Inquiry.NotAnswered(CANNOT_BE_ASKED, Optional.empty(), false));
    }
}

package io.holdfast.gateway.erp;

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
import io.holdfast.gateway.wire.WireAnswer;
import io.holdfast.gateway.wire.WireId;
import io.holdfast.gateway.wire.WireLimits;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A company's own payment service as a gateway. */
final class ErpGateway implements Gateway {

    static final String NAME = "erp";

    private static final int PAGE_SIZE = 100;

    /** No dispute has that many authorizations; a list without an end is no list. */
    private static final int MAX_PAGES = 10;

    private final ErpApi api;
    private final ErpLine line;
    private final ErpReading reading;
    private final WireLimits limits;

    ErpGateway(ErpApi api, ErpLine line, ErpReading reading, WireLimits limits) {
        this.api = api;
        this.line = line;
        this.reading = reading;
        this.limits = limits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true);
    }

    @Override
    public String compose(Intent intent) {
        return ErpBody.of(intent);
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> authorize(GatewayRequest request) {
        return line.call("authorize", token -> api.authorize(token, request.idempotencyKey(), request.bytes()))
                .map(answer -> reading.authorized(answer, request.disputeId()));
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> capture(GatewayRequest request) {
        AuthorizationId target = request.theTarget();
        if (!WireId.fitsInPath(target.value())) {
            return unusable();
        }
        return line.call(
                        "capture",
                        token -> api.capture(token, request.idempotencyKey(), target.value(), request.bytes()))
                .map(answer -> reading.captured(answer, target));
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> voidAuthorization(GatewayRequest request) {
        AuthorizationId target = request.theTarget();
        if (!WireId.fitsInPath(target.value())) {
            return unusable();
        }
        return line.call(
                        "void",
                        token ->
                                api.voidAuthorization(token, request.idempotencyKey(), target.value(), request.bytes()))
                .map(answer -> reading.voided(answer, target));
    }

    @Override
    public Uni<GatewayOutcome<RefreshedToken>> refresh(GatewayRequest request) {
        String old = request.thePaymentMethodId();
        if (!WireId.fitsInPath(old)) {
            return Uni.createFrom()
                    .item(GatewayOutcome.Declined.declinedFor(FailureCodes.INVALID_PAYMENT_METHOD, Optional.empty()));
        }
        return line.call("refresh", token -> api.refresh(token, request.idempotencyKey(), old, request.bytes()))
                .map(reading::refreshed);
    }

    @Override
    public Uni<Inquiry> find(AuthorizationId id) {
        if (!WireId.fitsInPath(id.value())) {
            return Uni.createFrom().item(new Inquiry.NotAnswered(WireId.UNUSABLE, Optional.empty(), false));
        }
        return line.call("find", token -> api.find(token, id.value())).map(answer -> reading.found(answer, id));
    }

    @Override
    public Uni<Inquiry> findByDispute(DisputeId id) {
        return Uni.createFrom().deferred(() -> new ListOfDispute(id).next(Optional.empty()));
    }

    @Override
    public Uni<AuthorizationPage> list(Optional<String> after) {
        return line.call("list", token -> api.page(token, null, "authorized", PAGE_SIZE, after.orElse(null)))
                .map(reading::page)
                .map(page -> page.map(ErpPage::live)
                        .orElseThrow(() -> new GatewayNotAnswering(NAME, "the list of authorizations cannot be had")));
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

    private static Uni<GatewayOutcome<AuthorizationView>> unusable() {
        return Uni.createFrom().item(new GatewayOutcome.Unknown<>(WireId.UNUSABLE, Optional.empty()));
    }

    /** Follows the pages of one dispute's authorizations to the end. */
    private final class ListOfDispute {

        private final DisputeId dispute;
        private final Instant started = line.now();

        /** What is on a later page once more was told later. */
        private final Map<AuthorizationId, AuthorizationView> found = new LinkedHashMap<>();

        private int pages;
        private boolean hasNobodys;

        ListOfDispute(DisputeId dispute) {
            this.dispute = dispute;
        }

        Uni<Inquiry> next(Optional<String> after) {
            return line.call(
                            "find_by_dispute",
                            token -> api.page(token, dispute.toString(), null, null, after.orElse(null)))
                    .chain(this::read);
        }

        private Uni<Inquiry> read(WireAnswer answer) {
            Optional<ErpPage> page = reading.wholePage(answer);
            if (page.isEmpty()) {
                return Uni.createFrom().item(reading.notAnswered(answer));
            }
            // A gateway that does not know the filter lists everybody's, so only what names the dispute is its own.
            for (AuthorizationView view : page.get().authorizations()) {
                hasNobodys |= view.disputeId().isEmpty();
                if (view.disputeId().filter(dispute::equals).isPresent()) {
                    found.put(view.id(), view);
                }
            }
            pages++;
            if (page.get().next().isPresent() && pages < MAX_PAGES) {
                return line.isLate(started)
                        ? Uni.createFrom().item(new Inquiry.NotAnswered("took too long", Optional.empty(), false))
                        : next(page.get().next());
            }
            return Uni.createFrom()
                    .item(reading.all(
                            List.copyOf(found.values()),
                            hasNobodys,
                            page.get().next().isEmpty()));
        }
    }
}

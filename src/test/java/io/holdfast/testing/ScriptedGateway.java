package io.holdfast.testing;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayProvider;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.money.Money;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A gateway without a wire. The payment method says what becomes of a hold: {@link #DECLINED}, {@link #ACTION_REQUIRED}, {@link #SILENT},
 * {@link #LATE}, {@link #CHARGE_REFUSED_LATE}, {@link #TAKEN_IN_PART}; any other is authorized at once. It keeps its books, so that asking it is true.
 */
@Singleton
public class ScriptedGateway implements Gateway, GatewayProvider {

    public static final String NAME = "scripted";

    /** The gateway says no. */
    public static final String DECLINED = "pm_declined";

    /** The gateway says no, since the card's owner would have to act. */
    public static final String ACTION_REQUIRED = "pm_action_required";

    /** Nobody ever learns what came of it. */
    public static final String SILENT = "pm_silent";

    /** The gateway says nothing, to this hold and to what is asked of it later, until {@link #answer()}. */
    public static final String LATE = "pm_late";

    /** The hold is placed at once. The gateway says nothing to a charge until {@link #answer()}, and then no. */
    public static final String CHARGE_REFUSED_LATE = "pm_charge_refused_late";

    /** The hold is placed at once, and {@link #TAKEN} of it is captured, which nobody asked for. */
    public static final String TAKEN_IN_PART = "pm_taken_in_part";

    public static final Money TAKEN = Money.of("3.00", "USD");

    private static final Instant EXPIRES_AT = Instant.parse("2030-01-01T00:00:00Z");

    private final Map<AuthorizationId, AuthorizationView> books = new ConcurrentHashMap<>();

    private final Set<AuthorizationId> notToBeCharged = ConcurrentHashMap.newKeySet();

    private volatile CompletableFuture<Void> gate = new CompletableFuture<>();

    /** Lets what is late be answered. What comes after waits again. */
    public void answer() {
        CompletableFuture<Void> opened = gate;
        gate = new CompletableFuture<>();
        opened.complete(null);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Gateway> gateway() {
        return Optional.of(this);
    }

    @Override
    public Optional<GatewayWebhooks> webhooks() {
        return Optional.empty();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, false, false);
    }

    @Override
    public String compose(Intent intent) {
        return "{}";
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> authorize(GatewayRequest request) {
        String method = request.paymentMethodId().orElse("");
        return switch (method) {
            case DECLINED ->
                Uni.createFrom().item(new GatewayOutcome.Declined<>("insufficient_funds", Optional.empty(), false));
            case ACTION_REQUIRED ->
                Uni.createFrom().item(new GatewayOutcome.Declined<>("authentication_required", Optional.empty(), true));
            case SILENT -> Uni.createFrom().item(new GatewayOutcome.Unknown<>("silence", Optional.empty()));
            case LATE -> afterGate(() -> approve(request));
            case CHARGE_REFUSED_LATE -> {
                GatewayOutcome.Approved<AuthorizationView> approved = approve(request);
                notToBeCharged.add(approved.answer().id());
                yield Uni.createFrom().item(approved);
            }
            default -> Uni.createFrom().item(approve(request));
        };
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> capture(GatewayRequest request) {
        if (notToBeCharged.contains(request.target().orElseThrow())) {
            return afterGate(() -> new GatewayOutcome.Declined<>("do_not_honor", Optional.empty(), false));
        }
        return Uni.createFrom().item(() -> move(request, Status.CAPTURED));
    }

    @Override
    public Uni<GatewayOutcome<AuthorizationView>> voidAuthorization(GatewayRequest request) {
        return Uni.createFrom().item(() -> move(request, Status.VOIDED));
    }

    @Override
    public Uni<GatewayOutcome<RefreshedToken>> refresh(GatewayRequest request) {
        return Uni.createFrom().item(new GatewayOutcome.Unknown<>("silence", Optional.empty()));
    }

    @Override
    public Uni<Inquiry> find(AuthorizationId id) {
        return Uni.createFrom()
                .item(() -> found(Optional.ofNullable(books.get(id)).stream().toList()));
    }

    @Override
    public Uni<Inquiry> findByDispute(DisputeId id) {
        return Uni.createFrom()
                .item(() -> found(books.values().stream()
                        .filter(view -> view.disputeId().equals(Optional.of(id)))
                        .toList()));
    }

    @Override
    public Uni<AuthorizationPage> list(Optional<String> after) {
        return Uni.createFrom().item(new AuthorizationPage(List.copyOf(books.values()), Optional.empty(), List.of()));
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public int concurrency() {
        return 64;
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    private <T> Uni<T> afterGate(Supplier<T> answer) {
        return Uni.createFrom().completionStage(gate).map(opened -> answer.get());
    }

    private GatewayOutcome.Approved<AuthorizationView> approve(GatewayRequest request) {
        AuthorizationView view = new AuthorizationView(
                new AuthorizationId("auth_" + request.idempotencyKey()),
                Status.AUTHORIZED,
                request.amount(),
                request.paymentMethodId().filter(TAKEN_IN_PART::equals).map(method -> TAKEN),
                Optional.empty(),
                false,
                EXPIRES_AT,
                Optional.of(request.disputeId()));
        books.put(view.id(), view);
        return new GatewayOutcome.Approved<>(view);
    }

    private GatewayOutcome<AuthorizationView> move(GatewayRequest request, Status status) {
        AuthorizationView before = books.get(request.target().orElseThrow());
        AuthorizationView after = new AuthorizationView(
                before.id(),
                status,
                before.amount(),
                status == Status.CAPTURED ? request.amount() : Optional.empty(),
                Optional.empty(),
                false,
                before.expiresAt(),
                before.disputeId());
        books.put(after.id(), after);
        return new GatewayOutcome.Approved<>(after);
    }

    private static Inquiry found(List<AuthorizationView> views) {
        return views.isEmpty() ? new Inquiry.Absent() : new Inquiry.Found(views);
    }
}

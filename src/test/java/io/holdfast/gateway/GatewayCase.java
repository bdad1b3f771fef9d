package io.holdfast.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.money.Money;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;

/** A gateway as Holdfast has it, and a server that plays its other side. */
public abstract class GatewayCase {

    protected static final DisputeId DISPUTE = new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f"));
    protected static final Money FIFTY = Money.of("49.99", "USD");
    protected static final Money TWENTY = Money.of("20.00", "USD");

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Set<String> WARM = new HashSet<>();

    protected WireMockServer server;

    @Inject
    protected GatewayLines lines;

    @Inject
    protected GatewaySettings settings;

    @Inject
    protected CircuitBreakerMaintenance breakers;

    protected Gateway gateway;

    protected abstract String name();

    /** A gateway that calls {@link #server}. */
    protected abstract Gateway connect();

    /** The other side says yes to the next authorization. */
    public abstract void approves();

    public final void isSilent() {
        answering(aResponse().withFixedDelay(5_000));
    }

    public final void resetsTheConnection() {
        answering(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    }

    @BeforeEach
    protected final void forget() {
        breakers.reset(name());
        // A gateway of its own for each test: whether it is left alone for its credentials is not for the next one.
        gateway = connect();
        if (!WARM.contains(name())) {
            warmUp();
            WARM.add(name());
        }
        server.resetAll();
    }

    /** The first call loads half of the client, which on a busy machine takes longer than the timeout of the tests. */
    private void warmUp() {
        approves();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> authorize() instanceof Approved);
        breakers.reset(name());
    }

    public final Gateway gateway() {
        return gateway;
    }

    protected final WireLimits limits() {
        return WireLimits.of(name(), settings, Optional.empty(), OptionalInt.empty());
    }

    public final GatewayOutcome<AuthorizationView> authorize() {
        return await(gateway.authorize(request()));
    }

    /** The server writes a call down when it has answered, so the count is only good when it no longer grows. */
    public final int callsReceived() {
        AtomicInteger before = new AtomicInteger(-1);
        Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
            int now = server.getAllServeEvents().size();
            return before.getAndSet(now) == now;
        });
        return before.get();
    }

    protected final void answering(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    protected static ResponseDefinitionBuilder json(int status, String body) {
        return okJson(body).withStatus(status);
    }

    protected final GatewayRequest request() {
        return request(OperationKind.AUTHORIZE, Optional.empty(), FIFTY);
    }

    protected final GatewayRequest request(OperationKind kind, Optional<AuthorizationId> target, Money amount) {
        return new GatewayRequest(
                DISPUTE,
                kind.idempotencyKey(DISPUTE, 1),
                target,
                Optional.of(amount),
                Optional.empty(),
                gateway.compose(intent(kind, amount)));
    }

    protected static Intent intent() {
        return intent(OperationKind.AUTHORIZE, FIFTY);
    }

    protected static Intent intent(OperationKind kind, Money amount) {
        Terms terms = new Terms(
                "ACC-1001",
                FIFTY,
                "erp",
                "SERVICE_GUARANTEE_DISPUTE",
                "CC-001",
                Optional.empty(),
                Optional.of("ACC-1001"),
                Optional.empty(),
                "test");
        return new Intent(kind, DISPUTE, 1, terms, Optional.empty(), Optional.of(amount), "pm_card_visa");
    }

    protected static AuthorizationView approved(GatewayOutcome<AuthorizationView> outcome) {
        assertThat(outcome).isInstanceOf(Approved.class);
        return ((Approved<AuthorizationView>) outcome).answer();
    }

    /** All that is known of a hold of {@link #FIFTY} for {@link #DISPUTE}. */
    protected static AuthorizationView heldUntil(Instant end, AuthorizationId id, Optional<Instant> created) {
        return new AuthorizationView(
                id,
                AuthorizationView.Status.AUTHORIZED,
                Optional.of(FIFTY),
                Optional.empty(),
                Optional.empty(),
                false,
                end,
                Optional.of(DISPUTE),
                created);
    }

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(LONG);
    }
}

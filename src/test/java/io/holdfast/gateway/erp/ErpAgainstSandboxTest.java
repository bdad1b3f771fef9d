package io.holdfast.gateway.erp;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Pending;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.gateway.wire.Undecided;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.money.Money;
import io.holdfast.sandbox.OauthClient;
import io.holdfast.sandbox.Sandbox;
import io.holdfast.sandbox.SandboxOptions;
import io.holdfast.sandbox.WebhookTarget;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter and the sandbox were written apart, from the same contract: here they meet. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpAgainstSandboxTest {

    private static final String WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Money FIFTY = Money.of("49.99", "USD");
    private static final Money TWENTY = Money.of("20.00", "USD");

    WireMockServer server;

    @Inject
    ErpWire wire;

    @Inject
    GatewayLines lines;

    @Inject
    GatewaySettings settings;

    @Inject
    CircuitBreakerMaintenance breakers;

    private final DisputeId dispute = new DisputeId(UUID.randomUUID());
    private final Clock clock = Clock.systemUTC();
    private Sandbox sandbox;
    private ErpGateway gateway;

    @BeforeEach
    void connect() throws IOException {
        server.resetAll();
        server.stubFor(WireMock.post("/v1/webhooks/erp").willReturn(WireMock.noContent()));
        breakers.reset(ErpGateway.NAME);
        sandbox = Sandbox.start(SandboxOptions.defaults()
                .withOauth(OauthClient.of("holdfast", "s3cret:/+ü"))
                .withWebhook(WebhookTarget.of(URI.create(server.baseUrl() + "/v1/webhooks/erp"), WEBHOOK_SECRET)));
        WireLimits limits = WireLimits.of(ErpGateway.NAME, settings, Optional.empty(), OptionalInt.empty());
        GatewayLine line = lines.open(ErpGateway.NAME, wire, limits);
        TokenApi api =
                WireClient.of(TokenApi.class, URI.create(sandbox.url() + "/oauth/token"), limits, Optional.empty());
        ErpTokens tokens = new ErpTokens(
                api,
                line,
                new Undecided(clock),
                clock,
                () -> ErpTokens.basic("holdfast", "s3cret:/+ü"),
                "payments:write");
        gateway = new ErpGateway(
                WireClient.of(ErpApi.class, URI.create(sandbox.url()), limits, Optional.empty()),
                new ErpLine(line, Optional.of(tokens), limits.timeout(), clock),
                new ErpReading(clock),
                limits);
        // The first calls of a new server are slow; what is tested here is not its speed.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> await(gateway.findByDispute(dispute)) instanceof Inquiry.Absent);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aHoldIsPlacedFoundAndCharged() {
        // given
        AuthorizationView placed = view(send(OperationKind.AUTHORIZE, 1, Optional.empty(), "pm_card_visa"));
        Inquiry found = await(gateway.findByDispute(dispute));
        // when
        AuthorizationView charged = view(send(OperationKind.CAPTURE, 1, Optional.of(placed.id()), "pm_card_visa"));
        // then
        assertThat(placed.status()).isEqualTo(Status.AUTHORIZED);
        assertThat(placed.echoes(FIFTY)).isTrue();
        assertThat(found).isEqualTo(new Inquiry.Found(List.of(placed)));
        assertThat(charged.status()).isEqualTo(Status.CAPTURED);
        assertThat(charged.captured()).contains(TWENTY);
    }

    @Test
    void aHoldIsGivenBackTwiceInPeace() {
        // given
        AuthorizationId hold = view(send(OperationKind.AUTHORIZE, 1, Optional.empty(), "pm_card_visa"))
                .id();
        send(OperationKind.VOID, 1, Optional.of(hold), "pm_card_visa");
        // when
        AuthorizationView again = view(send(OperationKind.VOID, 2, Optional.of(hold), "pm_card_visa"));
        // then
        assertThat(again.status()).isEqualTo(Status.VOIDED);
        assertThat(send(OperationKind.CAPTURE, 1, Optional.of(hold), "pm_card_visa"))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void aDeclineHasItsCode() {
        // when
        GatewayOutcome<AuthorizationView> outcome =
                send(OperationKind.AUTHORIZE, 1, Optional.empty(), "pm_declined_insufficient_funds");
        // then
        assertThat(((Declined<AuthorizationView>) outcome).failureCode()).isEqualTo("insufficient_funds");
    }

    @Test
    void aPendingOneIsPending() {
        // when
        GatewayOutcome<AuthorizationView> outcome = send(OperationKind.AUTHORIZE, 1, Optional.empty(), "pm_pending_60");
        // then
        assertThat(outcome).isInstanceOf(Pending.class);
    }

    @Test
    void aHoldThatWasPlacedInSilenceIsFoundByItsKey() {
        // given
        GatewayOutcome<AuthorizationView> silence =
                send(OperationKind.AUTHORIZE, 1, Optional.empty(), "pm_timeout_after");
        // when
        GatewayOutcome<AuthorizationView> replay =
                send(OperationKind.AUTHORIZE, 1, Optional.empty(), "pm_timeout_after");
        // then
        assertThat(silence).isInstanceOf(Unknown.class);
        assertThat(view(replay).status()).isEqualTo(Status.AUTHORIZED);
        assertThat(sandbox.ledger(dispute.toString()).authorizations()).hasSize(1);
    }

    @Test
    void aRevokedTokenIsRenewedOnTheWay() {
        // given
        send(OperationKind.AUTHORIZE, 1, Optional.empty(), "pm_card_visa");
        sandbox.revokeTokens();
        // when
        Inquiry found = await(gateway.findByDispute(dispute));
        // then
        assertThat(found).isInstanceOf(Inquiry.Found.class);
    }

    @Test
    void aTokenIsTraded() {
        // when
        GatewayOutcome<RefreshedToken> outcome =
                await(gateway.refresh(request(OperationKind.REFRESH, 1, "pm_card_visa")));
        // then
        assertThat(((Approved<RefreshedToken>) outcome).answer().paymentMethodId())
                .isEqualTo("pm_card_visa_r1");
    }

    @Test
    void itsNewsIsAuthenticAndUnderstood() {
        // given
        ErpWebhooks webhooks = new ErpWebhooks(() -> List.of(ErpCase.secret(WEBHOOK_SECRET)), clock);
        // when
        AuthorizationView placed = view(send(OperationKind.AUTHORIZE, 1, Optional.empty(), "pm_card_visa"));
        // then
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> !deliveries().isEmpty());
        LoggedRequest delivery = deliveries().get(0);
        GatewayEvent event = webhooks.read(
                        new WebhookRequest(name -> Optional.ofNullable(delivery.getHeader(name)), delivery.getBody()))
                .orElseThrow()
                .get(0);
        assertThat(event.disputeId()).contains(dispute);
        assertThat(event.view()).contains(placed);
    }

    private List<LoggedRequest> deliveries() {
        return server.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo("/v1/webhooks/erp")));
    }

    private GatewayOutcome<AuthorizationView> send(
            OperationKind kind, int n, Optional<AuthorizationId> target, String paymentMethodId) {
        GatewayRequest plain = request(kind, n, paymentMethodId);
        GatewayRequest request = new GatewayRequest(
                plain.disputeId(), plain.idempotencyKey(), target, plain.amount(), Optional.empty(), plain.body());
        return await(
                switch (kind) {
                    case AUTHORIZE, RENEW -> gateway.authorize(request);
                    case CAPTURE -> gateway.capture(request);
                    case VOID -> gateway.voidAuthorization(request);
                    case REFRESH -> throw new IllegalArgumentException("a refresh makes no authorization");
                });
    }

    private GatewayRequest request(OperationKind kind, int n, String paymentMethodId) {
        Optional<Money> amount = Optional.of(kind == OperationKind.CAPTURE ? TWENTY : FIFTY);
        Terms terms = new Terms(
                "ACC-1001",
                FIFTY,
                "erp",
                "SERVICE_GUARANTEE_DISPUTE",
                "CC-001",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "test");
        String body = gateway.compose(new Intent(kind, dispute, n, terms, Optional.empty(), amount, paymentMethodId));
        return new GatewayRequest(
                dispute, kind.idempotencyKey(dispute, n), Optional.empty(), amount, Optional.of(paymentMethodId), body);
    }

    private static AuthorizationView view(GatewayOutcome<AuthorizationView> outcome) {
        assertThat(outcome).isInstanceOf(Approved.class);
        return ((Approved<AuthorizationView>) outcome).answer();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}

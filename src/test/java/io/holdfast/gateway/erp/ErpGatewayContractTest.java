package io.holdfast.gateway.erp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayCase;
import io.holdfast.gateway.GatewayContractTest;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.gateway.wire.GatewayLine;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.money.Money;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpGatewayContractTest extends GatewayCase implements GatewayContractTest {

    private static final AuthorizationId AUTH = new AuthorizationId("auth_1");

    @Inject
    ErpWire wire;

    @Inject
    Gateways gateways;

    @Inject
    MeterRegistry metrics;

    @Override
    protected String name() {
        return ErpGateway.NAME;
    }

    @Override
    protected Gateway connect() {
        WireLimits limits = limits();
        GatewayLine line = lines.open(ErpGateway.NAME, wire, limits);
        Clock clock = Clock.systemUTC();
        ErpApi api = WireClient.of(ErpApi.class, URI.create(server.baseUrl() + "/pay/"), limits);
        return new ErpGateway(
                api, new ErpLine(line, Optional.empty(), limits.timeout(), clock), new ErpReading(clock), limits);
    }

    @Override
    public void approves() {
        answering(json(201, authorization("authorized", "49.99")));
    }

    @Override
    public void declines() {
        answering(json(402, declined("insufficient_funds")));
    }

    @Override
    public void takesItsTime() {
        answering(json(202, authorization("pending", "49.99")));
    }

    @Override
    public void hasAFault() {
        answering(json(500, declined("insufficient_funds")));
    }

    @Override
    public void asksForPatience() {
        answering(json(429, error("rate_limited")).withHeader("Retry-After", "7"));
    }

    @Override
    public void talksNonsense() {
        answering(json(201, "{\"id\": \"auth_1\", \"status\": \"auth"));
    }

    @Override
    public void approvesAnotherAmount() {
        answering(json(201, authorization("authorized", "50.00")));
    }

    @Override
    public void saysTheSameCallStillRuns() {
        answering(json(409, error("in_flight")));
    }

    @Override
    public void saysTheKeyCameWithAnotherBody() {
        answering(json(422, error("idempotency_key_reused")));
    }

    @Override
    public void refusesTheCredentials() {
        answering(json(401, error("unauthorized")));
    }

    @Test
    void anErrorAboutTheKeyIsNotANoHoweverItIsSpelled() {
        for (String code :
                List.of("IDEMPOTENCY_KEY_REUSED", "key_mismatch", "key_reused", "key-conflict", "KeyMismatch")) {
            // given
            answering(json(422, error(code)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void theGatewayIsOnBecauseItsUrlIsSet() {
        // when
        Optional<Gateway> found = gateways.named("erp");
        // then
        assertThat(found).isPresent();
        assertThat(gateways.on()).contains("erp");
    }

    @Test
    void anAuthorizationIsSentAsTheContractSays() {
        // given
        approves();
        // when
        authorize();
        // then
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/pay/v1/authorizations"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE.toString()))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withHeader("Authorization", absent())
                        .withRequestBody(equalTo("{\"amount\":49.99,\"currency\":\"USD\",\"capture_method\":\"manual\","
                                + "\"payment_method_id\":\"pm_card_visa\",\"metadata\":{\"dispute_id\":\"" + DISPUTE
                                + "\",\"call_center_id\":\"CC-001\",\"reason_code\":\"SERVICE_GUARANTEE_DISPUTE\"}}")));
    }

    @Test
    void anAmountIsWrittenPlainWithTheDigitsOfItsCurrency() {
        assertThat(List.of(TWENTY, Money.of("1000000", "JPY"), Money.of("1.5", "KWD")))
                .map(it -> gateway.compose(intent(OperationKind.CAPTURE, it)))
                .containsExactly("{\"amount\":20.00}", "{\"amount\":1000000}", "{\"amount\":1.500}");
    }

    @Test
    void aVoidAndARefreshSayNothing() {
        assertThat(List.of(OperationKind.VOID, OperationKind.REFRESH))
                .map(it -> gateway.compose(intent(it, FIFTY)))
                .containsOnly("{}");
    }

    @Test
    void aYesTellsWhatAndUntilWhen() {
        // given
        answering(json(201, authorization("authorized", "49.99")));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view)
                .isEqualTo(new AuthorizationView(
                        AUTH,
                        AuthorizationView.Status.AUTHORIZED,
                        Optional.of(FIFTY),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Instant.parse("2026-11-29T10:00:00Z"),
                        Optional.of(DISPUTE)));
    }

    @Test
    void anAuthorizationWithoutAnEndIsExpectedToLapseAfterSevenDays() {
        // given
        answering(json(
                201,
                "{\"id\":\"auth_1\",\"status\":\"authorized\",\"amount\":49.99,\"currency\":\"USD\","
                        + "\"created_at\":\"2026-11-22T10:00:00Z\"}"));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view.expiresAt()).isEqualTo(Instant.parse("2026-11-29T10:00:00Z"));
    }

    @Test
    void theStatusInTheBodyDecides() {
        // given
        answering(json(402, authorization("authorized", "49.99")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(approved(outcome).status()).isEqualTo(AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void aDeclineMayComeAsACreatedOne() {
        // given
        answering(json(201, declined("expired_card")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("expired_card", Optional.of(AUTH), false));
    }

    @Test
    void aReplayGivesTheAuthorizationAsItIsNow() {
        // given
        answering(json(201, authorization("voided", "49.99")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(approved(outcome).status()).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void someStatusesAreANoWithoutAnyBody() {
        for (int status : List.of(400, 402, 404, 422)) {
            // given
            answering(aResponse().withStatus(status));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome)
                    .as("HTTP " + status)
                    .isEqualTo(new Declined<>("card_declined", Optional.empty(), false));
        }
    }

    @Test
    void allOtherStatusesAreNotANo() {
        for (int status : List.of(200, 204, 302, 405, 408, 409, 410, 500, 502, 503, 504)) {
            // given
            answering(json(status, error("whatever")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aNoThatIsAboutTheRequestCarriesItsCode() {
        // given
        answering(json(422, error("invalid_payment_method")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("invalid_payment_method", Optional.empty(), false));
    }

    @Test
    void whyFraudIsSuspectedIsNotToldOn() {
        for (String code : List.of("stolen_card", "lost_card", "fraudulent", "pickup_card")) {
            // given
            answering(json(402, declined(code)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isEqualTo(new Declined<>("fraud_suspected", Optional.of(AUTH), false));
        }
    }

    @Test
    void anOwnerWhoWouldHaveToActIsSaidSo() {
        // given
        answering(json(402, declined("authentication_required")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("authentication_required", Optional.of(AUTH), true));
    }

    @Test
    void anAnswerThatCannotBeReadIsUnknownWhateverItsStatus() {
        List<String> bodies = List.of(
                "",
                "[]",
                "null",
                "<html>",
                "{}",
                "{\"id\":\"auth_1\"}",
                "{\"status\":\"authorized\"}",
                "{\"id\":\"\",\"status\":\"authorized\"}",
                "{\"id\":\"..\",\"status\":\"authorized\"}",
                "{\"id\":\"a/b\",\"status\":\"authorized\"}",
                "{\"id\":\"a\\u0000\",\"status\":\"authorized\"}",
                "{\"id\":7,\"status\":\"authorized\"}",
                "{\"id\":\"auth_1\",\"status\":\"approved\"}",
                "{\"id\":\"auth_1\",\"status\":\"authorized\",\"status\":\"declined\"}",
                "{\"id\":\"auth_1\",\"status\":\"authorized\"} {}");
        for (String body : bodies) {
            // given
            answering(json(201, body));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(body).isEqualTo(new Unknown<>("unreadable answer", Optional.empty()));
        }
    }

    @Test
    void aStatusThatIsInNoContractIsNotANo() {
        // given
        answering(json(402, authorization("processing", "49.99")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void anAmountThatIsNoMoneyIsNoEcho() {
        for (String amount : List.of("\"49.99\"", "1e999999999", "-49.99", "49.991", "null", "true", "4999")) {
            // given
            answering(json(201, authorization("authorized", amount)));
            // when
            AuthorizationView view = approved(authorize());
            // then
            assertThat(view.echoes(FIFTY)).as(amount).isFalse();
        }
    }

    @Test
    void anAnswerAboutAnotherDisputeIsUnknown() {
        // given
        answering(json(
                201,
                authorization("authorized", "49.99")
                        .replace(DISPUTE.toString(), "018f3c2e-7a5b-7c1d-9e2f-000000000000")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void aFaultSaysHowLongToWait() {
        // given
        answering(aResponse().withStatus(503).withHeader("Retry-After", "86400"));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("http 503", Optional.of(Duration.ofHours(1))));
    }

    @Test
    void aCaptureIsSentAsTheContractSays() {
        // given
        answering(json(200, captured("20.00")));
        // when
        AuthorizationView view = approved(capture());
        // then
        assertThat(view.status()).isEqualTo(AuthorizationView.Status.CAPTURED);
        assertThat(view.captured()).contains(TWENTY);
        server.verify(postRequestedFor(urlEqualTo("/pay/v1/authorizations/auth_1/capture"))
                .withHeader("Idempotency-Key", equalTo(DISPUTE + ":capture:1"))
                .withRequestBody(equalTo("{\"amount\":20.00}")));
    }

    @Test
    void aHoldThatCannotBeCapturedIsAskedAfter() {
        for (int status : List.of(404, 409)) {
            // given
            answering(json(status, error("not_capturable")));
            // when
            GatewayOutcome<AuthorizationView> outcome = capture();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aRefusedCaptureIsDeclined() {
        // given
        answering(json(422, error("amount_too_large")));
        // when
        GatewayOutcome<AuthorizationView> outcome = capture();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("amount_too_large", Optional.empty(), false));
    }

    @Test
    void aCaptureOfAnotherAuthorizationIsNotBelieved() {
        // given
        answering(json(200, captured("20.00").replace("auth_1", "auth_2")));
        // when
        GatewayOutcome<AuthorizationView> outcome = capture();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void aVoidIsSentAsTheContractSays() {
        // given
        answering(json(200, authorization("voided", "49.99")));
        // when
        AuthorizationView view = approved(giveBack());
        // then
        assertThat(view.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        server.verify(postRequestedFor(urlEqualTo("/pay/v1/authorizations/auth_1/void"))
                .withHeader("Idempotency-Key", equalTo(DISPUTE + ":void:1"))
                .withRequestBody(equalTo("{}")));
    }

    @Test
    void aRefusedVoidIsAskedAfter() {
        for (int status : List.of(400, 402, 404, 409, 410, 422)) {
            // given
            answering(json(status, error("not_voidable")));
            // when
            GatewayOutcome<AuthorizationView> outcome = giveBack();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aPaymentMethodThatFitsInNoAddressIsDeclined() {
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh("../authorizations");
        // then
        assertThat(outcome).isEqualTo(new Declined<>("invalid_payment_method", Optional.empty(), false));
        assertThat(callsReceived()).isZero();
    }

    @Test
    void aRefreshIsSentAsTheContractSays() {
        // given
        answering(json(200, "{\"payment_method_id\":\"pm_new\",\"expires_at\":\"2027-01-31T00:00:00Z\"}"));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh("pm_{old}:1");
        // then
        assertThat(outcome)
                .isEqualTo(new Approved<>(
                        new RefreshedToken("pm_new", Optional.of(Instant.parse("2027-01-31T00:00:00Z")))));
        assertThat(server.getAllServeEvents().get(0).getRequest().getUrl())
                .isEqualTo("/pay/v1/payment_methods/pm_%7Bold%7D:1/refresh");
    }

    @Test
    void aCardNumberIsNotTakenForAToken() {
        // given
        answering(json(200, "{\"payment_method_id\":\"4242424242424242\"}"));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh("pm_old");
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("unreadable answer", Optional.empty()));
    }

    @Test
    void aPaymentMethodThatIsGoneIsDeclined() {
        for (int status : List.of(404, 410)) {
            // given
            answering(json(status, error("gone")));
            // when
            GatewayOutcome<RefreshedToken> outcome = refresh("pm_old");
            // then
            assertThat(outcome).isEqualTo(new Declined<>("payment_method_gone", Optional.empty(), false));
        }
    }

    @Test
    void anIdNeverLeavesItsPlaceInTheAddress() {
        for (String id : List.of("..", ".", "a/b", "../../v1/authorizations", "a?b", "a#b", "a%2Fb", "a b", "a\\b")) {
            // given
            answering(json(200, authorization("authorized", "49.99")));
            // when
            Inquiry inquiry = await(gateway.find(new AuthorizationId(id), FIFTY));
            // then
            assertThat(inquiry).as(id).isInstanceOf(Inquiry.NotAnswered.class);
            assertThat(callsReceived()).as(id).isZero();
        }
    }

    @Test
    void anAuthorizationIsFoundByItsId() {
        // given
        answering(json(200, authorization("expired", "49.99")));
        // when
        Inquiry inquiry = await(gateway.find(AUTH, FIFTY));
        // then
        assertThat(inquiry)
                .isInstanceOfSatisfying(
                        Inquiry.Found.class,
                        it -> assertThat(it.authorizations())
                                .extracting(AuthorizationView::status)
                                .containsExactly(AuthorizationView.Status.EXPIRED));
    }

    @Test
    void anUnknownAuthorizationIsAbsent() {
        // given
        answering(json(404, error("not_found")));
        // when
        Inquiry inquiry = await(gateway.find(AUTH, FIFTY));
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void whatCannotBeAskedIsNotAnswered() {
        for (int status : List.of(200, 400, 410, 429, 500, 503)) {
            // given
            answering(json(status, error("whatever")).withHeader("Retry-After", "2"));
            // when
            Inquiry inquiry = await(gateway.find(AUTH, FIFTY));
            // then
            assertThat(inquiry).as("HTTP " + status).isInstanceOfSatisfying(Inquiry.NotAnswered.class, it -> {
                assertThat(it.retryAfter()).contains(Duration.ofSeconds(2));
                assertThat(it.credentials()).isFalse();
            });
        }
    }

    @Test
    void refusedCredentialsAreToldByAnInquiryToo() {
        // given
        refusesTheCredentials();
        // when
        Inquiry inquiry = await(gateway.find(AUTH, FIFTY));
        // then
        assertThat(inquiry)
                .isInstanceOfSatisfying(
                        Inquiry.NotAnswered.class,
                        it -> assertThat(it.credentials()).isTrue());
    }

    @Test
    void allPagesOfADisputeAreRead() {
        // given
        String list = "/pay/v1/authorizations?dispute_id=" + DISPUTE;
        server.stubFor(get(urlEqualTo(list))
                .willReturn(okJson(page(true, authorization("voided", "49.99").replace("auth_1", "auth_0")))));
        server.stubFor(get(urlEqualTo(list + "&starting_after=auth_0"))
                .willReturn(okJson(page(
                        false,
                        authorization("authorized", "49.99"),
                        authorization("authorized", "49.99")
                                .replace(DISPUTE.toString(), "018f3c2e-7a5b-7c1d-9e2f-000000000000")))));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE, FIFTY));
        // then the one of somebody else's dispute is left out
        assertThat(inquiry)
                .isInstanceOfSatisfying(
                        Inquiry.Found.class,
                        it -> assertThat(it.authorizations())
                                .extracting(view -> view.id().value())
                                .containsExactly("auth_0", "auth_1"));
    }

    @Test
    void aListWithoutAnEndIsNotAnswered() {
        // given
        answering(json(200, page(true, authorization("voided", "49.99"))));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE, FIFTY));
        // then
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
        assertThat(callsReceived()).isEqualTo(10);
    }

    @Test
    void anEmptyListIsAbsent() {
        // given
        answering(json(200, page(false)));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE, FIFTY));
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void aListThatCannotBeReadIsNotAnswered() {
        for (String body :
                List.of("{}", "{\"data\":{}}", "{\"data\":[{\"id\":\"auth_1\"}]}", "{\"data\":[],\"has_more\":true}")) {
            // given
            answering(json(200, body));
            // when
            Inquiry inquiry = await(gateway.findByDispute(DISPUTE, FIFTY));
            // then
            assertThat(inquiry).as(body).isInstanceOf(Inquiry.NotAnswered.class);
        }
    }

    @Test
    void liveAuthorizationsArePagedThrough() {
        // given
        answering(json(200, page(true, authorization("authorized", "49.99"))));
        // when
        AuthorizationPage page = await(gateway.list(Optional.of("auth_0")));
        // then
        assertThat(page.next()).contains("auth_1");
        server.verify(getRequestedFor(
                urlEqualTo("/pay/v1/authorizations?status=authorized&limit=100&starting_after=auth_0")));
    }

    @Test
    void aPageThatCannotBeHadFails() {
        // given
        hasAFault();
        // then
        assertThatThrownBy(() -> await(gateway.list(Optional.empty()))).isInstanceOf(GatewayNotAnswering.class);
    }

    @Test
    void oneThingThatIsForbiddenDoesNotStopTheGateway() {
        // given
        answering(json(403, error("forbidden")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome.name()).isEqualTo("not_sent");
        assertThat(gateway.isAvailable()).isTrue();
    }

    @Test
    void callsAndTheBreakerAreMeasured() {
        // given
        declines();
        // when
        authorize();
        // then
        assertThat(metrics.get("holdfast.gateway.calls")
                        .tags("gateway", "erp", "call", "authorize", "outcome", "4xx")
                        .timer()
                        .count())
                .isPositive();
        assertThat(metrics.get("holdfast.gateway.breaker")
                        .tag("gateway", "erp")
                        .gauge()
                        .value())
                .isZero();
    }

    private GatewayOutcome<AuthorizationView> capture() {
        return await(gateway.capture(request(OperationKind.CAPTURE, Optional.of(AUTH), TWENTY)));
    }

    private GatewayOutcome<AuthorizationView> giveBack() {
        return await(gateway.voidAuthorization(request(OperationKind.VOID, Optional.of(AUTH), FIFTY)));
    }

    private GatewayOutcome<RefreshedToken> refresh(String paymentMethodId) {
        return await(gateway.refresh(new GatewayRequest(
                DISPUTE,
                OperationKind.REFRESH.idempotencyKey(DISPUTE, 1),
                Optional.empty(),
                Optional.empty(),
                Optional.of(paymentMethodId),
                "{}")));
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}";
    }

    private static String page(boolean more, String... authorizations) {
        return "{\"data\":[" + String.join(",", authorizations) + "],\"has_more\":" + more + "}";
    }

    private static String authorization(String status, String amount) {
        return "{\"id\":\"auth_1\",\"status\":\"" + status + "\",\"amount\":" + amount
                + ",\"currency\":\"USD\",\"capture_method\":\"manual\",\"metadata\":{\"dispute_id\":\"" + DISPUTE
                + "\"},\"created_at\":\"2026-11-22T10:00:00Z\",\"expires_at\":\"2026-11-29T10:00:00Z\"}";
    }

    private static String captured(String amount) {
        return authorization("captured", "49.99")
                .replace("\"capture_method\"", "\"captured_amount\":" + amount + ",\"capture_method\"");
    }

    private static String declined(String code) {
        return authorization("declined", "49.99")
                .replace("\"capture_method\"", "\"decline_code\":\"" + code + "\",\"capture_method\"");
    }
}

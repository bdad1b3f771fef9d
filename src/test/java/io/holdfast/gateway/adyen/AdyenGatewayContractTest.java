package io.holdfast.gateway.adyen;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.adyen.model.checkout.CardDetails;
import com.adyen.model.checkout.PaymentCancelRequest;
import com.adyen.model.checkout.PaymentCaptureRequest;
import com.adyen.model.checkout.PaymentRequest;
import com.adyen.model.checkout.StandalonePaymentCancelRequest;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayCase;
import io.holdfast.gateway.GatewayContractTest;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.NotSent;
import io.holdfast.gateway.GatewayOutcome.Pending;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.Intent;
import io.holdfast.gateway.SettableClock;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.money.Money;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class AdyenGatewayContractTest extends GatewayCase implements GatewayContractTest {

    private static final AuthorizationId PSP = new AuthorizationId("NC6HT9CRT65ZGN82");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Inject
    AdyenWire wire;

    @Override
    protected String name() {
        return AdyenGateway.NAME;
    }

    @Override
    protected Gateway connect() {
        WireLimits limits = limits();
        SettableClock clock = new SettableClock(NOW);
        return new AdyenGateway(
                WireClient.of(AdyenApi.class, URI.create(server.baseUrl() + "/v72"), limits),
                "key-of-ours",
                lines.open(AdyenGateway.NAME, wire, limits),
                limits,
                new AdyenBody("HoldfastECOM", "https://example.com/return"),
                new AdyenReading(new HoldLife(Duration.ofDays(7), clock), clock));
    }

    @Override
    public void approves() {
        answering(json(200, payment("Authorised", 4_999)));
    }

    @Override
    public void declines() {
        answering(json(200, refused("Refused", "12")));
    }

    @Override
    public void takesItsTime() {
        answering(json(200, payment("Received", 4_999)));
    }

    @Override
    public void hasAFault() {
        answering(json(500, error(500, "905", "internal")));
    }

    @Override
    public void asksForPatience() {
        answering(json(429, error(429, "00_429", "internal")).withHeader("Retry-After", "7"));
    }

    @Override
    public void talksNonsense() {
        answering(json(200, "{\"pspReference\": \"NC6HT9CRT65ZGN82\", \"resultCode\": \"Autho"));
    }

    @Override
    public void approvesAnotherAmount() {
        answering(json(200, payment("Authorised", 5_000)));
    }

    @Override
    public void saysTheSameCallStillRuns() {
        answering(json(422, error(422, "704", "validation")));
    }

    @Override
    public void saysTheKeyCameWithAnotherBody() {
        answering(json(409, error(409, "704", "validation")));
    }

    @Override
    public void refusesTheCredentials() {
        answering(json(401, error(401, "000", "security")));
    }

    @Test
    void anAuthorizationIsSentAsTheFactsSay() {
        // given
        approves();
        // when
        authorize();
        // then
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/v72/payments"))
                        .withHeader("X-API-Key", equalTo("key-of-ours"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE.toString()))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(equalToJson("{\"merchantAccount\":\"HoldfastECOM\",\"reference\":\"" + DISPUTE
                                + "\",\"returnUrl\":\"https://example.com/return\",\"shopperReference\":\"ACC-1001\","
                                + "\"shopperInteraction\":\"ContAuth\","
                                + "\"recurringProcessingModel\":\"UnscheduledCardOnFile\","
                                + "\"amount\":{\"currency\":\"USD\",\"value\":4999},"
                                + "\"paymentMethod\":{\"type\":\"scheme\",\"storedPaymentMethodId\":\"pm_card_visa\"},"
                                + "\"additionalData\":{\"authorisationType\":\"PreAuth\",\"manualCapture\":\"true\"},"
                                + "\"metadata\":{\"dispute_id\":\"" + DISPUTE
                                + "\",\"call_center_id\":\"CC-001\","
                                + "\"reason_code\":\"SERVICE_GUARANTEE_DISPUTE\"}}")));
    }

    @Test
    void theVendorsOwnClassesReadAPayment() throws IOException {
        // when
        PaymentRequest read = PaymentRequest.fromJson(gateway.compose(intent()));
        // then
        assertThat(read.getAmount().getValue()).isEqualTo(4_999L);
        assertThat(read.getAmount().getCurrency()).isEqualTo("USD");
        assertThat(read.getMerchantAccount()).isEqualTo("HoldfastECOM");
        assertThat(read.getReference()).isEqualTo(DISPUTE.toString());
        assertThat(read.getReturnUrl()).isEqualTo("https://example.com/return");
        assertThat(read.getShopperReference()).isEqualTo("ACC-1001");
        assertThat(read.getShopperInteraction()).isEqualTo(PaymentRequest.ShopperInteractionEnum.CONTAUTH);
        assertThat(read.getRecurringProcessingModel())
                .isEqualTo(PaymentRequest.RecurringProcessingModelEnum.UNSCHEDULEDCARDONFILE);
        assertThat(read.getAdditionalData()).isEqualTo(Map.of("authorisationType", "PreAuth", "manualCapture", "true"));
        assertThat(read.getMetadata()).containsEntry("dispute_id", DISPUTE.toString());
        CardDetails method = read.getPaymentMethod().getCardDetails();
        assertThat(method.getStoredPaymentMethodId()).isEqualTo("pm_card_visa");
        assertThat(read.getCaptureDelayHours()).isNull();
    }

    @Test
    void theVendorsOwnClassesReadModifications() throws IOException {
        // when
        PaymentCaptureRequest capture =
                PaymentCaptureRequest.fromJson(gateway.compose(intent(OperationKind.CAPTURE, TWENTY)));
        PaymentCancelRequest cancel =
                PaymentCancelRequest.fromJson(gateway.compose(intent(OperationKind.VOID, TWENTY)));
        // then
        assertThat(capture.getAmount().getValue()).isEqualTo(2_000L);
        assertThat(capture.getMerchantAccount()).isEqualTo("HoldfastECOM");
        assertThat(capture.getReference()).isEqualTo(DISPUTE + ":capture:1");
        assertThat(cancel.getMerchantAccount()).isEqualTo("HoldfastECOM");
        assertThat(cancel.getReference()).isEqualTo(DISPUTE + ":void:1");
    }

    @Test
    void aRenewalHasAReferenceOfItsOwn() throws IOException {
        // when
        PaymentRequest read = PaymentRequest.fromJson(gateway.compose(intent(OperationKind.RENEW, FIFTY)));
        // then
        assertThat(read.getReference()).isEqualTo(DISPUTE + ":renew:1");
        assertThat(read.getMetadata()).containsEntry("dispute_id", DISPUTE.toString());
    }

    @Test
    void theCustomerIsTheShopperIfNoOtherIsNamed() throws IOException {
        // given
        Terms terms = new Terms(
                "ACC-7",
                FIFTY,
                "adyen",
                "r".repeat(100),
                "CC-001",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "test");
        // when
        PaymentRequest read = PaymentRequest.fromJson(gateway.compose(new Intent(
                OperationKind.AUTHORIZE, DISPUTE, 1, terms, Optional.empty(), Optional.of(FIFTY), "stored")));
        // then
        assertThat(read.getShopperReference()).isEqualTo("ACC-7");
        assertThat(read.getMetadata().get("reason_code")).hasSize(80);
    }

    @Test
    void aYesTellsWhatAndUntilWhen() {
        // given
        approves();
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view)
                .isEqualTo(new AuthorizationView(
                        PSP,
                        AuthorizationView.Status.AUTHORIZED,
                        Optional.of(FIFTY),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Instant.parse("2026-11-29T10:00:00Z"),
                        Optional.of(DISPUTE)));
    }

    @Test
    void aYesWithoutAnAmountIsAboutWhatWasAsked() {
        // given
        answering(json(200, "{\"pspReference\":\"NC6HT9CRT65ZGN82\",\"resultCode\":\"Authorised\"}"));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view.echoes(FIFTY)).isTrue();
    }

    @Test
    void aYesForAnotherCurrencyIsNoEcho() {
        // given
        answering(json(200, payment("Authorised", 4_999).replace("USD", "EUR")));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view.echoes(FIFTY)).isFalse();
    }

    @Test
    void aPaymentThatIsNotDecidedIsPending() {
        for (String resultCode : List.of("Received", "Pending")) {
            // given
            answering(json(200, payment(resultCode, 4_999)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(resultCode).isEqualTo(new Pending<>(Optional.of(PSP)));
        }
    }

    @Test
    void aShopperWhoWouldHaveToActIsSaidSo() {
        for (String resultCode :
                List.of("IdentifyShopper", "ChallengeShopper", "RedirectShopper", "PresentToShopper")) {
            // given
            answering(json(200, payment(resultCode, 4_999)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome)
                    .as(resultCode)
                    .isEqualTo(new Declined<>("authentication_required", Optional.of(PSP), true));
        }
    }

    @Test
    void aRefusalHasOneOfAFewCodes() {
        Map<String, String> codes = Map.of(
                "2", "card_declined",
                "6", "expired_card",
                "8", "invalid_payment_method",
                "9", "processing_error",
                "12", "insufficient_funds",
                "20", "fraud_suspected",
                "22", "fraud_suspected",
                "31", "fraud_suspected",
                "99", "card_declined");
        codes.forEach((number, failureCode) -> {
            // given
            answering(json(200, refused("Refused", number)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(number).isEqualTo(new Declined<>(failureCode, Optional.of(PSP), false));
        });
    }

    @Test
    void aRefusalForWantOfAuthenticationNeedsTheOwner() {
        // given
        answering(json(200, refused("Refused", "38")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("authentication_required", Optional.of(PSP), true));
    }

    @Test
    void anErrorOrACancelledPaymentIsANo() {
        Map.of("Error", "processing_error", "Cancelled", "card_declined").forEach((resultCode, failureCode) -> {
            // given
            answering(json(200, payment(resultCode, 4_999)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(resultCode).isEqualTo(new Declined<>(failureCode, Optional.of(PSP), false));
        });
    }

    @Test
    void aResultThatIsNotForseenIsUnknown() {
        for (String resultCode : List.of("AuthenticationFinished", "Success", "authorised", "")) {
            // given
            answering(json(200, payment(resultCode, 4_999)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(resultCode).isEqualTo(new Unknown<>("unreadable answer", Optional.empty()));
        }
    }

    @Test
    void aYesWithoutAUsableNameIsUnknown() {
        for (String psp : List.of("", "..", "a/b", "a b")) {
            // given
            answering(json(200, payment("Authorised", 4_999).replace(PSP.value(), psp)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(psp).isEqualTo(new Unknown<>("unreadable answer", Optional.empty()));
        }
    }

    @Test
    void whatIsHeldInPartIsGivenBackAndThenANo() {
        // given
        server.stubFor(post(urlEqualTo("/v72/payments")).willReturn(json(200, payment("PartiallyAuthorised", 2_000))));
        server.stubFor(
                post(urlEqualTo("/v72/payments/NC6HT9CRT65ZGN82/cancels")).willReturn(json(201, received())));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("insufficient_funds", Optional.of(PSP), false));
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/v72/payments/NC6HT9CRT65ZGN82/cancels"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE + ":part"))
                        .withRequestBody(equalToJson(
                                "{\"merchantAccount\":\"HoldfastECOM\",\"reference\":\"" + DISPUTE + ":part\"}")));
    }

    @Test
    void whatIsHeldInPartAndNotGivenBackIsNoNoYet() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(500, error(500, "905", "internal")),
                json(422, error(422, "167", "validation")),
                json(401, error(401, "000", "security")),
                aResponse().withFault(Fault.EMPTY_RESPONSE))) {
            // given
            forget();
            server.stubFor(
                    post(urlEqualTo("/v72/payments")).willReturn(json(200, payment("PartiallyAuthorised", 2_000))));
            server.stubFor(
                    post(urlEqualTo("/v72/payments/NC6HT9CRT65ZGN82/cancels")).willReturn(answer));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void anAmountThatAdyenCannotSayIsRefusedBeforeItIsSent() {
        // given
        approves();
        Money money = Money.of("10.50", "IDR");
        // when
        GatewayOutcome<AuthorizationView> outcome =
                await(gateway.authorize(request(OperationKind.AUTHORIZE, Optional.empty(), money)));
        // then
        assertThat(outcome).isEqualTo(new Declined<>("invalid_amount", Optional.empty(), false));
        assertThat(callsReceived()).isZero();
    }

    @Test
    void someStatusesAreANo() {
        for (int status : List.of(400, 402, 404, 422)) {
            // given
            answering(json(status, error(status, "702", "validation")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome)
                    .as("HTTP " + status)
                    .isEqualTo(new Declined<>("processing_error", Optional.empty(), false));
        }
    }

    @Test
    void aStoredMethodThatIsNotThereIsSaidSo() {
        for (String code : List.of("800", "803")) {
            // given
            answering(json(422, error(422, code, "validation")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isEqualTo(new Declined<>("invalid_payment_method", Optional.empty(), false));
        }
    }

    @Test
    void anErrorThatMayPassIsNotANo() {
        for (int status : List.of(400, 422, 500)) {
            // given
            answering(json(status, error(status, "702", "internal")).withHeader("transient-error", "true"));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void allOtherStatusesAreNotANo() {
        for (int status : List.of(204, 302, 405, 408, 409, 410, 413, 500, 502, 503, 504)) {
            // given
            answering(json(status, error(status, "702", "internal")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aCaptureIsReceivedAndDecidedLater() {
        // given
        answering(json(201, received()));
        // when
        GatewayOutcome<AuthorizationView> outcome = capture();
        // then
        assertThat(outcome).isEqualTo(new Pending<>(Optional.of(PSP)));
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/v72/payments/NC6HT9CRT65ZGN82/captures"))
                        .withHeader("X-API-Key", equalTo("key-of-ours"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE + ":capture:1"))
                        .withRequestBody(equalToJson("{\"merchantAccount\":\"HoldfastECOM\",\"reference\":\"" + DISPUTE
                                + ":capture:1\",\"amount\":{\"currency\":\"USD\",\"value\":2000}}")));
    }

    @Test
    void aRefusedCaptureIsANo() {
        for (int status : List.of(400, 422)) {
            // given
            answering(json(status, error(status, "130", "validation")));
            // when
            GatewayOutcome<AuthorizationView> outcome = capture();
            // then
            assertThat(outcome)
                    .as("HTTP " + status)
                    .isEqualTo(new Declined<>("processing_error", Optional.empty(), false));
        }
    }

    @Test
    void aCaptureWhoseOutcomeIsNotSaidIsUnknown() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(404, error(404, "167", "validation")),
                json(422, error(422, "704", "validation")),
                json(500, error(500, "905", "internal")),
                json(201, "{}"),
                json(201, "<html>"))) {
            // given
            answering(answer);
            // when
            GatewayOutcome<AuthorizationView> outcome = capture();
            // then
            assertThat(outcome).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aCancelIsReceivedAndDecidedLater() {
        // given
        answering(json(201, received()));
        // when
        GatewayOutcome<AuthorizationView> outcome = cancel();
        // then
        assertThat(outcome).isEqualTo(new Pending<>(Optional.of(PSP)));
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/v72/payments/NC6HT9CRT65ZGN82/cancels"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE + ":void:1"))
                        .withRequestBody(equalToJson(
                                "{\"merchantAccount\":\"HoldfastECOM\",\"reference\":\"" + DISPUTE + ":void:1\"}")));
    }

    @Test
    void aCancelThatIsRefusedLeavesOpenWhatBecameOfTheHold() {
        for (int status : List.of(400, 404, 409, 422, 500)) {
            // given
            answering(json(status, error(status, "167", "validation")));
            // when
            GatewayOutcome<AuthorizationView> outcome = cancel();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aNameThatWouldLeaveTheAddressIsNotSent() {
        // given
        answering(json(201, received()));
        AuthorizationId stray = new AuthorizationId("../cancels?");
        // when
        GatewayOutcome<AuthorizationView> outcome =
                await(gateway.voidAuthorization(request(OperationKind.VOID, Optional.of(stray), FIFTY)));
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(callsReceived()).isZero();
    }

    @Test
    void whatIsNotKnownIsTakenBackByOurOwnName() throws IOException {
        // given
        answering(json(201, received()));
        // when
        GatewayOutcome<AuthorizationView> outcome = await(gateway.takeBack(request()));
        // then
        assertThat(outcome).isEqualTo(new Pending<>(Optional.empty()));
        server.verify(1, postRequestedFor(urlEqualTo("/v72/cancels")).withHeader("Idempotency-Key", absent()));
        StandalonePaymentCancelRequest read = StandalonePaymentCancelRequest.fromJson(
                server.getAllServeEvents().get(0).getRequest().getBodyAsString());
        assertThat(read.getMerchantAccount()).isEqualTo("HoldfastECOM");
        assertThat(read.getPaymentReference()).isEqualTo(DISPUTE.toString());
    }

    @Test
    void itCannotBeAsked() {
        assertThat(await(gateway.find(PSP, FIFTY))).isInstanceOf(Inquiry.NotAnswered.class);
        assertThat(await(gateway.findByDispute(DISPUTE, FIFTY))).isInstanceOf(Inquiry.NotAnswered.class);
        assertThatThrownBy(() -> await(gateway.list(Optional.empty()))).isInstanceOf(GatewayNotAnswering.class);
        assertThat(callsReceived()).isZero();
    }

    @Test
    void aForbiddenCallIsNotSent() {
        // given
        answering(json(403, error(403, "901", "security")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(NotSent.class);
    }

    private GatewayOutcome<AuthorizationView> capture() {
        return await(gateway.capture(request(OperationKind.CAPTURE, Optional.of(PSP), TWENTY)));
    }

    private GatewayOutcome<AuthorizationView> cancel() {
        return await(gateway.voidAuthorization(request(OperationKind.VOID, Optional.of(PSP), FIFTY)));
    }

    private static String payment(String resultCode, long value) {
        return "{\"pspReference\":\"" + PSP + "\",\"resultCode\":\"" + resultCode
                + "\",\"amount\":{\"currency\":\"USD\",\"value\":" + value + "},\"merchantReference\":\"" + DISPUTE
                + "\"}";
    }

    private static String refused(String resultCode, String number) {
        return payment(resultCode, 4_999)
                .replace(
                        "\"amount\"",
                        "\"refusalReason\":\"because\",\"refusalReasonCode\":\"" + number + "\",\"amount\"");
    }

    private static String received() {
        return "{\"merchantAccount\":\"HoldfastECOM\",\"paymentPspReference\":\"" + PSP
                + "\",\"pspReference\":\"QFQTPCQ8HXSKGK82\",\"status\":\"received\"}";
    }

    private static String error(int status, String code, String type) {
        return "{\"status\":" + status + ",\"errorCode\":\"" + code + "\",\"message\":\"no\",\"errorType\":\"" + type
                + "\"}";
    }
}

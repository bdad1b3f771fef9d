package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayCase;
import io.holdfast.gateway.GatewayContractTest;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Approved;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.NotSent;
import io.holdfast.gateway.GatewayOutcome.Pending;
import io.holdfast.gateway.GatewayOutcome.Reason;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.gateway.wire.WireClient;
import io.holdfast.gateway.wire.WireLimits;
import io.holdfast.money.Money;
import io.holdfast.time.Scheduling;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeGatewayContractTest extends GatewayCase implements GatewayContractTest {

    private static final AuthorizationId INTENT = new AuthorizationId("pi_1");
    private static final String INTENTS = "/v1/payment_intents";
    private static final String SEARCH = INTENTS + "/search";
    private static final String INTENT_URL = INTENTS + "/pi_1";

    /** Anything not too far from now, to the second. */
    private static final Instant CREATED = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

    private static final Instant CAPTURE_BEFORE = CREATED.plus(Duration.ofDays(7));

    @Inject
    StripeWire wire;

    @Inject
    Scheduling scheduling;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Override
    protected String name() {
        return StripeGateway.NAME;
    }

    @Override
    protected Gateway connect() {
        return gateway(10_000);
    }

    private Gateway gateway(int perSecond) {
        WireLimits limits = limits();
        Clock clock = Clock.systemUTC();
        StripeApi api = WireClient.of(StripeApi.class, URI.create(server.baseUrl()), limits);
        StripeLine line = new StripeLine(
                lines.open(StripeGateway.NAME, wire, limits),
                new Pace(perSecond, perSecond, clock),
                scheduling,
                "sk_test_1");
        StripeReading reading = new StripeReading(clock);
        return new StripeGateway(
                api,
                line,
                reading,
                new StripeIntents(clock),
                new StripeLookup(api, line, reading, limits.timeout(), clock),
                new EndingCards(Duration.ofDays(60), clock, metrics),
                limits);
    }

    @Override
    public void approves() {
        answering(okJson(held()));
    }

    @Override
    public void declines() {
        answering(json(402, cardError("card_declined", "insufficient_funds")));
    }

    @Override
    public void takesItsTime() {
        answering(okJson(intent("processing")));
    }

    @Override
    public void hasAFault() {
        answering(json(500, error("api_error", "", "")));
    }

    @Override
    public void asksForPatience() {
        answering(json(429, error("invalid_request_error", "rate_limit", "")).withHeader("Retry-After", "7"));
    }

    @Override
    public void talksNonsense() {
        answering(okJson("{\"id\": \"pi_1\", \"status\": \"requires_cap"));
    }

    @Override
    public void approvesAnotherAmount() {
        answering(okJson(held().replace("4999", "5000")));
    }

    @Override
    public void saysTheSameCallStillRuns() {
        answering(json(409, error("idempotency_error", "idempotency_key_in_use", "")));
    }

    @Override
    public void saysTheKeyCameWithAnotherBody() {
        answering(json(400, error("idempotency_error", "", "")));
    }

    @Override
    public void refusesTheCredentials() {
        answering(json(401, error("invalid_request_error", "", "")));
    }

    @Test
    void anAuthorizationIsSentAsStripeWantsIt() {
        // given
        approves();
        // when
        authorize();
        // then
        server.verify(
                1,
                postRequestedFor(urlEqualTo(INTENTS))
                        .withHeader("Authorization", equalTo("Bearer sk_test_1"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE.toString()))
                        .withHeader("Stripe-Version", equalTo(StripeApi.VERSION))
                        .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                        .withRequestBody(equalTo(gateway.compose(intent()))));
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
                        INTENT,
                        Status.AUTHORIZED,
                        Optional.of(FIFTY),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        CAPTURE_BEFORE,
                        Optional.of(DISPUTE)));
    }

    @Test
    void aDeclineKeepsTheIntent() {
        // given
        declines();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("insufficient_funds", Optional.of(INTENT), false));
    }

    @Test
    void anIntentThatAsksForAnotherCardIsDeclined() {
        // given
        answering(okJson(intent("requires_payment_method")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("processing_error", Optional.of(INTENT), false));
    }

    @Test
    void whyFraudIsSuspectedIsNotToldOn() {
        for (String code : List.of("stolen_card", "lost_card", "fraudulent", "merchant_blacklist", "pickup_card")) {
            // given
            answering(json(402, cardError("card_declined", code)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isEqualTo(new Declined<>("fraud_suspected", Optional.of(INTENT), false));
        }
    }

    @Test
    void aCardThatWantsItsOwnerIsDeclinedAndSaidSo() {
        // given
        answering(json(402, cardError("authentication_required", "authentication_required")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("authentication_required", Optional.of(INTENT), true));
    }

    @Test
    void anIntentThatWaitsForTheCustomerIsCancelled() {
        // given
        server.stubFor(post(INTENTS).willReturn(okJson(intent("requires_action"))));
        server.stubFor(post(INTENT_URL + "/cancel").willReturn(okJson(intent("canceled"))));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("authentication_required", Optional.of(INTENT), true));
        server.verify(
                1,
                postRequestedFor(urlEqualTo(INTENT_URL + "/cancel"))
                        .withHeader("Idempotency-Key", equalTo("pi_1:cancel"))
                        .withRequestBody(absent()));
    }

    @Test
    void anIntentThatWaitsForTheCustomerIsCancelledHoweverItIsTold() {
        // given
        String error = cardError("authentication_required", "authentication_required")
                .replace("requires_payment_method", "requires_action");
        server.stubFor(post(INTENTS).willReturn(json(402, error)));
        server.stubFor(post(INTENT_URL + "/cancel").willReturn(okJson(intent("canceled"))));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("authentication_required", Optional.of(INTENT), true));
    }

    @Test
    void anIntentThatCouldNotBeCancelledIsUnknown() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(500, error("api_error", "", "")),
                json(400, error("invalid_request_error", "payment_intent_unexpected_state", "")),
                okJson(intent("requires_action")),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))) {
            // given
            server.stubFor(post(INTENTS).willReturn(okJson(intent("requires_action"))));
            server.stubFor(post(INTENT_URL + "/cancel").willReturn(answer));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).isEqualTo(new Unknown<>("waits for the customer", Optional.empty()));
        }
    }

    @Test
    void whoeverAsksCancelsWhatWaitsForTheCustomer() {
        // given
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(intent("requires_action"))));
        server.stubFor(post(INTENT_URL + "/cancel").willReturn(okJson(intent("canceled"))));
        // when
        AuthorizationView view = found(find()).get(0);
        // then
        assertThat(view.status()).isEqualTo(Status.DECLINED);
        assertThat(view.failureCode()).contains("authentication_required");
        assertThat(view.actionRequired()).isTrue();
    }

    @Test
    void whatWaitsForTheCustomerAndCannotBeCancelledIsNoAnswer() {
        // given
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(intent("requires_action"))));
        server.stubFor(post(INTENT_URL + "/cancel").willReturn(json(500, error("api_error", "", ""))));
        // when
        Inquiry inquiry = find();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.NotAnswered("waits for the customer", Optional.empty(), false));
    }

    @Test
    void whatWasCancelledBeforeARestartIsStillDeclined() {
        // given
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(intent("canceled"))));
        // when
        AuthorizationView view = found(find()).get(0);
        // then
        assertThat(view.status()).isEqualTo(Status.DECLINED);
        assertThat(view.actionRequired()).isTrue();
    }

    @Test
    void moneyThatIsTakenAtOnceIsToldAsSuch() {
        // given
        answering(okJson(captured(4999)));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view.status()).isEqualTo(Status.CAPTURED);
        assertThat(view.captured()).contains(FIFTY);
    }

    @Test
    void aPendingOneKeepsItsIntent() {
        // given
        takesItsTime();
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Pending<>(Optional.of(INTENT)));
    }

    @Test
    void aRequestThatStripeDoesNotTakeIsANo() {
        // given
        Map<String, String> codeByParam = Map.of(
                "payment_method", "invalid_payment_method",
                "customer", "invalid_payment_method",
                "amount", "invalid_amount",
                "currency", "processing_error");
        codeByParam.forEach((param, code) -> {
            answering(json(400, error("invalid_request_error", "resource_missing", param)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(param).isEqualTo(new Declined<>(code, Optional.empty(), false));
        });
    }

    @Test
    void someStatusesAreANoWithoutAnyBody() {
        Map<Integer, String> codes =
                Map.of(400, "processing_error", 402, "card_declined", 404, "processing_error", 422, "processing_error");
        codes.forEach((status, code) -> {
            // given
            answering(aResponse().withStatus(status));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as("HTTP " + status).isEqualTo(new Declined<>(code, Optional.empty(), false));
        });
    }

    @Test
    void allOtherStatusesAreNotANo() {
        for (int status : List.of(200, 204, 302, 405, 408, 409, 410, 424, 500, 502, 503, 504)) {
            // given
            answering(json(status, error("invalid_request_error", "whatever", "")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void whatStripeCallsItsOwnFaultIsNotANo() {
        // given
        answering(json(400, error("api_error", "", "")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("api_error", Optional.empty()));
    }

    @Test
    void aDeclineOfAnIntentThatHoldsIsUnknown() {
        for (String status : List.of("requires_capture", "succeeded", "processing")) {
            // given
            answering(json(
                    402, cardError("card_declined", "insufficient_funds").replace("requires_payment_method", status)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void anAnswerAboutAnotherDisputeIsUnknown() {
        // given
        answering(okJson(held().replace(DISPUTE.toString(), "018f3c2e-7a5b-7c1d-9e2f-ffffffffffff")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("answer about another intent", Optional.empty()));
    }

    @Test
    void whatStripeSaysMayBeSentAgainIsNotANo() {
        // given
        answering(json(400, error("invalid_request_error", "", "")).withHeader("Stripe-Should-Retry", "true"));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void whatStripeSaysIsNotToBeSentAgainWaitsAtLeastFiveSeconds() {
        // given
        answering(json(500, error("api_error", "", "")).withHeader("Stripe-Should-Retry", "false"));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("http 500", Optional.of(Duration.ofSeconds(5))));
    }

    @Test
    void aLongerWishForPatienceIsHonoured() {
        // given
        answering(json(503, error("api_error", "", ""))
                .withHeader("Stripe-Should-Retry", "false")
                .withHeader("Retry-After", "60"));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("http 503", Optional.of(Duration.ofMinutes(1))));
    }

    @Test
    void aLockedIntentIsUnknownAndNotTooManyRequests() {
        // given
        answering(json(429, error("invalid_request_error", "lock_timeout", "")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("lock_timeout", Optional.empty()));
    }

    @Test
    void anAmountThatStripeCannotWriteIsDeclinedAndNotSent() {
        // given
        GatewayRequest request = request(OperationKind.AUTHORIZE, Optional.of(Money.of("5.124", "KWD")));
        // when
        GatewayOutcome<AuthorizationView> outcome = await(gateway.authorize(request));
        // then
        assertThat(outcome).isEqualTo(new Declined<>("invalid_amount", Optional.empty(), false));
        assertThat(callsReceived()).isZero();
    }

    @Test
    void aCaptureIsSentAsStripeWantsIt() {
        // given
        answering(okJson(captured(2000)));
        // when
        AuthorizationView view = approved(capture());
        // then
        assertThat(view.status()).isEqualTo(Status.CAPTURED);
        assertThat(view.captured()).contains(TWENTY);
        server.verify(
                1,
                postRequestedFor(urlEqualTo(INTENT_URL + "/capture"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE + ":capture:1"))
                        .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                        .withRequestBody(equalTo("amount_to_capture=2000")));
    }

    @Test
    void aCaptureThatDoesNotTellItsAmountIsUnknown() {
        // given
        answering(okJson(intent("succeeded", ",\"latest_charge\":\"ch_1\"")));
        // when
        GatewayOutcome<AuthorizationView> outcome = capture();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("amount not told", Optional.empty()));
    }

    @Test
    void anUnexpectedStateIsUnknownForCaptureAndVoid() {
        for (String code : List.of(
                "payment_intent_unexpected_state",
                "charge_already_captured",
                "charge_expired_for_capture",
                "lock_timeout")) {
            // given
            answering(json(400, error("invalid_request_error", code, "")));
            // when
            List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), voidIt());
            // then
            assertThat(outcomes).containsOnly(new Unknown<>(code, Optional.empty()));
        }
    }

    @Test
    void aRefusedCaptureIsDeclined() {
        // given
        answering(json(400, error("invalid_request_error", "amount_too_large", "amount_to_capture")));
        // when
        GatewayOutcome<AuthorizationView> outcome = capture();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("invalid_amount", Optional.of(INTENT), false));
    }

    @Test
    void aRefusedCaptureOfMoneyThatIsTakenIsUnknown() {
        // given
        String intent = captured(4999);
        answering(json(400, "{\"error\":{\"type\":\"invalid_request_error\",\"payment_intent\":" + intent + "}}"));
        // when
        GatewayOutcome<AuthorizationView> outcome = capture();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void aHoldThatStripeDoesNotKnowIsARiddle() {
        // given
        answering(json(404, error("invalid_request_error", "resource_missing", "intent")));
        // when
        List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), voidIt());
        // then
        assertThat(outcomes).containsOnly(new Unknown<>("resource_missing", Optional.empty()));
    }

    @Test
    void anAnswerAboutAnotherIntentIsUnknown() {
        // given
        answering(okJson(captured(2000).replace("pi_1", "pi_2")));
        // when
        List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), voidIt());
        // then
        assertThat(outcomes).containsOnly(new Unknown<>("answer about another intent", Optional.empty()));
    }

    @Test
    void aVoidIsSentAsStripeWantsIt() {
        // given
        answering(okJson(intent("canceled")));
        // when
        AuthorizationView view = approved(voidIt());
        // then
        assertThat(view.status()).isEqualTo(Status.VOIDED);
        assertThat(view.failureCode()).isEmpty();
        server.verify(
                1,
                postRequestedFor(urlEqualTo(INTENT_URL + "/cancel"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE + ":void:1"))
                        .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                        .withRequestBody(absent()));
    }

    @Test
    void aVoidOfWhatHadLapsedSaysSo() {
        // given
        answering(okJson(intent("canceled", ",\"cancellation_reason\":\"automatic\",\"latest_charge\":\"ch_1\"")));
        // when
        AuthorizationView view = approved(voidIt());
        // then
        assertThat(view.status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void anUnusableIdIsNotPutIntoAnAddress() {
        // given
        GatewayRequest request = new GatewayRequest(
                DISPUTE,
                "key",
                Optional.of(new AuthorizationId("../charges")),
                Optional.of(TWENTY),
                Optional.empty(),
                "");
        // when
        List<GatewayOutcome<AuthorizationView>> outcomes =
                List.of(await(gateway.capture(request)), await(gateway.voidAuthorization(request)));
        // then
        assertThat(outcomes).containsOnly(new Unknown<>("unusable id", Optional.empty()));
        assertThat(callsReceived()).isZero();
    }

    @Test
    void anIntentIsReadWithItsCharge() {
        // given
        server.stubFor(get(urlPathEqualTo(INTENT_URL))
                .withQueryParam("expand[]", equalTo("latest_charge"))
                .willReturn(okJson(held())));
        // when
        AuthorizationView view = found(find()).get(0);
        // then
        assertThat(view.status()).isEqualTo(Status.AUTHORIZED);
        assertThat(view.expiresAt()).isEqualTo(CAPTURE_BEFORE);
    }

    @Test
    void anIntentThatStripeDoesNotKnowIsAbsent() {
        // given
        answering(json(404, error("invalid_request_error", "resource_missing", "intent")));
        // when
        Inquiry inquiry = find();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void aQuestionWithoutAUsableAnswerIsNotAnswered() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(500, error("api_error", "", "")),
                json(400, error("invalid_request_error", "", "")),
                json(429, error("invalid_request_error", "rate_limit", "")),
                okJson("{}"),
                okJson(held().replace("pi_1", "pi_2")),
                aResponse().withFault(Fault.EMPTY_RESPONSE))) {
            // given
            answering(answer);
            // when
            Inquiry inquiry = find();
            // then
            assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
        }
    }

    @Test
    void refusedCredentialsAreSaidSo() {
        // given
        refusesTheCredentials();
        // when
        Inquiry inquiry = find();
        // then
        assertThat(((Inquiry.NotAnswered) inquiry).credentials()).isTrue();
    }

    @Test
    void whatASearchFindsIsReadAfresh() {
        // given
        searching(okJson(page(false, intent("processing"))));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
        // when
        List<AuthorizationView> views = found(findByDispute());
        // then
        assertThat(views).extracting(AuthorizationView::status).containsExactly(Status.AUTHORIZED);
        server.verify(
                1,
                getRequestedFor(urlPathEqualTo(SEARCH))
                        .withQueryParam("query", equalTo("metadata['dispute_id']:'" + DISPUTE + "'")));
    }

    @Test
    void whatASearchDoesNotShowYetIsFoundInTheList() {
        // given
        searching(okJson(page(false)));
        listing(okJson(page(false, another("pi_8"), held(), another("pi_9"))));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
        // when
        List<AuthorizationView> views = found(findByDispute());
        // then
        assertThat(views).extracting(AuthorizationView::id).containsExactly(INTENT);
    }

    @Test
    void whereThereIsNoSearchTheListWillDo() {
        for (int status : List.of(400, 404, 405)) {
            // given
            searching(json(status, error("invalid_request_error", "", "")));
            listing(okJson(page(false, held())));
            server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
            // when
            List<AuthorizationView> views = found(findByDispute());
            // then
            assertThat(views).as("HTTP " + status).hasSize(1);
        }
    }

    @Test
    void aDisputeThatNeitherSearchNorListKnowsIsAbsent() {
        // given
        searching(okJson(page(false)));
        listing(okJson(page(false, another("pi_9"))));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void aSearchThatIsNotAnsweredIsNotTakenForANo() {
        // given
        searching(json(503, error("api_error", "", "")));
        listing(okJson(page(false)));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
    }

    @Test
    void aListThatIsNotAnsweredIsNotTakenForANo() {
        // given
        searching(okJson(page(false)));
        listing(json(503, error("api_error", "", "")));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
    }

    @Test
    void theAnswerOfTheSearchWillDoWhereThereIsNoList() {
        // given
        searching(okJson(page(false)));
        listing(json(404, error("invalid_request_error", "", "")));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void thePagesOfASearchAreFollowed() {
        // given
        searching(okJson(page(true, intent("requires_capture")).replace("}]", "}],\"next_page\":\"two\"")));
        server.stubFor(get(urlPathEqualTo(SEARCH))
                .withQueryParam("page", equalTo("two"))
                .willReturn(okJson(page(false, held().replace("pi_1", "pi_2")))));
        server.stubFor(
                get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(intent("canceled", ",\"latest_charge\":\"ch\""))));
        server.stubFor(get(urlPathEqualTo(INTENTS + "/pi_2")).willReturn(okJson(held().replace("pi_1", "pi_2"))));
        // when
        List<AuthorizationView> views = found(findByDispute());
        // then
        assertThat(views).extracting(AuthorizationView::status).containsExactly(Status.VOIDED, Status.AUTHORIZED);
    }

    @Test
    void oneOfSeveralThatCannotBeReadMakesTheWholeUnanswered() {
        // given
        searching(okJson(page(false, held(), held().replace("pi_1", "pi_2"))));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
        server.stubFor(get(urlPathEqualTo(INTENTS + "/pi_2")).willReturn(json(500, error("api_error", "", ""))));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
    }

    @Test
    void aListWithoutAnEndIsNoAnswerWhereThereIsNoSearch() {
        // given
        searching(json(404, error("invalid_request_error", "", "")));
        listing(okJson(page(true, another("pi_9"))));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.NotAnswered("list without an end", Optional.empty(), false));
        assertThat(callsReceived()).isLessThan(20);
    }

    @Test
    void theListIsLeftWhereItIsOlderThanTheDispute() {
        // given
        searching(json(404, error("invalid_request_error", "", "")));
        Instant longAgo = Instant.ofEpochMilli(DISPUTE.value().getMostSignificantBits() >>> 16)
                .minus(Duration.ofHours(2));
        listing(okJson(page(
                true,
                another("pi_8"),
                another("pi_9").replace("" + CREATED.getEpochSecond(), "" + longAgo.getEpochSecond()))));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
        assertThat(callsReceived()).isEqualTo(2);
    }

    @Test
    void theLiveHoldsAreListedPageByPage() {
        // given
        String foreign = held().replace("pi_1", "pi_8").replace(DISPUTE.toString(), "somebody else's");
        listing(okJson(page(true, held(), foreign, intent("canceled").replace("pi_1", "pi_9"))));
        // when
        AuthorizationPage page = await(gateway.list(Optional.of("pi_0")));
        // then
        assertThat(page.authorizations()).extracting(AuthorizationView::id).containsExactly(INTENT);
        assertThat(page.next()).contains("pi_9");
        server.verify(1, getRequestedFor(urlEqualTo(INTENTS + "?limit=100&starting_after=pi_0")));
    }

    @Test
    void theLastPageHasNoNext() {
        // given
        listing(okJson(page(false, held())));
        // when
        AuthorizationPage page = await(gateway.list(Optional.empty()));
        // then
        assertThat(page.next()).isEmpty();
    }

    @Test
    void aPageThatCannotBeReadIsAFailure() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(500, error("api_error", "", "")),
                okJson("{}"),
                okJson("{\"data\":[],\"has_more\":true}"),
                okJson(page(false, held().replace("\"pi_1\"", "7"))))) {
            // given
            listing(answer);
            Uni<AuthorizationPage> page = gateway.list(Optional.empty());
            // then
            assertThatThrownBy(() -> await(page)).isInstanceOf(GatewayNotAnswering.class);
        }
    }

    @Test
    void aRefreshReadsWhenTheCardEnds() {
        // given
        server.stubFor(get(urlEqualTo("/v1/payment_methods/pm_1")).willReturn(okJson(paymentMethod(2199, 12))));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh();
        // then
        assertThat(outcome)
                .isEqualTo(
                        new Approved<>(new RefreshedToken("pm_1", Optional.of(Instant.parse("2200-01-01T00:00:00Z")))));
        assertThat(metrics.get("holdfast.gateway.cards.ending").counter().count())
                .isZero();
    }

    @Test
    void aCardThatEndsTooSoonIsRaised() {
        // given
        server.stubFor(get(urlEqualTo("/v1/payment_methods/pm_1")).willReturn(okJson(paymentMethod(2020, 2))));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh();
        // then
        assertThat(outcome)
                .isEqualTo(
                        new Approved<>(new RefreshedToken("pm_1", Optional.of(Instant.parse("2020-03-01T00:00:00Z")))));
        assertThat(metrics.get("holdfast.gateway.cards.ending").counter().count())
                .isEqualTo(1);
    }

    @Test
    void aPaymentMethodThatIsNoCardHasNoEnd() {
        // given
        answering(okJson("{\"id\":\"pm_1\",\"type\":\"link\"}"));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh();
        // then
        assertThat(outcome).isEqualTo(new Approved<>(new RefreshedToken("pm_1", Optional.empty())));
    }

    @Test
    void aPaymentMethodThatIsGoneIsDeclined() {
        // given
        answering(json(404, error("invalid_request_error", "resource_missing", "payment_method")));
        // when
        GatewayOutcome<RefreshedToken> outcome = refresh();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("payment_method_gone", Optional.empty(), false));
    }

    @Test
    void aPaymentMethodThatCannotBeReadIsUnknown() {
        for (ResponseDefinitionBuilder answer :
                List.of(okJson("{}"), okJson("[]"), json(500, error("api_error", "", "")))) {
            // given
            answering(answer);
            // when
            GatewayOutcome<RefreshedToken> outcome = refresh();
            // then
            assertThat(outcome).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void whatWouldGoTooFastIsNotSent() {
        // given
        approves();
        gateway = gateway(2);
        // when
        List<GatewayOutcome<AuthorizationView>> outcomes = await(Uni.join()
                .all(IntStream.range(0, 8)
                        .mapToObj(i -> gateway.authorize(request()))
                        .toList())
                .andFailFast());
        // then
        assertThat(outcomes).noneMatch(Unknown.class::isInstance);
        List<NotSent<AuthorizationView>> notSent = outcomes.stream()
                .filter(NotSent.class::isInstance)
                .map(it -> (NotSent<AuthorizationView>) it)
                .toList();
        assertThat(notSent).hasSizeGreaterThanOrEqualTo(4).allSatisfy(it -> {
            assertThat(it.reason()).isEqualTo(Reason.PACED);
            assertThat(it.retryAfter().orElseThrow()).isGreaterThan(Pace.LONGEST_WAIT);
        });
        assertThat(callsReceived()).isEqualTo(8 - notSent.size());
    }

    @Test
    void aCallWaitsForItsTurnAndIsThenSent() {
        // given
        approves();
        gateway = gateway(1);
        authorize();
        Duration almostAll = Pace.WINDOW.minus(Pace.LONGEST_WAIT);
        // when
        GatewayOutcome<AuthorizationView> outcome = await(Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(almostAll.plusMillis(50))
                .chain(() -> gateway.authorize(request())));
        // then
        assertThat(outcome).isInstanceOf(Approved.class);
        List<Instant> received = server.getAllServeEvents().stream()
                .map(it -> it.getRequest().getLoggedDate().toInstant())
                .sorted()
                .toList();
        // PaceTest is exact; here the first call may have been under way for a while before it was received
        assertThat(Duration.between(received.get(0), received.get(1))).isGreaterThan(Duration.ofMillis(300));
    }

    private GatewayOutcome<AuthorizationView> capture() {
        return await(gateway.capture(request(OperationKind.CAPTURE, Optional.of(TWENTY))));
    }

    private GatewayOutcome<AuthorizationView> voidIt() {
        return await(gateway.voidAuthorization(request(OperationKind.VOID, Optional.empty())));
    }

    private GatewayOutcome<RefreshedToken> refresh() {
        return await(gateway.refresh(request(OperationKind.REFRESH, Optional.empty())));
    }

    private Inquiry find() {
        return await(gateway.find(INTENT, FIFTY));
    }

    private Inquiry findByDispute() {
        return await(gateway.findByDispute(DISPUTE, FIFTY));
    }

    private GatewayRequest request(OperationKind kind, Optional<Money> amount) {
        return new GatewayRequest(
                DISPUTE,
                kind.idempotencyKey(DISPUTE, 1),
                Optional.of(INTENT),
                amount,
                Optional.of("pm_1"),
                gateway.compose(intent(kind, amount.orElse(FIFTY))));
    }

    private static List<AuthorizationView> found(Inquiry inquiry) {
        assertThat(inquiry).isInstanceOf(Inquiry.Found.class);
        return ((Inquiry.Found) inquiry).authorizations();
    }

    private void searching(ResponseDefinitionBuilder response) {
        server.stubFor(get(urlPathEqualTo(SEARCH)).willReturn(response));
    }

    private void listing(ResponseDefinitionBuilder response) {
        server.stubFor(get(urlPathEqualTo(INTENTS)).willReturn(response));
    }

    private static String error(String type, String code, String param) {
        return "{\"error\":{\"type\":\"" + type + "\",\"code\":\"" + code + "\",\"param\":\"" + param
                + "\",\"message\":\"Something about a card\"}}";
    }

    private static String cardError(String code, String declineCode) {
        return "{\"error\":{\"type\":\"card_error\",\"code\":\"" + code + "\",\"decline_code\":\"" + declineCode
                + "\",\"payment_intent\":" + intent("requires_payment_method") + "}}";
    }

    private static String page(boolean more, String... intents) {
        return "{\"object\":\"list\",\"data\":[" + String.join(",", intents) + "],\"has_more\":" + more + "}";
    }

    private static String held() {
        return intent(
                "requires_capture",
                ",\"latest_charge\":{\"id\":\"ch_1\",\"status\":\"succeeded\",\"payment_method_details\":{\"card\":"
                        + "{\"capture_before\":" + CAPTURE_BEFORE.getEpochSecond() + "}}}");
    }

    private static String captured(long units) {
        return intent("succeeded", ",\"amount_received\":" + units);
    }

    private static String another(String id) {
        return held().replace("pi_1", id).replace(DISPUTE.toString(), "018f3c2e-7a5b-7c1d-9e2f-ffffffffffff");
    }

    private static String intent(String status) {
        return intent(status, ",\"latest_charge\":null");
    }

    private static String intent(String status, String more) {
        return "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"status\":\"" + status
                + "\",\"amount\":4999,\"currency\":\"usd\",\"capture_method\":\"manual\",\"created\":"
                + CREATED.getEpochSecond() + ",\"metadata\":{\"dispute_id\":\"" + DISPUTE + "\"}" + more + "}";
    }

    private static String paymentMethod(int year, int month) {
        return "{\"id\":\"pm_1\",\"type\":\"card\",\"card\":{\"exp_year\":" + year + ",\"exp_month\":" + month + "}}";
    }
}

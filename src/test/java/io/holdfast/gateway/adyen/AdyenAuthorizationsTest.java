package io.holdfast.gateway.adyen;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Pending;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.money.Money;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class AdyenAuthorizationsTest extends AdyenCase {

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
    void aYesTellsWhatAndUntilWhen() {
        // given
        approves();
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view).isEqualTo(heldUntil(Instant.parse("2026-11-29T10:00:00Z"), PSP, Optional.empty()));
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
    void aNameOfDigitsIsANameEvenIfACardCouldHaveItsNumber() {
        // given
        AuthorizationId digits = new AuthorizationId("4111111111111111");
        answering(json(200, payment("Authorised", 4_999).replace(PSP.value(), digits.value())));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view.id()).isEqualTo(digits);
    }

    @Test
    void anAnswerAboutAnotherPaymentIsUnknownWhateverItSays() {
        for (String another : List.of("018f3c2e-7a5b-7c1d-9e2f-000000000000", DISPUTE + ":renew:1", "order-1")) {
            for (String resultCode : List.of("Authorised", "Received", "Refused", "PartiallyAuthorised")) {
                // given
                answering(json(200, payment(resultCode, 4_999).replace(DISPUTE.toString(), another)));
                // when
                GatewayOutcome<AuthorizationView> outcome = authorize();
                // then
                assertThat(outcome)
                        .as(resultCode + " of " + another)
                        .isEqualTo(new Unknown<>("answer about another payment", Optional.empty()));
            }
        }
        server.verify(0, postRequestedFor(urlPathMatching(".*/cancels")));
    }

    @Test
    void aRenewalIsKnownByItsOwnReference() {
        // given
        answering(json(200, payment("Authorised", 4_999).replace(DISPUTE.toString(), DISPUTE + ":renew:1")));
        // when
        AuthorizationView view =
                approved(await(gateway.authorize(request(OperationKind.RENEW, Optional.empty(), FIFTY))));
        // then
        assertThat(view.disputeId()).contains(DISPUTE);
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
                json(201, received().replace(PSP.value(), "H79HT9CRT65ZGN82")),
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
    void whatIsHeldInPartIsGivenBackThoughAnErrorIsKeptUnderTheKeyOfThat() {
        // given
        String cancels = "/v72/payments/NC6HT9CRT65ZGN82/cancels";
        server.stubFor(post(urlEqualTo("/v72/payments")).willReturn(json(200, payment("PartiallyAuthorised", 2_000))));
        server.stubFor(post(urlEqualTo(cancels)).willReturn(json(201, received())));
        server.stubFor(post(urlEqualTo(cancels))
                .withHeader("Idempotency-Key", equalTo(DISPUTE + ":part"))
                .willReturn(json(500, error(500, "905", "internal"))));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("insufficient_funds", Optional.of(PSP), false));
    }

    @Test
    void aPartWhoseReturnMayBeRepeatedIsGivenBackByThat() {
        // given
        server.stubFor(post(urlEqualTo("/v72/payments")).willReturn(json(200, payment("PartiallyAuthorised", 2_000))));
        server.stubFor(post(urlEqualTo("/v72/payments/NC6HT9CRT65ZGN82/cancels"))
                .willReturn(json(500, error(500, "905", "internal")).withHeader("transient-error", "true")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("held in part", Optional.empty()));
        server.verify(1, postRequestedFor(urlPathMatching(".*/cancels")));
    }

    @Test
    void patienceThatAdyenAsksForWhenItIsToGiveAPartBackIsHonoured() {
        // given
        server.stubFor(post(urlEqualTo("/v72/payments")).willReturn(json(200, payment("PartiallyAuthorised", 2_000))));
        server.stubFor(post(urlEqualTo("/v72/payments/NC6HT9CRT65ZGN82/cancels"))
                .willReturn(json(429, error(429, "010", "security")).withHeader("Retry-After", "60")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("held in part", Optional.of(Duration.ofMinutes(1))));
        server.verify(1, postRequestedFor(urlPathMatching(".*/cancels")));
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
}

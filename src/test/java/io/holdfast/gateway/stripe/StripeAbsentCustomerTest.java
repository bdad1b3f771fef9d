package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A bank that wants to hear from the customer, who is not there. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeAbsentCustomerTest extends StripeCase {

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
    void anIntentWhoseCancelHasAFailureKeptUnderItsKeyIsCancelledWithAnotherOne() {
        // given
        server.stubFor(post(INTENTS).willReturn(okJson(intent("requires_action"))));
        server.stubFor(post(INTENT_URL + "/cancel").willReturn(okJson(intent("canceled"))));
        server.stubFor(post(INTENT_URL + "/cancel")
                .withHeader("Idempotency-Key", equalTo("pi_1:cancel"))
                .willReturn(json(500, error("api_error", "", "")).withHeader("Idempotent-Replayed", "true")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("authentication_required", Optional.of(INTENT), true));
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
    void somebodyElsesIntentThatWaitsForTheCustomerIsLeftInPeace() {
        // given
        String foreign = intent("requires_action").replace("dispute_id", "order_id");
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(foreign)));
        server.stubFor(post(INTENT_URL + "/cancel").willReturn(okJson(intent("canceled"))));
        // when
        AuthorizationView view = found(find()).get(0);
        // then
        assertThat(view.status()).isEqualTo(Status.PENDING);
        server.verify(0, postRequestedFor(urlEqualTo(INTENT_URL + "/cancel")));
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
    void patienceThatStripeAsksForWhenItIsToCancelIsHonoured() {
        // given
        server.stubFor(post(INTENTS).willReturn(okJson(intent("requires_action"))));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(intent("requires_action"))));
        server.stubFor(post(INTENT_URL + "/cancel")
                .willReturn(
                        json(429, error("rate_limit_error", "rate_limit", "")).withHeader("Retry-After", "60")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        Inquiry inquiry = find();
        // then
        Optional<Duration> patience = Optional.of(Duration.ofMinutes(1));
        assertThat(outcome).isEqualTo(new Unknown<>("waits for the customer", patience));
        assertThat(inquiry).isEqualTo(new Inquiry.NotAnswered("waits for the customer", patience, false));
    }

    @Test
    void credentialsThatDoNotAllowToCancelAreTold() {
        // given
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(intent("requires_action"))));
        server.stubFor(post(INTENT_URL + "/cancel").willReturn(json(401, error("invalid_request_error", "", ""))));
        // when
        Inquiry inquiry = find();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.NotAnswered("waits for the customer", Optional.empty(), true));
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
}

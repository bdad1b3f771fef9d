package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Pending;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.money.Money;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeAuthorizationsTest extends StripeCase {

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
        assertThat(view).isEqualTo(heldUntil(CAPTURE_BEFORE, INTENT, Optional.of(CREATED)));
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
        answering(okJson(intent("processing")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Pending<>(Optional.of(INTENT)));
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
    void aCardNumberIsNoIdAndWhatItNamesIsUnknown() {
        // given
        answering(okJson(held().replace("pi_1", "pi_4111111111111111")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("unreadable answer", Optional.empty()));
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
}

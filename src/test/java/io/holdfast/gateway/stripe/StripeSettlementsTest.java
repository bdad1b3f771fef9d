package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.GatewayTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A hold that is charged or given back. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeSettlementsTest extends StripeCase {

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
    void aKeyUnderWhichStripeHasKeptAFailureOrAnotherRequestIsToldToBeSpent() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(500, error("api_error", "", "")).withHeader("Idempotent-Replayed", "true"),
                json(400, error("idempotency_error", "", "")))) {
            // given
            answering(answer);
            // when
            List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), voidIt());
            // then
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    Unknown.class, it -> assertThat(it.key()).isEqualTo(GatewayOutcome.Key.SPENT)));
        }
    }

    @Test
    void aKeyThatIsStillAtWorkIsNot() {
        // given
        answering(json(409, error("idempotency_error", "idempotency_key_in_use", "")));
        // when
        List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), voidIt());
        // then
        assertThat(outcomes).containsOnly(new Unknown<>("idempotency_key_in_use", Optional.empty()));
    }

    @Test
    void aFailureThatIsNoRepeatMayBeMadeGood() {
        // given
        answering(json(500, error("api_error", "", "")));
        // when
        GatewayOutcome<AuthorizationView> outcome = capture();
        // then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Unknown.class, it -> assertThat(it.key()).isEqualTo(GatewayOutcome.Key.FREE));
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
    void aHoldThatIsToldToHaveLapsedOrBeenDeclinedIsAskedAfter() {
        for (String answer : List.of(
                intent("canceled", ",\"cancellation_reason\":\"automatic\",\"latest_charge\":\"ch_1\""),
                intent("requires_payment_method", ",\"last_payment_error\":{\"code\":\"card_declined\"}"))) {
            // given
            answering(okJson(answer));
            // when
            List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), voidIt());
            // then
            assertThat(outcomes).hasOnlyElementsOfType(Unknown.class);
        }
    }

    @Test
    void anEndThatTheRequestCannotHaveBroughtAboutIsAskedAfter() {
        // given
        answering(okJson(intent("canceled", ",\"latest_charge\":\"ch_1\"")));
        GatewayOutcome<AuthorizationView> captured = capture();
        answering(okJson(captured(2000)));
        // when
        GatewayOutcome<AuthorizationView> voided = voidIt();
        // then
        assertThat(captured).isEqualTo(new Unknown<>("says_voided", Optional.empty()));
        assertThat(voided).isEqualTo(new Unknown<>("says_captured", Optional.empty()));
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

    private GatewayOutcome<AuthorizationView> capture() {
        return await(gateway.capture(request(OperationKind.CAPTURE, Optional.of(TWENTY))));
    }

    private GatewayOutcome<AuthorizationView> voidIt() {
        return await(gateway.voidAuthorization(request(OperationKind.VOID, Optional.empty())));
    }
}

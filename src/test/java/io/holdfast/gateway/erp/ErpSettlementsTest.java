package io.holdfast.gateway.erp;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A hold that is charged or given back. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpSettlementsTest extends ErpCase {

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
    void aCodeThatIsNoPlainWordIsNotToldAsADecline() {
        // given
        answering(json(422, error("Idempotency-Mismatch")));
        // when
        GatewayOutcome<AuthorizationView> outcome = giveBack();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("http 422", Optional.empty(), GatewayOutcome.Key.SPENT));
    }

    @Test
    void aKeyThatBelongsToAnotherRequestIsToldToBeSpent() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(422, error("idempotency_mismatch")),
                json(200, captured("20.00").replace("auth_1", "auth_2")))) {
            // given
            answering(answer);
            // when
            List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), giveBack());
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
        answering(json(422, error("idempotency_key_in_use")));
        // when
        List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), giveBack());
        // then
        assertThat(outcomes).containsOnly(new Unknown<>("idempotency_key_in_use", Optional.empty()));
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
    void anEndThatTheRequestCannotHaveBroughtAboutIsAskedAfter() {
        // given
        answering(json(200, authorization("voided", "49.99")));
        GatewayOutcome<AuthorizationView> captured = capture();
        answering(json(200, authorization("captured", "49.99")));
        // when
        GatewayOutcome<AuthorizationView> voided = giveBack();
        // then
        assertThat(captured).isEqualTo(new Unknown<>("says_voided", Optional.empty()));
        assertThat(voided).isEqualTo(new Unknown<>("says_captured", Optional.empty()));
    }

    @Test
    void aVoidOfWhatSomebodyHadTakenSomeOfIsNoRelease() {
        // given
        answering(json(200, captured("20.00").replace("\"captured\"", "\"voided\"")));
        // when
        GatewayOutcome<AuthorizationView> outcome = giveBack();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("says_captured", Optional.empty()));
    }

    @Test
    void aHoldThatIsToldToBeDeclinedOrLapsedIsAskedAfter() {
        for (String status : List.of("declined", "expired")) {
            // given
            answering(json(200, authorization(status, "49.99")));
            // when
            List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), giveBack());
            // then
            assertThat(outcomes).containsOnly(new Unknown<>("says_" + status, Optional.empty()));
        }
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

    private GatewayOutcome<AuthorizationView> capture() {
        return await(gateway.capture(request(OperationKind.CAPTURE, Optional.of(AUTH), TWENTY)));
    }

    private GatewayOutcome<AuthorizationView> giveBack() {
        return await(gateway.voidAuthorization(request(OperationKind.VOID, Optional.of(AUTH), FIFTY)));
    }

    private static String captured(String amount) {
        return authorization("captured", "49.99")
                .replace("\"capture_method\"", "\"captured_amount\":" + amount + ",\"capture_method\"");
    }
}

package io.holdfast.gateway.adyen;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.adyen.model.checkout.StandalonePaymentCancelRequest;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Pending;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Adyen takes on what is to become of a hold; what became of it, it says later, and cannot be asked. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class AdyenSettlementsTest extends AdyenCase {

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
    void anErrorOfAdyensIsTheStoredAnswerToItsKeyUnlessItSaysOtherwise() {
        for (int status : List.of(400, 404, 422, 500)) {
            // given
            answering(json(status, error(status, "167", "validation")));
            // then
            assertThat(isKeySpent(cancel())).as("HTTP " + status).isTrue();
        }
        for (ResponseDefinitionBuilder answer : List.of(
                json(409, error(409, "704", "validation")),
                json(409, error(409, "167", "validation")),
                json(422, error(422, "704", "validation")),
                json(422, error(422, "167", "validation")).withHeader("transient-error", "true"),
                json(500, error(500, "905", "internal")).withHeader("transient-error", "true"),
                json(503, "{}"),
                json(502, "<html>"),
                json(201, "{}"))) {
            // given
            answering(answer);
            // then
            assertThat(isKeySpent(cancel())).isFalse();
        }
    }

    @Test
    void aKeyThatAnotherRequestHasIsNamedSo() {
        for (int status : List.of(409, 422)) {
            // given
            answering(json(status, error(status, "704", "validation")));
            // when
            GatewayOutcome<AuthorizationView> outcome = cancel();
            // then
            assertThat(outcome)
                    .as("HTTP " + status)
                    .isInstanceOfSatisfying(
                            Unknown.class, it -> assertThat(it.key()).isEqualTo(GatewayOutcome.Key.IN_USE));
        }
    }

    @Test
    void whatIsTakenBackHasNoKeyThatCouldBeSpent() {
        // given
        answering(json(422, error(422, "167", "validation")));
        // when
        GatewayOutcome<AuthorizationView> outcome = await(gateway.takeBack(request()));
        // then
        assertThat(isKeySpent(outcome)).isFalse();
    }

    @Test
    void anAnswerAboutAnotherPaymentIsUnknown() {
        for (String another : List.of(
                received().replace(PSP.value(), "H79HT9CRT65ZGN82"),
                received("reference", "018f3c2e-7a5b-7c1d-9e2f-000000000000:capture:1"),
                received("merchantReference", "018f3c2e-7a5b-7c1d-9e2f-000000000000"))) {
            // given
            answering(json(201, another));
            // when
            List<GatewayOutcome<AuthorizationView>> outcomes = List.of(capture(), cancel());
            // then
            // a cancel is begun anew for it: it is what Adyen kept for a request that had the key before
            assertThat(outcomes)
                    .as(another)
                    .containsExactly(
                            new Unknown<>("answer about another payment", Optional.empty()),
                            new Unknown<>("answer about another payment", Optional.empty(), GatewayOutcome.Key.SPENT));
        }
    }

    @Test
    void anAnswerThatRepeatsOurReferenceIsReceived() {
        // given
        answering(json(201, received("reference", DISPUTE + ":capture:1")));
        // when
        GatewayOutcome<AuthorizationView> outcome = capture();
        // then
        assertThat(outcome).isEqualTo(new Pending<>(Optional.of(PSP)));
    }

    @Test
    void takingAnotherPaymentBackIsUnknown() {
        // given
        answering(json(201, received("paymentReference", "018f3c2e-7a5b-7c1d-9e2f-000000000000")));
        // when
        GatewayOutcome<AuthorizationView> outcome = await(gateway.takeBack(request()));
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("answer about another payment", Optional.empty()));
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
        assertThat(await(gateway.find(PSP))).isInstanceOf(Inquiry.NotAnswered.class);
        assertThat(await(gateway.findByDispute(DISPUTE))).isInstanceOf(Inquiry.NotAnswered.class);
        assertThatThrownBy(() -> await(gateway.list(Optional.empty()))).isInstanceOf(GatewayNotAnswering.class);
        assertThat(callsReceived()).isZero();
    }

    private GatewayOutcome<AuthorizationView> capture() {
        return await(gateway.capture(request(OperationKind.CAPTURE, Optional.of(PSP), TWENTY)));
    }

    private GatewayOutcome<AuthorizationView> cancel() {
        return await(gateway.voidAuthorization(request(OperationKind.VOID, Optional.of(PSP), FIFTY)));
    }

    private static boolean isKeySpent(GatewayOutcome<AuthorizationView> outcome) {
        return ((Unknown<AuthorizationView>) outcome).key() == GatewayOutcome.Key.SPENT;
    }

    private static String received(String field, String value) {
        return received().replace("\"status\"", "\"" + field + "\":\"" + value + "\",\"status\"");
    }
}

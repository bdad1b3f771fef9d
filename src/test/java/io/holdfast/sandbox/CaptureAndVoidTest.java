package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureAndVoidTest extends SandboxCase {

    @Test
    void aPartCaptureTakesThePartAndEndsTheHold() {
        // given
        String id = caller.authorize("pm_ok").id();

        // when
        Caller.Answer answer = caller.capture(id, "20", "c");

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("captured");
        assertThat(answer.number("/amount")).isEqualTo(new BigDecimal("49.99"));
        assertThat(answer.number("/captured_amount")).isEqualTo(new BigDecimal("20.00"));
    }

    @Test
    void aCaptureOfMoreThanIsHeldIsRefusedAndTheHoldStays() {
        // given
        String id = caller.authorize("pm_ok").id();

        // when
        Caller.Answer answer = caller.capture(id, "50", "c");

        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.errorCode()).isEqualTo("amount_exceeds_hold");
        assertThat(caller.get("/v1/authorizations/" + id).text("/status")).isEqualTo("authorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"amount\": 0}", "{\"amount\": 1.001}", "{\"amount\": 1, \"currency\": \"USD\"}"})
    void aMalformedCaptureIsRefused(String body) {
        // given
        String id = caller.authorize("pm_ok").id();

        // when
        Caller.Answer answer = caller.post("/v1/authorizations/" + id + "/capture", "c", body);

        // then
        assertThat(answer.status()).isEqualTo(422);
    }

    @Test
    void aSecondCaptureIsAConflict() {
        // given
        String id = caller.authorize("pm_ok").id();
        caller.capture(id, "20", "c1");

        // when
        Caller.Answer answer = caller.capture(id, "20", "c2");

        // then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.errorCode()).isEqualTo("not_capturable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm_declined_x", "pm_pending_60"})
    void whatIsNotLiveCanNeitherBeCapturedNorVoided(String paymentMethodId) {
        // given
        String id = caller.authorize(paymentMethodId).id();

        // when
        Caller.Answer capture = caller.capture(id, "20", "c");

        // then
        assertThat(capture.status()).isEqualTo(409);
        assertThat(caller.giveBack(id, "v").status()).isEqualTo(409);
    }

    @Test
    void aVoidGivesTheHoldBack() {
        // given
        String id = caller.authorize("pm_ok").id();

        // when
        Caller.Answer answer = caller.giveBack(id, "v");

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("voided");
    }

    @Test
    void aVoidOfAVoidedOneIsFine() {
        // given
        String id = caller.authorize("pm_ok").id();
        caller.giveBack(id, "v1");

        // when
        Caller.Answer answer = caller.giveBack(id, "v2");

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(sandbox.ledger().authorizations().get(0).keys()).doesNotContain("v2");
    }

    @Test
    void aVoidOfACapturedOneIsAConflict() {
        // given
        String id = caller.authorize("pm_ok").id();
        caller.capture(id, "49.99", "c");

        // when
        Caller.Answer answer = caller.giveBack(id, "v");

        // then
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.errorCode()).isEqualTo("not_voidable");
    }

    @Test
    void aVoidNeedsNoBody() {
        // given
        String id = caller.authorize("pm_ok").id();

        // when
        Caller.Answer answer = caller.send(caller.request("/v1/authorizations/" + id + "/void")
                .header("Idempotency-Key", "v")
                .POST(BodyPublishers.noBody())
                .build());

        // then
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anIssuerCanRefuseTheCapture() {
        // given
        String id = caller.authorize("pm_capture_declined").id();

        // when
        Caller.Answer answer = caller.capture(id, "20", "c");

        // then
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.errorCode()).isEqualTo("capture_declined");
        assertThat(caller.giveBack(id, "v").status()).isEqualTo(200);
    }

    @Test
    void anUnknownAuthorizationIsNotFound() {
        // when
        Caller.Answer answer = caller.capture("auth_nothing", "20", "c");

        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(caller.giveBack("auth_nothing", "v").status()).isEqualTo(404);
        assertThat(caller.get("/v1/authorizations/auth_nothing").errorCode()).isEqualTo("authorization_not_found");
    }
}

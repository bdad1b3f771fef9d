package io.holdfast.gateway.erp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Clarity;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is a no, and what only sounds like one. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpRefusalsTest extends ErpCase {

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
    void someStatusesAreANoWithoutAnyBodyThoughNotAClearOne() {
        for (int status : List.of(400, 402, 404, 422)) {
            // given
            answering(aResponse().withStatus(status));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as("HTTP " + status).isEqualTo(no(status == 402 ? Clarity.CLEAR : Clarity.MUTE));
        }
    }

    @Test
    void anObjectThatDoesNotSayWhyIsANoThoughNotAClearOne() {
        for (String body : List.of("{}", "{\"message\":\"no\"}", "{\"error\":\"no\"}", "{\"error\":{\"code\":17}}")) {
            for (int status : List.of(400, 404, 422)) {
                // given
                answering(json(status, body));
                // when
                GatewayOutcome<AuthorizationView> outcome = authorize();
                // then
                assertThat(outcome).as(status + body).isEqualTo(no(Clarity.VAGUE));
            }
        }
    }

    @Test
    void aWordThatMayBeAboutAnotherAttemptIsNotClear() {
        for (String code : List.of("duplicate_request", "conflict", "already_exists", "request_in_use", "try_again")) {
            // given
            answering(json(422, error(code)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isEqualTo(new Declined<>(code, Optional.empty(), false, Clarity.VAGUE));
        }
    }

    @Test
    void whatCannotBeReadIsNotANo() {
        for (String body : List.of("null", "[]", "\"no\"", "<html><h1>404</h1></html>", "{\"error\":{\"code\":\"no")) {
            for (int status : List.of(400, 404, 422)) {
                // given
                answering(json(status, body));
                // when
                GatewayOutcome<AuthorizationView> outcome = authorize();
                // then
                assertThat(outcome).as(status + body).isInstanceOf(Unknown.class);
            }
        }
    }

    @Test
    void aRequestThatIsStillUnderWayIsNotRefused() {
        for (String code : List.of(
                "in_flight", "IN_FLIGHT", "request_in_progress", "request_being_processed", "still_processing")) {
            // given
            answering(json(422, error(code)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aWordForANoIsClear() {
        for (String code : List.of("processing_error", "card_blocked", "amount_too_small", "invalid_payment_method")) {
            // given
            answering(json(422, error(code)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isEqualTo(new Declined<>(code, Optional.empty(), false));
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
    void aStatusThatIsInNoContractIsNotANo() {
        // given
        answering(json(402, authorization("processing", "49.99")));
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
    void oneThingThatIsForbiddenDoesNotStopTheGateway() {
        // given
        answering(json(403, error("forbidden")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome.name()).isEqualTo("not_sent");
        assertThat(gateway.isAvailable()).isTrue();
    }

    private static Declined<AuthorizationView> no(Clarity clarity) {
        return new Declined<>("card_declined", Optional.empty(), false, clarity);
    }
}

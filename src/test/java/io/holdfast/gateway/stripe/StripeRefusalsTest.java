package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is a no, and what only sounds like one. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeRefusalsTest extends StripeCase {

    @Test
    void aDeclineKeepsTheIntent() {
        // given
        answering(json(402, cardError("card_declined", "insufficient_funds")));
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
    void someStatusesAreANoWithoutAnyErrorThoughNotAClearOne() {
        Map<Integer, String> codes =
                Map.of(400, "processing_error", 402, "card_declined", 404, "processing_error", 422, "processing_error");
        codes.forEach((status, code) -> {
            for (String body : List.of("", "{}")) {
                // given
                answering(aResponse().withStatus(status).withBody(body));
                // when
                GatewayOutcome<AuthorizationView> outcome = authorize();
                // then
                assertThat(outcome)
                        .as("HTTP " + status + body)
                        .isEqualTo(new Declined<>(
                                code, Optional.empty(), false, status == 402 ? Clarity.CLEAR : Clarity.MUTE));
            }
        });
    }

    @Test
    void whatCannotBeReadIsNotANo() {
        for (String body : List.of("null", "\"<html>\"", "<html>", "{\"error\":{\"type\":\"inv")) {
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
    void soDoesACallThatAnotherOneIsInTheWayOf() {
        for (String code : List.of("idempotency_key_in_use", "lock_timeout")) {
            // given
            answering(json(409, error("idempotency_error", code, "")).withHeader("Stripe-Should-Retry", "false"));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).isEqualTo(new Unknown<>(code, Optional.of(Duration.ofSeconds(5))));
        }
    }

    @Test
    void anIntentThatIsNotAsTheCallNeedsItIsReadAtOnceAllTheSame() {
        // given
        answering(json(400, error("invalid_request_error", "payment_intent_unexpected_state", ""))
                .withHeader("Stripe-Should-Retry", "false"));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Unknown<>("payment_intent_unexpected_state", Optional.empty()));
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
    void aCodeThatHoldsACardNumberIsNotToldOn() {
        for (String code : List.of("4111111111111111", "card_4111111111111111_in_use")) {
            // given
            answering(json(400, error("api_error", code, "")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).isEqualTo(new Unknown<>("http 400", Optional.empty()));
        }
    }
}

package io.holdfast.gateway.adyen;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Clarity;
import io.holdfast.gateway.GatewayOutcome.Declined;
import io.holdfast.gateway.GatewayOutcome.NotSent;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is a no, and what only sounds like one. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class AdyenRefusalsTest extends AdyenCase {

    @Test
    void aShopperWhoWouldHaveToActIsSaidSo() {
        for (String resultCode :
                List.of("IdentifyShopper", "ChallengeShopper", "RedirectShopper", "PresentToShopper")) {
            // given
            answering(json(200, payment(resultCode, 4_999)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome)
                    .as(resultCode)
                    .isEqualTo(new Declined<>("authentication_required", Optional.of(PSP), true));
        }
    }

    @Test
    void aRefusalHasOneOfAFewCodes() {
        Map<String, String> codes = Map.of(
                "2", "card_declined",
                "6", "expired_card",
                "8", "invalid_payment_method",
                "9", "processing_error",
                "12", "insufficient_funds",
                "20", "fraud_suspected",
                "22", "fraud_suspected",
                "31", "fraud_suspected",
                "99", "card_declined");
        codes.forEach((number, failureCode) -> {
            // given
            answering(json(200, refused("Refused", number)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(number).isEqualTo(new Declined<>(failureCode, Optional.of(PSP), false));
        });
    }

    @Test
    void aRefusalForWantOfAuthenticationNeedsTheOwner() {
        // given
        answering(json(200, refused("Refused", "38")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isEqualTo(new Declined<>("authentication_required", Optional.of(PSP), true));
    }

    @Test
    void anErrorOrACancelledPaymentIsANo() {
        Map.of("Error", "processing_error", "Cancelled", "card_declined").forEach((resultCode, failureCode) -> {
            // given
            answering(json(200, payment(resultCode, 4_999)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(resultCode).isEqualTo(new Declined<>(failureCode, Optional.of(PSP), false));
        });
    }

    @Test
    void someStatusesAreANo() {
        for (int status : List.of(400, 402, 404, 422)) {
            // given
            answering(json(status, error(status, "702", "validation")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome)
                    .as("HTTP " + status)
                    .isEqualTo(new Declined<>("processing_error", Optional.empty(), false));
        }
    }

    @Test
    void whatIsNoErrorOfAdyensIsNotAClearNo() {
        for (int status : List.of(400, 402, 404, 422)) {
            for (String body : List.of("", "{}", "{\"message\":\"no\"}")) {
                // given
                answering(json(status, body));
                // when
                GatewayOutcome<AuthorizationView> outcome = authorize();
                // then
                assertThat(outcome)
                        .as(status + body)
                        .isEqualTo(new Declined<>("processing_error", Optional.empty(), false, Clarity.MUTE));
            }
        }
    }

    @Test
    void whatCannotBeReadIsNotANo() {
        for (int status : List.of(400, 402, 404, 422)) {
            for (String body : List.of("null", "<html>", "\"busy\"", "[]")) {
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
    void aRequestThatIsUnderWayIsNoNoHoweverItsCodeIsWritten() {
        for (String code : List.of("\"704\"", "704")) {
            // given
            answering(json(422, error(422, "704", "validation").replace("\"704\"", code)));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isEqualTo(new Unknown<>("error 704", Optional.empty()));
        }
    }

    @Test
    void aStoredMethodThatIsNotThereIsSaidSo() {
        for (String code : List.of("800", "803")) {
            // given
            answering(json(422, error(422, code, "validation")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(code).isEqualTo(new Declined<>("invalid_payment_method", Optional.empty(), false));
        }
    }

    @Test
    void anErrorThatMayPassIsNotANo() {
        for (int status : List.of(400, 422, 500)) {
            // given
            answering(json(status, error(status, "702", "internal")).withHeader("transient-error", "true"));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void allOtherStatusesAreNotANo() {
        for (int status : List.of(204, 302, 405, 408, 409, 410, 413, 500, 502, 503, 504)) {
            // given
            answering(json(status, error(status, "702", "internal")));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as("HTTP " + status).isInstanceOf(Unknown.class);
        }
    }

    @Test
    void aForbiddenCallIsNotSent() {
        // given
        answering(json(403, error(403, "901", "security")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(NotSent.class);
    }
}

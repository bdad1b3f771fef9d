package io.holdfast.gateway.erp;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayOutcome.Unknown;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.money.Money;
import io.holdfast.testing.LogLines;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpAuthorizationsTest extends ErpCase {

    @Inject
    MeterRegistry metrics;

    @Test
    void anAuthorizationIsSentAsTheContractSays() {
        // given
        approves();
        // when
        authorize();
        // then
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/pay/v1/authorizations"))
                        .withHeader("Idempotency-Key", equalTo(DISPUTE.toString()))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withHeader("Authorization", absent())
                        .withRequestBody(equalTo("{\"amount\":49.99,\"currency\":\"USD\",\"capture_method\":\"manual\","
                                + "\"payment_method_id\":\"pm_card_visa\",\"metadata\":{\"dispute_id\":\"" + DISPUTE
                                + "\",\"call_center_id\":\"CC-001\",\"reason_code\":\"SERVICE_GUARANTEE_DISPUTE\"}}")));
    }

    @Test
    void anAmountIsWrittenPlainWithTheDigitsOfItsCurrency() {
        assertThat(List.of(TWENTY, Money.of("1000000", "JPY"), Money.of("1.5", "KWD")))
                .map(it -> gateway.compose(intent(OperationKind.CAPTURE, it)))
                .containsExactly("{\"amount\":20.00}", "{\"amount\":1000000}", "{\"amount\":1.500}");
    }

    @Test
    void aVoidAndARefreshSayNothing() {
        assertThat(List.of(OperationKind.VOID, OperationKind.REFRESH))
                .map(it -> gateway.compose(intent(it, FIFTY)))
                .containsOnly("{}");
    }

    @Test
    void aLiveHoldTellsWhatSomebodyTookOfItAndThatItIsCapturedWithoutBeingAsked() {
        // given
        String held = authorization("authorized", "49.99");
        Map.of(
                        held.replace("\"manual\"", "\"manual\",\"captured_amount\":10"),
                        "10.00",
                        held.replace("\"manual\"", "\"automatic\""),
                        "0.00")
                .forEach((body, taken) -> {
                    answering(json(201, body));
                    // when
                    AuthorizationView view = approved(authorize());
                    // then
                    assertThat(view.captured()).contains(Money.of(taken, "USD"));
                });
    }

    @Test
    void aLiveHoldOfWhichNothingIsTakenTellsNothing() {
        // given
        answering(json(
                201,
                authorization("authorized", "49.99").replace("\"manual\"", "\"manual\",\"captured_amount\":0.00")));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view.captured()).isEmpty();
    }

    @Test
    void whatWasTakenOfAHoldBeforeItEndedStaysTaken() {
        for (String status : List.of("voided", "expired")) {
            // given
            answering(json(
                    201, authorization(status, "49.99").replace("\"manual\"", "\"manual\",\"captured_amount\":20.00")));
            // when
            AuthorizationView view = approved(authorize());
            // then
            assertThat(view.status()).as(status).isEqualTo(AuthorizationView.Status.CAPTURED);
            assertThat(view.captured()).as(status).contains(TWENTY);
        }
    }

    @Test
    void aHoldThatEndedWithNothingTakenIsOver() {
        // given
        answering(json(
                201, authorization("voided", "49.99").replace("\"manual\"", "\"manual\",\"captured_amount\":0.00")));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(view.captured()).isEmpty();
    }

    @Test
    void aYesTellsWhatAndUntilWhen() {
        // given
        answering(json(201, authorization("authorized", "49.99")));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view)
                .isEqualTo(heldUntil(
                        Instant.parse("2026-11-29T10:00:00Z"),
                        AUTH,
                        Optional.of(Instant.parse("2026-11-22T10:00:00Z"))));
    }

    @Test
    void anAuthorizationWithoutAnEndIsExpectedToLapseAfterSevenDays() {
        // given
        answering(json(
                201,
                "{\"id\":\"auth_1\",\"status\":\"authorized\",\"amount\":49.99,\"currency\":\"USD\","
                        + "\"created_at\":\"2026-11-22T10:00:00Z\"}"));
        // when
        AuthorizationView view = approved(authorize());
        // then
        assertThat(view.expiresAt()).isEqualTo(Instant.parse("2026-11-29T10:00:00Z"));
    }

    @Test
    void anEndIsReadInEachFormOfATime() {
        for (String end : List.of(
                "2026-11-25t10:00:00z",
                "2026-11-25 10:00:00Z",
                "2026-11-25T10:00:00-00:00",
                "2026-11-25T15:30:00+05:30",
                "2026-11-25T10:00:00.000000000000Z",
                "2026-11-25 02:00:00.0000000009999-08:00")) {
            // given
            answering(json(201, authorization("authorized", "49.99").replace("2026-11-29T10:00:00Z", end)));
            // when
            AuthorizationView view = approved(authorize());
            // then
            assertThat(view.expiresAt()).as(end).isEqualTo(Instant.parse("2026-11-25T10:00:00Z"));
        }
    }

    @Test
    void theStatusInTheBodyDecides() {
        // given
        answering(json(402, authorization("authorized", "49.99")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(approved(outcome).status()).isEqualTo(AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void aReplayGivesTheAuthorizationAsItIsNow() {
        // given
        answering(json(201, authorization("voided", "49.99")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(approved(outcome).status()).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void anEndThatNoHoldHasGivesWayToTheShortestLife() {
        for (String end : List.of(
                "soon",
                "-9999-06-01T00:00:00Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "+300000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59-18:00")) {
            // given
            answering(json(201, authorization("authorized", "49.99").replace("2026-11-29T10:00:00Z", end)));
            // when
            AuthorizationView view = approved(authorize());
            // then
            assertThat(view.expiresAt())
                    .as(end)
                    .isEqualTo(Instant.parse("2026-11-22T10:00:00Z").plus(Duration.ofDays(7)));
        }
    }

    @Test
    void anAnswerThatCannotBeReadIsUnknownWhateverItsStatus() {
        List<String> bodies = List.of(
                "",
                "[]",
                "null",
                "<html>",
                "{}",
                "{\"id\":\"auth_1\"}",
                "{\"status\":\"authorized\"}",
                "{\"id\":\"\",\"status\":\"authorized\"}",
                "{\"id\":\"..\",\"status\":\"authorized\"}",
                "{\"id\":\"a/b\",\"status\":\"authorized\"}",
                "{\"id\":\"a\\u0000\",\"status\":\"authorized\"}",
                "{\"id\":7,\"status\":\"authorized\"}",
                "{\"id\":\"auth_1\",\"status\":\"approved\"}",
                "{\"id\":\"auth_1\",\"status\":\"authorized\",\"status\":\"declined\"}",
                "{\"id\":\"auth_1\",\"status\":\"authorized\"} {}");
        for (String body : bodies) {
            // given
            answering(json(201, body));
            // when
            GatewayOutcome<AuthorizationView> outcome = authorize();
            // then
            assertThat(outcome).as(body).isEqualTo(new Unknown<>("unreadable answer", Optional.empty()));
        }
    }

    @Test
    void aCardNumberIsNoIdAndWhatItNamesIsUnknown() {
        for (String id : List.of("4111111111111111", "auth-4111-1111-1111-1111")) {
            for (int status : List.of(201, 202, 402, 422)) {
                // given
                answering(json(status, authorization("authorized", "49.99").replace("auth_1", id)));
                // when
                GatewayOutcome<AuthorizationView> outcome = authorize();
                // then
                assertThat(outcome).as(id + ", HTTP " + status).isInstanceOf(Unknown.class);
                assertThat(outcome.toString()).doesNotContain("1111");
            }
        }
    }

    @Test
    void anAmountThatIsNoMoneyIsNoEcho() {
        for (String amount : List.of("\"49.99\"", "1e999999999", "-49.99", "49.991", "null", "true", "4999")) {
            // given
            answering(json(201, authorization("authorized", amount)));
            // when
            AuthorizationView view = approved(authorize());
            // then
            assertThat(view.echoes(FIFTY)).as(amount).isFalse();
        }
    }

    @Test
    void anAmountThatNoColumnHasRoomForIsNone() {
        for (String amount : List.of("1000000000000.00", "1e16", "99999999999999999999")) {
            // given
            answering(json(
                    201,
                    authorization("captured", "49.99")
                            .replace("\"manual\"", "\"manual\",\"captured_amount\":" + amount)));
            // when
            AuthorizationView view = approved(authorize());
            // then
            assertThat(view.captured()).as(amount).isEmpty();
        }
    }

    @Test
    void anAnswerAboutAnotherDisputeIsUnknown() {
        // given
        answering(json(
                201,
                authorization("authorized", "49.99")
                        .replace(DISPUTE.toString(), "018f3c2e-7a5b-7c1d-9e2f-000000000000")));
        // when
        GatewayOutcome<AuthorizationView> outcome = authorize();
        // then
        assertThat(outcome).isInstanceOf(Unknown.class);
    }

    @Test
    void theLogSaysThatTheGatewayIsLeftAlone() {
        // given
        answering(json(503, "{}"));
        try (LogLines log = new LogLines("io.holdfast.gateway.wire.BreakerLog")) {
            // when
            for (int i = 0; i < 21; i++) {
                authorize();
            }

            // then: each test of this class has opened a line of its own
            assertThat(log.lines())
                    .containsOnly("WARN Gateway erp is left alone and probed: its circuit breaker is open");
        }
    }

    @Test
    void callsAndTheBreakerAreMeasured() {
        // given
        answering(json(402, declined("insufficient_funds")));
        // when
        authorize();
        // then
        assertThat(metrics.get("holdfast.gateway.calls")
                        .tags("gateway", "erp", "call", "authorize", "outcome", "4xx")
                        .timer()
                        .count())
                .isPositive();
        assertThat(metrics.get("holdfast.gateway.breaker")
                        .tag("gateway", "erp")
                        .gauge()
                        .value())
                .isZero();
    }
}

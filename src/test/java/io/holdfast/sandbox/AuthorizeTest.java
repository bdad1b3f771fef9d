package io.holdfast.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizeTest extends SandboxCase {

    @Test
    void aGoodCardIsAuthorizedForSevenDays() {
        // when
        Caller.Answer answer = caller.authorize("pm_card_visa", "d-1");

        // then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/status")).isEqualTo("authorized");
        assertThat(answer.number("/amount")).isEqualTo(new BigDecimal("49.99"));
        assertThat(answer.text("/currency")).isEqualTo("USD");
        assertThat(answer.text("/capture_method")).isEqualTo("manual");
        assertThat(answer.text("/metadata/dispute_id")).isEqualTo("d-1");
        assertThat(Duration.between(
                        Instant.parse(answer.text("/created_at")), Instant.parse(answer.text("/expires_at"))))
                .isEqualTo(Duration.ofDays(7));
    }

    @Test
    void keysWithoutAValueAreLeftOut() {
        // when
        Caller.Answer answer = caller.authorize("pm_ok");

        // then
        assertThat(answer.http().body()).doesNotContain("null", "captured_amount", "decline_code");
    }

    @ParameterizedTest
    @CsvSource({
        "pm_declined_insufficient_funds, insufficient_funds",
        "pm_declined_do-not-honor, do-not-honor",
        "pm_declined_no.code, card_declined",
        "pm_declined, card_declined"
    })
    void aDeclinedCardIsARefusalWithItsCode(String paymentMethodId, String code) {
        // when
        Caller.Answer answer = caller.authorize(paymentMethodId);

        // then
        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.text("/status")).isEqualTo("declined");
        assertThat(answer.text("/decline_code")).isEqualTo(code);
    }

    @Test
    void aPendingAuthorizationSettlesWhenItsTimeHasCome() {
        // given
        Caller.Answer pending = caller.authorize("pm_pending_30");
        clock.advance(Duration.ofSeconds(29));
        assertThat(caller.get("/v1/authorizations/" + pending.id()).text("/status"))
                .isEqualTo("pending");

        // when
        clock.advance(Duration.ofSeconds(1));

        // then
        assertThat(pending.status()).isEqualTo(202);
        assertThat(pending.text("/status")).isEqualTo("pending");
        assertThat(caller.get("/v1/authorizations/" + pending.id()).text("/status"))
                .isEqualTo("authorized");
    }

    @Test
    void aPendingAuthorizationCanEndInADecline() {
        // given
        Caller.Answer pending = caller.authorize("pm_pending_fail");

        // when
        clock.advance(Duration.ofSeconds(1));

        // then
        assertThat(pending.status()).isEqualTo(202);
        Caller.Answer settled = caller.get("/v1/authorizations/" + pending.id());
        assertThat(settled.text("/status")).isEqualTo("declined");
        assertThat(settled.text("/decline_code")).isEqualTo("card_declined");
    }

    @Test
    void timePassesWithoutAnyRequest() {
        // given
        caller.authorize("pm_pending_30", "d-1");

        // when
        clock.advance(Duration.ofSeconds(30));

        // then
        await().untilAsserted(() -> assertThat(sandbox.ledger("d-1").entries())
                .anyMatch(
                        entry -> entry.call() == Call.SETTLE && entry.outcome().equals("authorized")));
    }

    @Test
    void aHoldLapsesAfterSevenDays() {
        // given
        String id = caller.authorize("pm_ok").id();

        // when
        clock.advance(Duration.ofDays(7));

        // then
        assertThat(caller.get("/v1/authorizations/" + id).text("/status")).isEqualTo("expired");
        assertThat(caller.capture(id, "10", "k").status()).isEqualTo(409);
        assertThat(caller.giveBack(id, "k2").errorCode()).isEqualTo("not_voidable");
    }

    @Test
    void aHoldCanLapseEarly() {
        // given
        Caller.Answer held = caller.authorize("pm_expires_5");

        // when
        clock.advance(Duration.ofSeconds(5));

        // then
        assertThat(held.status()).isEqualTo(201);
        assertThat(caller.get("/v1/authorizations/" + held.id()).text("/status"))
                .isEqualTo("expired");
    }

    @Test
    void aRenewalCanBeDeclined() {
        // given
        Caller.Answer first = caller.authorize("pm_renew_declined_60", "d-1");

        // when
        Caller.Answer second = caller.authorize("pm_renew_declined_60", "d-1", "d-1:renew:1");

        // then
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(402);
        assertThat(caller.authorize("pm_renew_declined_60", "d-2").status()).isEqualTo(201);
    }

    @Test
    void aMismatchHoldsOneCentMoreThanAsked() {
        // when
        Caller.Answer answer = caller.authorize("pm_mismatch");

        // then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.number("/amount")).isEqualTo(new BigDecimal("50.00"));
    }

    @Test
    void aMismatchCanBeInTheCurrency() {
        // when
        Caller.Answer answer = caller.authorize("pm_mismatch_currency");

        // then
        assertThat(answer.text("/currency")).isEqualTo("EUR");
        assertThat(answer.number("/amount")).isEqualTo(new BigDecimal("49.99"));
    }

    @ParameterizedTest
    @CsvSource({"20,USD,20.00", "20.10,USD,20.10", "20.100,USD,20.10", "500,JPY,500", "5e2,JPY,500", "1.234,KWD,1.234"})
    void anAmountIsAnsweredWithTheDigitsOfItsCurrency(String asked, String currency, String answered) {
        // when
        Caller.Answer answer = caller.post(
                "/v1/authorizations",
                "k",
                Caller.hold("pm_ok", "d").replace("49.99", asked).replace("USD", currency));

        // then
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.http().body()).contains("\"amount\":" + answered + ",");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "49.99|0",
                "49.99|-1",
                "49.99|\"49.99\"",
                "49.99|null",
                "49.99|49.999",
                "49.99|1e-400",
                "49.99|1e400",
                "49.99|9e999999999",
                "49.99|1000000000000",
                "\"amount\": 49.99, |",
                "\"USD\"|\"usd\"",
                "\"USD\"|\"XXX\"",
                "\"USD\"|\"ZZZ\"",
                "\"USD\"|1",
                "\"USD\"|\"JPY\"",
                "\"manual\"|\"automatic\"",
                "\"manual\"|\"MANUAL\"",
                "\"manual\"|null",
                "\"pm_ok\"|\"\"",
                "\"pm_ok\"|7",
                "{\"dispute_id\": \"d\"}|{}",
                "{\"dispute_id\": \"d\"}|null",
                "{\"dispute_id\": \"d\"}|\"d\"",
                "\"d\"|\" \"",
                "\"d\"|5",
                "\"d\"|\"d\", \"reason_code\": null",
                "\"currency\"|\"capture\": true, \"currency\"",
            })
    void aMalformedRequestIsRefusedAndDoesNothing(String good, String bad) {
        // given
        String body = Caller.hold("pm_ok", "d").replace(good, bad == null ? "" : bad);

        // when
        Caller.Answer answer = caller.post("/v1/authorizations", "k", body);

        // then
        assertThat(answer.status()).as(body).isEqualTo(422);
        assertThat(answer.errorCode()).isNotBlank();
        assertThat(answer.text("/error/message")).isNotBlank();
        assertThat(sandbox.ledger().authorizations()).isEmpty();
        assertThat(caller.authorize("pm_ok", "d", "k").status())
                .as("the key is free")
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{", "[]", "3", "``", "{} {}", "{\"amount\": 1, \"amount\": 2}", "{\"amount\": NaN}"})
    void whatIsNoJsonObjectIsABadRequest(String body) {
        // when
        Caller.Answer answer = caller.post("/v1/authorizations", "k", body);

        // then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("invalid_json");
    }

    @Test
    void aBodyThatIsNotSentAsJsonIsRefused() {
        // when
        Caller.Answer answer = caller.send(caller.request("/v1/authorizations")
                .header("Idempotency-Key", "k")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Caller.hold("pm_ok", "d")))
                .build());

        // then
        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void aBodyOfMoreThan64KibibytesIsRefused() {
        // when
        Caller.Answer answer = caller.post("/v1/authorizations", "k", "{\"a\": \"" + "x".repeat(70_000) + "\"}");

        // then
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.errorCode()).isEqualTo("body_too_large");
    }

    @Test
    void anUnknownPathIsAnsweredInTheErrorShape() {
        // when
        Caller.Answer answer = caller.get("/v1/nothing");

        // then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.errorCode()).isEqualTo("not_found");
    }

    @Test
    void itSaysThatItIsUp() {
        // when
        Caller.Answer answer = caller.get("/healthz");

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("up");
    }
}

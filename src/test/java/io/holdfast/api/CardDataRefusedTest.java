package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class CardDataRefusedTest {

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    private static final String CARD = "4111111111111111";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"customer_account_id\":\"4111 1111 1111 1111\"}",
                "{\"customer_account_id\":\"a4111-1111-1111-1111b\"}",
                "{\"hold_amount\":4111111111111111}",
                "{\"hold_amount\":41111111111111.11}",
                "{\"deep\":{\"er\":[{\"note\":\"4111111111111111\"}]}}",
                "{\"4111111111111111\":1}",
                "{\"cvv\":\"123\"}",
                "{\"card\":{\"cardNumber\":\"x\"}}",
                "{\"track2\":\"x\"}",
                "{\"payment_method_id\":\"\\u0034111111111111111\"}"
            })
    void aBodyWithCardDataIsRefusedAndNotRepeated(String body) {
        // when
        Response answer = Calls.open(body);

        // then
        assertRefused(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " <- ",
            value = {
                "application/json <- {\"customer_account_id\":\"4111 1111 1111 1111\"",
                "application/json <- {\"customer_account_id\":\"4111111111111111\",\"customer_account_id\":\"a\"}",
                "application/json <- [\"4111111111111111\"]",
                "application/json <- {\"note\":\"\\u0034111111111111111\",}",
                "application/json <- {\"cvv\":\"123\"",
                "application/json; charset=utf-16 <- {\"note\":\"4111111111111111\"}",
                "application/x-www-form-urlencoded <- note=4111+1111+1111+1111",
                "application/x-www-form-urlencoded <- amount=1&cvv=123",
                "text/plain <- 4111-1111-1111-1111",
                "text/xml <- <card><cardNumber>x</cardNumber></card>"
            })
    void aBodyThatIsNoJsonIsRefusedForItsCardDataFirst(String type, String body) {
        // when
        Response answer = Calls.architect()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(type)
                .body(body)
                .post("/v1/disputes");

        // then
        assertRefused(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"release", "charge"})
    void aDecisionWithCardDataIsRefused(String verb) {
        // when
        Response answer = Calls.agent()
                .header("Content-Type", "application/json")
                .body("{\"note\":\"" + CARD + "\"}")
                .post("/v1/disputes/" + UUID.randomUUID() + "/" + verb);

        // then
        assertRefused(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/disputes/4111111111111111",
                "/v1/disputes/%34%31%31%31111111111111",
                "/v1/conversations/4111%201111%201111%201111/dispute",
                "/v1/disputes?conversation_id=4111111111111111",
                "/v1/disputes?conversation_id=4111+1111+1111+1111",
                "/v1/disputes?conversation_id=4111%201111%201111%201111",
                "/v1/disputes/%2534%2531%2531%253111111111%2531111",
                "/v1/disputes?conversation_id=%2534111111111111111",
                "/v1/disputes?conversation_id=4111%25201111%25201111%25201111",
                "/v1/disputes?conversation_id=%252534111111111111111",
                "/v1/disputes?%2563%2576%2576=1",
                "/v1/disputes?4111111111111111=1",
                "/v1/disputes?cvv=1",
                "/v1/disputes;a=4111111111111111",
                "/v1;a=4111111111111111/disputes",
                "/v1;a/disputes?conversation_id=4111111111111111",
                "/v1/nowhere/4111111111111111",
                "/v1/webhooks/4111111111111111",
                "/v1/webhooks/erp/4111%201111%201111%201111",
                "/v1/webhooks/%2534111111111111111"
            })
    void anAddressWithCardDataIsRefused(String address) {
        // when
        Response answer = Calls.agent().urlEncodingEnabled(false).get(address);

        // then
        assertRefused(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4111–1111–1111–1111", "４１１１１１１１１１１１１１１１"})
    void aCardNumberInTheDigitsAndDashesOfOtherScriptsIsSeenInAHeader(String card) throws IOException {
        // given: the bytes of UTF-8, which the client of these tests would not send
        String request =
                "GET /v1/disputes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Note: " + card + "\r\n\r\n";

        // when
        String answer = exchange(request);

        // then
        assertThat(answer)
                .startsWith("HTTP/1.1 422 ")
                .contains("/card-data-refused\"")
                .doesNotContain(card);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://4111111111111111/v1/disputes", "http://4111111111111111@localhost/v1/disputes"})
    void aCardNumberIsSeenInAnAddressThatNamesItsHost(String address) throws IOException {
        // given
        String request = "GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        // when
        String answer = exchange(request);

        // then
        assertThat(answer)
                .startsWith("HTTP/1.1 422 ")
                .contains("/card-data-refused\"")
                .doesNotContain(CARD);
    }

    @Test
    void aHeaderWithCardDataIsRefused() {
        // when
        Response value = Calls.agent().header("X-Note", CARD).get("/v1/disputes");
        Response name = Calls.agent().header("X-Card-Number", "1").get("/v1/disputes");
        Response key = Calls.agent().header("Idempotency-Key", CARD).get("/v1/disputes");
        Response hidden =
                Calls.agent().urlEncodingEnabled(false).header("X-Note", CARD).get("/v1;a=b/disputes");

        // then
        assertRefused(value);
        assertRefused(name);
        assertRefused(key);
        assertRefused(hidden);
    }

    @Test
    void aRequestIdWithACardNumberIsNotRepeated() {
        // when
        Response answer = Calls.agent().header("X-Request-Id", CARD).get("/v1/disputes");

        // then
        assertThat(answer.header("X-Request-Id")).doesNotContain(CARD);
        assertRefused(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = ": ",
            value = {
                "X-Datadog-Trace-Id: 4111111111111111110",
                "X-Cloud-Trace-Context: 105445aa7843bc8bf206b12000100000/4111111111111111110;o=1",
                "X-Request-Id: aaaaaaaa4111111111111111aaaaaaaa"
            })
    void anIdThatAProxyAddedIsNeitherRefusedForItsDigitsNorRepeated(String name, String id) {
        // given
        assertRefused(Calls.agent().header("X-Note", id).get("/v1/disputes"));

        // when
        Response answer = Calls.agent().header(name, id).get("/v1/disputes");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeaders().toString()).doesNotContain(CARD);
    }

    @Test
    void cardDataIsRefusedWithoutACredentialToo() {
        // when
        Response answer = RestAssured.given().header("X-Note", CARD).get("/v1/disputes");

        // then
        assertRefused(answer);
    }

    @Test
    void refusalsAreCountedByFieldAndLeaveNothingInTheMetrics() {
        // given
        Calls.open("{\"customer_account_id\":\"" + CARD + "\"}");
        Calls.agent().get("/v1/disputes/" + CARD);
        Calls.agent().get("/elsewhere/" + CARD);
        Calls.open("{\"made_up_by_a_caller\":\"" + CARD + "\"}");

        // when
        String metrics = RestAssured.get("http://localhost:" + managementPort + "/q/metrics")
                .asString();

        // then
        assertThat(metrics)
                .contains("holdfast_guard_refused_total{field=\"customer_account_id\"}")
                .contains("holdfast_guard_refused_total{field=\"path\"}")
                .contains("holdfast_guard_refused_total{field=\"other\"}")
                .doesNotContain("made_up_by_a_caller")
                .doesNotContain(CARD);
    }

    @Test
    void aMethodThatACallerMadeUpIsNotInTheMetrics() throws IOException {
        // given
        String answer = exchange("G" + CARD + " /v1/disputes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        String root = exchange("G" + CARD + " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // when
        String metrics = RestAssured.get("http://localhost:" + managementPort + "/q/metrics")
                .asString();

        // then
        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain(CARD);
        assertThat(root).startsWith("HTTP/1.1 4").doesNotContain(CARD);
        assertThat(metrics).contains("method=\"OTHER\"").doesNotContain(CARD);
    }

    private static String exchange(String request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertRefused(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("type")).endsWith("/card-data-refused");
        assertThat(answer.<String>path("request_id")).isEqualTo(answer.header("X-Request-Id"));
        // The request's id is random, so anything may be in it.
        assertThat(answer.asString().replace(answer.header("X-Request-Id"), "")).doesNotContain("1111");
    }
}

package io.holdfast.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.RawCall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.ws.rs.NotAuthorizedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/nowhere",
                "/nowhere",
                "/v1/disputes/no-id",
                "/v1/disputes/1-1-1-1-1",
                "/v1/disputes/00000000-0000-7000-8000-000000000000",
                "/v1/disputes/00000000-0000-7000-8000-000000000000/events",
                "/v1/disputes/no-id/events",
                "/v1/conversations/unknown/dispute",
                "/v1/conversations/a%00b/dispute"
            })
    void whatIsNotThereIsNotFound(String address) {
        // when
        Response answer = Calls.agent().urlEncodingEnabled(false).get(address);

        // then
        assertProblem(answer, 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/disputes;a=b",
                "/v1;/disputes",
                "/v1/conversations/a;b/dispute",
                "/v1;x/webhooks/erp",
                "/desk;x"
            })
    void anAddressWithParametersOfASegmentIsMalformedBecauseAResourceWouldNotSeeThem(String address) {
        // when
        Response answer = Calls.agent().urlEncodingEnabled(false).get(address);

        // then
        assertProblem(answer, 400, "malformed-address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/disputes?customer_account_id=Zo%EB",
                "/v1/disputes?customer_account_id=Zo%C3",
                "/v1/disputes?customer_account_id=%ED%A0%80",
                "/v1/conversations/c%EB/dispute"
            })
    void anAddressInAnotherEncodingIsMalformedBecauseNothingWouldBeFound(String address) {
        // when
        Response answer = Calls.agent().urlEncodingEnabled(false).get(address);

        // then
        assertProblem(answer, 400, "malformed-address");
    }

    @Test
    void anAddressOfBytesThatNoPercentSignTellsIsMalformed() throws IOException {
        // when
        String answer = RawCall.answer(
                "GET /v1/disputes?customer_account_id=Zo\u00eb HTTP/1.1\r\nHost: localhost\r\nX-API-Key: "
                        + InstallationResource.AGENT_KEY + "\r\nConnection: close\r\n\r\n");

        // then
        assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed-address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zo%C3%AB", "%EF%BF%BD", "a%2Bb+c%25", "%F0%9F%92%B3"})
    void anAddressInUtf8IsRead(String account) {
        // when
        Response answer = Calls.agent().urlEncodingEnabled(false).get("/v1/disputes?customer_account_id=" + account);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aMethodThatAnAddressDoesNotKnowIsRefusedWithThoseItKnows() {
        // when
        Response answer = Calls.agent().delete("/v1/disputes");

        // then
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).contains("GET").contains("POST");
    }

    @Test
    void anAddressOrHeadersThatAreTooLongAreRefusedWithAProblem() {
        // when
        Response address = Calls.agent().get("/v1/disputes/" + "a".repeat(9_000));
        Response query = Calls.agent().get("/v1/disputes?status=" + "a".repeat(60_000));
        Response header = Calls.agent().header("X-Note", "a".repeat(60_000)).get("/v1/disputes");
        Response shortEnough =
                Calls.agent().header("X-Note", "a".repeat(12_000)).get("/v1/disputes?limit=1");

        // then
        assertProblem(address, 414, "address-too-long");
        assertProblem(query, 414, "address-too-long");
        assertProblem(header, 431, "headers-too-large");
        assertThat(shortEnough.statusCode()).isEqualTo(200);
    }

    @Test
    void anAddressOrHeadersThatAreTooLongAreRefusedTheSameOverHttp2() throws Exception {
        // given: a connection that speaks it
        HttpClient client = HttpClient.newHttpClient();
        overHttp2(client, "/v1/disputes?limit=1", "short");

        // when
        HttpResponse<String> header = overHttp2(client, "/v1/disputes?limit=1", "a".repeat(60_000));
        HttpResponse<String> address = overHttp2(client, "/v1/disputes/" + "a".repeat(60_000), "short");
        HttpResponse<String> shortEnough = overHttp2(client, "/v1/disputes?limit=1", "a".repeat(12_000));

        // then
        assertThat(shortEnough.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(shortEnough.statusCode()).isEqualTo(200);
        assertThat(header.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(header.statusCode()).isEqualTo(431);
        assertThat(header.body()).contains("/headers-too-large");
        assertThat(header.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(header.headers().firstValue("Connection")).isEmpty();
        assertThat(address.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(address.statusCode()).isEqualTo(414);
        assertThat(address.body()).contains("/address-too-long");
    }

    private static HttpResponse<String> overHttp2(HttpClient client, String address, String note) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + address))
                .header("X-API-Key", InstallationResource.AGENT_KEY)
                .header("X-Note", note)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "application/json, text/plain", "text/plain"})
    void aBodyOfATypeThatIsNotTakenOrCannotBeReadIsRefused(String type) throws Exception {
        // given: a client that sends the header as it is
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/disputes"))
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        // when
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
        assertThat(answer.body()).contains("/unsupported-media-type\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/disputes/00000000-0000-0000-0000-000000000000/events",
        "GET, /v1/disputes",
        "POST, /v1/disputes",
        "GET, /desk",
        "POST, /desk/sign-in"
    })
    void aTypeThatCannotBeReadIsTheCallersFaultBesideOneThatCan(String method, String path) throws Exception {
        // given
        HttpRequest request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Content-Type", "application/json")
                .header("Content-Type", "applicationLjson")
                .method(method, HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        // when
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        // then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
        assertThat(answer.body()).contains("/unsupported-media-type\"");
    }

    @Test
    void aWebhookWithoutItsSignatureIsNotAskedForAKey() {
        // when
        Problem problem = Problems.of(new NotAuthorizedException("signature"), "request");

        // then
        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.title()).contains("signature");
        assertThat(problem.detail()).contains("secret").doesNotContain("X-API-Key");
        assertThat(problem.headers()).containsEntry("WWW-Authenticate", "signature");
    }

    @Test
    void aWebhookIsLetInWhateverItsTypeSays() throws Exception {
        for (String type : List.of("applicationLjson", "application/json, application/json", "")) {
            // given
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/webhooks/erp"))
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();

            // when
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

            // then: no gateway is on here, which it would not come to hear with a 415
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        }
    }

    @Test
    void anAnswerThatCannotBeGivenInTheTypeAskedForIsRefused() {
        // when
        Response answer = Calls.agent().header("Accept", "image/png").get("/v1/disputes");

        // then
        assertProblem(answer, 406, "not-acceptable");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 200",
        "' ', 200",
        "text, 406",
        "a/b/c, 406",
        "image/png, 406",
        "'text, application/json', 200",
        "'application/json, text', 200"
    })
    void whatACallerAcceptsIsReadAlikeWhereverItIsSent(String accept, int status) throws Exception {
        // given
        String dispute = "/v1/disputes/" + Calls.opened("pm_1");

        for (String path : List.of("/v1/disputes", dispute, dispute + "/events")) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                    .header("X-API-Key", InstallationResource.AGENT_KEY)
                    .header("Accept", accept)
                    .build();

            // when
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

            // then
            assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(status);
        }
    }

    @Test
    void aProblemIsAProblemWhateverTheCallerAccepts() {
        // when
        Response answer = given().header("Accept", "text/html").get("/v1/disputes/" + UUID.randomUUID());

        // then
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "A-b_c.d~1", "0"})
    void aCleanRequestIdIsTheRequestsName(String id) {
        // when
        Response answer = Calls.agent().header("X-Request-Id", id).get("/v1/disputes?limit=1");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("X-Request-Id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "<script>", "ü", "a,b"})
    void anUncleanRequestIdIsReplaced(String id) {
        // when
        Response answer = Calls.agent().header("X-Request-Id", id).get("/v1/disputes?limit=1");

        // then
        assertThat(UUID.fromString(answer.header("X-Request-Id"))).isNotNull();
    }

    @Test
    void anOverlongRequestIdIsReplaced() {
        // when
        Response longest = Calls.agent().header("X-Request-Id", "a".repeat(128)).get("/v1/disputes?limit=1");
        Response tooLong = Calls.agent().header("X-Request-Id", "a".repeat(129)).get("/v1/disputes?limit=1");

        // then
        assertThat(longest.header("X-Request-Id")).hasSize(128);
        assertThat(tooLong.header("X-Request-Id")).hasSize(36);
    }

    @Test
    void anAnswerIsNeitherSniffedNorCached() {
        // when
        Response answer = Calls.agent().get("/v1/disputes?limit=1");

        // then
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    static void assertProblem(Response answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("type")).endsWith("/" + code);
        assertThat(answer.<Integer>path("status")).isEqualTo(status);
        assertThat(answer.<String>path("title")).isNotBlank();
        assertThat(answer.<String>path("detail")).isNotBlank();
        assertThat(answer.<String>path("request_id")).isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.asString()).doesNotContain("io.holdfast.").doesNotContain("null");
    }
}

package io.holdfast.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CredentialsTest {

    private static final Map<String, String> KEYS = Map.of(
            "architect", InstallationResource.ARCHITECT_KEY,
            "agent", InstallationResource.AGENT_KEY,
            "admin", InstallationResource.ADMIN_KEY);

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/disputes,                 architect,        422",
        "GET,  /v1/disputes,                 agent,            200",
        "GET,  /v1/disputes/{id},            architect agent,  404",
        "GET,  /v1/disputes/{id}/events,     agent,            404",
        "POST, /v1/disputes/{id}/release,    agent,            404",
        "POST, /v1/disputes/{id}/charge,     agent,            404",
        "GET,  /v1/conversations/{id}/dispute, architect agent, 404",
        "GET,  /v1/operations,               admin,            200",
        "POST, /v1/operations/{id}/retry,    admin,            404"
    })
    void aCallIsForItsRolesOnly(String method, String path, String roles, int statusForThem) {
        // given
        String address = path.replace("{id}", UUID.randomUUID().toString());

        for (Map.Entry<String, String> key : KEYS.entrySet()) {
            // when
            Response answer = Calls.with(key.getValue())
                    .header("Content-Type", "application/json")
                    .body("{}")
                    .request(method, address);

            // then
            int expected = roles.contains(key.getKey()) ? statusForThem : 403;
            assertThat(answer.statusCode()).as(key.getKey()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, /v1/disputes", "POST, /v1/disputes", "GET, /v1/operations", "POST, /v1/operations/x/retry"})
    void aCallWithoutACredentialIsChallenged(String method, String address) {
        // when
        Response answer = given().request(method, address);

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isNotBlank();
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.<String>path("type")).endsWith("/unauthenticated");
        assertThat(answer.<String>path("request_id")).isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void aKeyThatNobodyHasIsRefused() {
        // when
        Response answer = Calls.with("guess").get("/v1/disputes");

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isNotBlank();
    }

    @Test
    void twoCredentialsAtOnceAreRefused() {
        // when
        Response twoKeys = given().header("X-API-Key", InstallationResource.AGENT_KEY, InstallationResource.ADMIN_KEY)
                .get("/v1/disputes");
        Response keyAndToken =
                Calls.agent().header("Authorization", "Bearer token").get("/v1/disputes");

        // then
        assertThat(twoKeys.statusCode()).isEqualTo(401);
        assertThat(keyAndToken.statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenIsRefusedWhereNoIssuerIsConfigured() {
        // when
        Response answer = given().header("Authorization", "Bearer token").get("/v1/disputes");

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void theStoryTellsTheCredentialByItsName() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response story = Calls.agent().get("/v1/disputes/" + id + "/events");

        // then
        assertThat(story.<String>path("data[0].actor")).isEqualTo("call-flow");
    }
}

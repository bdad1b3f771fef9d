package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Callers while the database is away, and callers that are. */
@QuarkusTest
@TestProfile(OutageTest.DatabaseAway.class)
class OutageTest {

    /** Nothing listens where the database should be; and nobody waits long for a body. */
    public static class DatabaseAway implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.reactive.url", "postgresql://localhost:1/nowhere",
                    "holdfast.api.body-timeout", "300ms");
        }
    }

    @TestHTTPResource("/")
    URI holdfast;

    @Test
    void whileTheDatabaseIsAwayCallersAreAskedToComeBack() {
        // given
        String id = UUID.randomUUID().toString();

        // when
        Response open = Calls.open(Calls.body("pm_1"));
        Response get = Calls.agent().get("/v1/disputes/" + id);
        Response list = Calls.agent().get("/v1/disputes");
        Response events = Calls.agent().get("/v1/disputes/" + id + "/events");
        Response release = Calls.agent().post("/v1/disputes/" + id + "/release");
        Response operations = Calls.admin().get("/v1/operations");
        Response waiting = Calls.agent().header("Prefer", "wait=1").get("/v1/disputes/" + id);

        // then
        for (Response answer : List.of(open, get, list, events, release, operations, waiting)) {
            ProblemsTest.assertProblem(answer, 503, "unavailable");
            assertThat(answer.header("Retry-After")).matches("\\d+");
        }
    }

    @Test
    void whatIsWrongWithARequestIsSaidEvenThen() {
        // when
        Response answer = Calls.open("{}");

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
    }

    @Test
    void aBodyThatDoesNotArriveIsNotWaitedForForEver() throws IOException {
        // given
        String started =
                "POST /v1/disputes HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + InstallationResource.ARCHITECT_KEY
                        + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";

        // when
        String answer;
        try (Socket socket = new Socket(holdfast.getHost(), holdfast.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(started.getBytes(StandardCharsets.UTF_8));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        // then
        assertThat(answer).startsWith("HTTP/1.1 408").contains("request-timeout");
    }
}

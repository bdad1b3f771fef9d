package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.DatabaseLineResource;
import io.holdfast.testing.DatabaseLineResource.Line;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.WithDatabaseLine;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers while the database is away, and callers that are. */
@QuarkusTest
@TestProfile(WithDatabaseLine.class)
class OutageTest {

    @TestHTTPResource("/")
    URI holdfast;

    @BeforeEach
    void theDatabaseIsAway() throws IOException {
        DatabaseLineResource.tell(Line.CUT);
    }

    @AfterEach
    void theDatabaseIsBack() throws IOException {
        DatabaseLineResource.tell(Line.TALKS);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Calls.agent().get("/v1/disputes").statusCode() == 200);
    }

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

package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.DatabaseLineResource;
import io.holdfast.testing.DatabaseLineResource.Line;
import io.holdfast.testing.WithDatabaseLine;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that takes everything and says nothing. */
@QuarkusTest
@TestProfile(WithDatabaseLine.class)
class HangingDatabaseTest {

    @AfterEach
    void theDatabaseTalks() throws IOException {
        DatabaseLineResource.tell(Line.TALKS);
    }

    @Test
    void callersAreAskedToComeBackAndARepeatFindsWhatWasCommitted() throws IOException {
        // given
        String key = UUID.randomUUID().toString();
        String body = Calls.body("pm_1");
        Calls.opened("pm_1");
        DatabaseLineResource.tell(Line.SILENT);

        // when
        long began = System.nanoTime();
        Response open = open(key, body);
        Response get = Calls.agent().get("/v1/disputes/" + UUID.randomUUID());
        Response waiting = Calls.agent().header("Prefer", "wait=1").get("/v1/disputes/" + UUID.randomUUID());
        Response list = Calls.agent().get("/v1/disputes");
        Response release = Calls.agent().post("/v1/disputes/" + UUID.randomUUID() + "/release");
        Response operations = Calls.admin().get("/v1/operations");
        Duration all = Duration.ofNanos(System.nanoTime() - began);

        // then
        for (Response answer : List.of(open, get, waiting, list, release, operations)) {
            ProblemsTest.assertProblem(answer, 503, "unavailable");
            assertThat(answer.header("Retry-After")).matches("\\d+");
        }
        assertThat(all).isLessThan(Duration.ofSeconds(30));
        DatabaseLineResource.tell(Line.TALKS);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Response again = open(key, body);
            assertThat(again.statusCode()).isEqualTo(202);
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        });
    }

    @Test
    void connectionsThatFellSilentAreGivenUpAndOthersOpened() throws IOException {
        // given
        String conversation = UUID.randomUUID().toString();
        Calls.opened("pm_1");

        // when
        DatabaseLineResource.tell(Line.FORGETS);

        // then: callers, what works behind them, and those who wait for it
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> assertThat(open(conversation, Calls.body("pm_1")).statusCode())
                                .isEqualTo(202));
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            String id = Calls.opened("pm_1");
            assertThat(Calls.agent()
                            .header("Prefer", "wait=5")
                            .get("/v1/disputes/" + id)
                            .jsonPath()
                            .getString("status"))
                    .isEqualTo("HELD");
        });
    }

    private static Response open(String key, String body) {
        return Calls.architect()
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/v1/disputes");
    }
}

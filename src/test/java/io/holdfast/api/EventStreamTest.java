package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.RawCall;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EventStreamTest {

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry metrics;

    private final List<Listener> listeners = new ArrayList<>();

    @AfterEach
    void hangUp() {
        listeners.forEach(Listener::close);
        await().until(() -> listeners.stream().allMatch(Listener::isClosed));
        listeners.clear();
    }

    @Test
    void theStoryIsToldAndGoesOnAsItHappens() {
        // given
        String id = Calls.opened("pm_1");
        Listener listener = listen(id, null);
        await().untilAsserted(() -> assertThat(listener.types()).containsExactly("dispute.opened", "hold.placed"));

        // when
        Calls.agent().post("/v1/disputes/" + id + "/release").then().statusCode(202);

        // then
        await().untilAsserted(() -> assertThat(listener.types())
                .containsExactly("dispute.opened", "hold.placed", "release.requested", "hold.released"));
        assertThat(listener.ids()).containsExactly("1", "2", "3", "4");
        JsonPath page = Calls.agent().get("/v1/disputes/" + id + "/events").jsonPath();
        assertThat(listener.events().stream().map(JsonPath::new).map(event -> event.getMap("")))
                .isEqualTo(page.getList("data"));
    }

    @Test
    void aListenerThatComesBackIsToldWhatItMissed() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Listener listener = listen(id, "1");

        // then
        await().untilAsserted(() -> assertThat(listener.types()).containsExactly("hold.placed"));
    }

    @Test
    void aNumberThatTheStoryHasNotReachedHidesNothing() {
        // given
        String id = Calls.opened("pm_1");
        Listener listener = listen(id, "900");
        await().until(listener::isOpen);

        // when
        Calls.agent().post("/v1/disputes/" + id + "/release").then().statusCode(202);

        // then
        await().untilAsserted(() -> assertThat(listener.types())
                .containsExactly("dispute.opened", "hold.placed", "release.requested", "hold.released"));
    }

    @Test
    void aSilentStreamSaysThatItIsStillThere() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Listener listener = listen(id, "2");

        // then
        await().untilAsserted(() -> assertThat(listener.comments()).isGreaterThan(2));
        assertThat(listener.events()).isEmpty();
    }

    @Test
    void aStreamIsNotKeptByAnybodyOnTheWay() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Listener listener = listen(id, null);

        // then
        await().until(listener::isOpen);
        assertThat(listener.header("Content-Type")).startsWith("text/event-stream");
        assertThat(listener.header("Cache-Control")).isEqualTo("no-store");
        assertThat(listener.header("X-Accel-Buffering")).isEqualTo("no");
        assertThat(listener.header("X-Request-Id")).isNotBlank();
    }

    @Test
    void whoAsksForTheHeadAloneGetsItAndTheAnswerEnds() throws IOException {
        // given
        String id = Calls.opened("pm_1");
        String request = "HEAD /v1/disputes/" + id + "/events HTTP/1.1\r\nHost: localhost\r\nX-API-Key: "
                + InstallationResource.AGENT_KEY + "\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n";

        // when
        String answer = RawCall.answer(request);

        // then
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-type: text/event-stream")
                .endsWith("\r\n\r\n");
    }

    @Test
    void onlySoManyListenAtOnce() {
        // given
        String id = Calls.opened("pm_1");
        for (int i = 0; i < 8; i++) {
            Listener listener = listen(id, null);
            await().until(listener::isOpen);
        }

        // when
        Response refused = askForStream(id);

        // then
        ProblemsTest.assertProblem(refused, 429, "too-many-requests");
        assertThat(refused.header("Retry-After")).isNotBlank();
        listeners.remove(0).close();
        await().untilAsserted(() -> assertThat(listen(id, null).statusSoon()).isEqualTo(200));
    }

    @Test
    void whoHangsUpBeforeOrWhileAStreamBeginsKeepsNoPlace() throws IOException {
        // given
        String id = Calls.opened("pm_1");

        // when
        RawCall.hangUp("GET /v1/disputes/" + id + "/events HTTP/1.1\r\nHost: localhost\r\nX-API-Key: "
                + InstallationResource.AGENT_KEY + "\r\nAccept: text/event-stream\r\n\r\n");

        // then
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(
                                metrics.get("holdfast.event.streams").gauge().value())
                        .isZero());
    }

    @Test
    void aDisputeThatDoesNotExistHasNoStream() {
        ProblemsTest.assertProblem(askForStream(UUID.randomUUID().toString()), 404, "not-found");
        ProblemsTest.assertProblem(askForStream("nonsense"), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "-1", "1.5", "99999999999"})
    void whatIsNoIdOfAnEventIsRefused(String lastEventId) {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = Calls.agent()
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", lastEventId)
                .get("/v1/disputes/" + id + "/events");

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
    }

    @Test
    void onlyAnAgentListens() {
        // given
        String events = "/v1/disputes/" + UUID.randomUUID() + "/events";

        // when
        Response flow = Calls.architect().header("Accept", "text/event-stream").get(events);
        Response nobody =
                Calls.with("wrong").header("Accept", "text/event-stream").get(events);

        // then
        ProblemsTest.assertProblem(flow, 403, "forbidden");
        ProblemsTest.assertProblem(nobody, 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/json, text/event-stream;q=0.5",
                "text/event-stream;q=0, */*;q=0.1"
            })
    void whoDoesNotAskForAStreamGetsAPage(String accept) {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = Calls.agent().header("Accept", accept).get("/v1/disputes/" + id + "/events");

        // then
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.jsonPath().getList("data")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream;q=0", "text/event-stream; Q=0.000"})
    void whoWantsNoStreamAndNothingElseGetsNone(String accept) {
        // given
        String id = Calls.opened("pm_1");

        // when
        Response answer = Calls.agent().header("Accept", accept).get("/v1/disputes/" + id + "/events");

        // then
        ProblemsTest.assertProblem(answer, 406, "not-acceptable");
    }

    private static Response askForStream(String id) {
        return Calls.agent().header("Accept", "text/event-stream").get("/v1/disputes/" + id + "/events");
    }

    private Listener listen(String id, String lastEventId) {
        Listener listener = new Listener(vertx, RestAssured.port, id, InstallationResource.AGENT_KEY, lastEventId);
        listeners.add(listener);
        return listener;
    }
}

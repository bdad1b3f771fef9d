package io.holdfast.desk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.RawCall;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Pages that are open while their dispute changes. */
@QuarkusTest
class DeskLiveTest {

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry metrics;

    private final List<LivePage> pages = new ArrayList<>();

    @AfterEach
    void closeThePages() {
        pages.forEach(LivePage::close);
        await().until(() -> pages.stream().allMatch(LivePage::isClosed));
        pages.clear();
    }

    @Test
    void aDecisionIsAnsweredWhileThePageIsFollowedLive() {
        // given
        Visitor agent = Visitor.agent();
        String token = agent.token();
        List<Integer> answers = new ArrayList<>();

        // when
        for (int i = 0; i < 20; i++) {
            String id = Visitor.held();
            open(agent, id);
            String decision = i % 2 == 0 ? "release" : "charge";
            answers.add(agent.script()
                    .formParams(Map.of("token", token, "amount", "20.00"))
                    .post("/desk/disputes/" + id + "/" + decision)
                    .statusCode());
        }

        // then
        assertThat(answers).hasSize(20).containsOnly(200);
    }

    @RepeatedTest(3)
    void everyPageOfADisputeIsToldOfAChangeAndGoesOn() {
        // given
        Visitor agent = Visitor.agent();
        String id = Visitor.held();
        List<LivePage> three = List.of(open(agent, id), open(agent, id), open(agent, id));

        // when
        given().header("X-API-Key", InstallationResource.AGENT_KEY)
                .post("/v1/disputes/" + id + "/release")
                .then()
                .statusCode(202);

        // then
        await().untilAsserted(() -> assertThat(three).allMatch(page -> page.shows(">Released<")));
        assertThat(three).noneMatch(LivePage::isClosed);
    }

    @Test
    void aPageIsToldThatItsConversationHasANewerDispute() {
        // given
        Visitor agent = Visitor.agent();
        String conversation = "conversation-" + UUID.randomUUID();
        String id = Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        LivePage page = open(agent, id);

        // when
        Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        given().header("X-API-Key", InstallationResource.AGENT_KEY)
                .post("/v1/disputes/" + id + "/release")
                .then()
                .statusCode(202);

        // then
        await().untilAsserted(
                        () -> assertThat(page.shows("There is a newer dispute")).isTrue());
    }

    @Test
    void whoHangsUpBeforeOrWhileAPageIsFollowedKeepsNoPlace() throws IOException {
        // given
        Visitor agent = Visitor.agent();
        String id = Visitor.held();

        // when
        RawCall.hangUp("GET /desk/disputes/" + id + "/live HTTP/1.1\r\nHost: localhost\r\nCookie: " + Visitor.COOKIE
                + "=" + agent.cookie() + "\r\n\r\n");

        // then
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(
                                metrics.get("holdfast.desk.streams").gauge().value())
                        .isZero());
    }

    /** An open page that has been sent how things stand, and waits for news. */
    private LivePage open(Visitor visitor, String id) {
        LivePage page = new LivePage(vertx, visitor, id);
        pages.add(page);
        await().until(() -> page.events("summary") > 0);
        return page;
    }
}

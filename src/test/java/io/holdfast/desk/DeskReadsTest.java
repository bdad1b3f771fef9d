package io.holdfast.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the access journal is told of what the desk shows. */
@QuarkusTest
class DeskReadsTest {

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Test
    void aPageThatIsFollowedLiveIsARead() {
        // given
        String id = Visitor.held();
        LivePage page = new LivePage(vertx, Visitor.agent(), id);

        // when
        await().until(() -> page.events("summary") > 0);
        page.close();

        // then
        await().untilAsserted(() ->
                assertThat(reads(id)).singleElement().asString().contains("GET /desk/disputes/{dispute}/live"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"release", "charge"})
    void aQuestionBeforeADecisionIsARead(String decision) {
        // given
        String id = Visitor.held();

        // when
        Visitor.agent().get("/desk/disputes/" + id + "/" + decision + "?amount=5");

        // then
        await().untilAsserted(() ->
                assertThat(reads(id)).singleElement().asString().contains("GET /desk/disputes/{dispute}/" + decision));
    }

    @Test
    void aDisputeThatIsShownAfterADecisionIsARead() {
        // given
        String id = Visitor.held();
        Visitor agent = Visitor.agent();
        String token = agent.token();

        // when
        agent.script()
                .formParams(Map.of("token", token))
                .post("/desk/disputes/" + id + "/release")
                .then()
                .statusCode(200);

        // then
        await().untilAsserted(
                        () -> assertThat(reads(id)).singleElement().asString().contains("/desk/disputes/{dispute}\""));
    }

    @Test
    void theOthersOfAConversationAreReadWithTheirPage() {
        // given
        String conversation = "conversation-" + UUID.randomUUID();
        String first = Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        String second = Visitor.opened("ACC-1001", "pm_card_visa", conversation);

        // when
        assertThat(Visitor.agent().get("/desk/disputes/" + first).asString()).contains(second);

        // then
        await().untilAsserted(() -> assertThat(reads(second)).hasSize(1));
        assertThat(reads(first)).hasSize(1);
    }

    private List<String> reads(String dispute) {
        List<String> reads = new ArrayList<>();
        pool.preparedQuery("SELECT detail::text FROM access_event WHERE kind = 'dispute.read' AND $1 = ANY(disputes)"
                        + " AND detail::text LIKE '%/desk/disputes/%'")
                .executeAndAwait(Tuple.of(UUID.fromString(dispute)))
                .forEach(row -> reads.add(row.getString(0)));
        return reads;
    }
}

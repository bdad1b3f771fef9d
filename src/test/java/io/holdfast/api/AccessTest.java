package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccessTest {

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Test
    void aReadByAPersonIsToldWithWhoAndFromWhere() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Calls.agent().get("/v1/disputes/" + id).then().statusCode(200);
        Calls.agent().get("/v1/disputes/" + id + "/events").then().statusCode(200);
        Calls.agent().get("/v1/disputes?limit=1").then().statusCode(200);

        // then
        await().until(() -> reads(id).size() >= 2);
        Row read = reads(id).get(0);
        assertThat(read.getString("actor")).isNotBlank().isNotEqualTo("nobody");
        assertThat(read.getString("source")).isEqualTo("127.0.0.1");
        assertThat(read.getString("detail")).contains("GET /v1/disputes/{dispute_id}");
        assertThat(reads(id).get(1).getString("detail")).contains("/events");
    }

    @Test
    void aReadByACallFlowIsNotTold() {
        // given
        String id = Calls.opened("pm_1");

        // when
        Calls.architect().get("/v1/disputes/" + id).then().statusCode(200);
        Calls.agent().get("/v1/disputes/" + id).then().statusCode(200);

        // then
        await().until(() -> !reads(id).isEmpty());
        assertThat(reads(id)).hasSize(1);
    }

    @Test
    void aStoryThatIsFollowedIsToldOnceHoweverManyEventsCome() {
        // given
        String id = Calls.opened("pm_1");
        Listener listener = new Listener(vertx, RestAssured.port, id, InstallationResource.AGENT_KEY, null);
        await().until(() -> listener.events().size() == 2);

        // when
        Calls.agent().post("/v1/disputes/" + id + "/release").then().statusCode(202);
        await().until(() -> listener.events().size() == 4);
        listener.close();
        Calls.agent().get("/v1/disputes/" + id).then().statusCode(200);

        // then
        await().until(() -> reads(id).size() >= 2);
        assertThat(reads(id))
                .extracting(row -> row.getString("detail"))
                .satisfiesExactly(
                        followed -> assertThat(followed).contains("GET /v1/disputes/{dispute_id}/events"),
                        read -> assertThat(read).contains("GET /v1/disputes/{dispute_id}\""));
    }

    @Test
    void aDecisionThatWasMadeBeforeIsAReadAndTheFirstIsNone() {
        // given
        String id = Calls.opened("pm_1");
        Calls.agent()
                .header("Prefer", "wait=10")
                .post("/v1/disputes/" + id + "/release")
                .then()
                .statusCode(200);

        // when
        Calls.agent().post("/v1/disputes/" + id + "/release").then().statusCode(200);

        // then
        await().until(() -> !reads(id).isEmpty());
        assertThat(reads(id)).hasSize(1);
        assertThat(reads(id).get(0).getString("detail")).contains("POST /v1/disputes/{dispute_id}/release");
    }

    @Test
    void aCallWithoutAGoodCredentialIsTold() {
        // given
        long before = count("SELECT count(*) FROM access_event WHERE kind = 'call.denied' AND outcome = '401'");

        // when
        Calls.with("hf_wrong").get("/v1/disputes/" + UUID.randomUUID()).then().statusCode(401);

        // then
        await().until(() ->
                count("SELECT count(*) FROM access_event WHERE kind = 'call.denied' AND outcome = '401'") > before);
    }

    @Test
    void aCallOfTheWrongRoleIsToldWithItsName() {
        // given
        String denied = "SELECT count(*) FROM access_event WHERE kind = 'call.denied' AND outcome = '403'"
                + " AND actor <> 'nobody' AND detail LIKE '%GET /v1/disputes%'";
        long before = count(denied);

        // when
        Calls.architect().get("/v1/disputes").then().statusCode(403);

        // then
        await().until(() -> count(denied) > before);
    }

    @Test
    void cardDataIsToldByTheNameOfItsFieldAlone() {
        // given
        String hits = "SELECT count(*) FROM access_event WHERE kind = 'card_data.refused'"
                + " AND detail LIKE '%\"field\":\"customer_account_id\"%'";
        long before = count(hits);

        // when
        Calls.architect()
                .contentType(ContentType.JSON)
                .body(
                        "{\"customer_account_id\": \"4111 1111 1111 1111\", \"hold_amount\": 1, \"payment_method_id\": \"pm_1\"}")
                .post("/v1/disputes")
                .then()
                .statusCode(422);

        // then
        await().until(() -> count(hits) > before);
        assertThat(count("SELECT count(*) FROM access_event WHERE detail LIKE '%1111%1111%'"))
                .isZero();
    }

    @Test
    void namesThatStrangersMakeUpAreNotTold() {
        // given
        String hits =
                "SELECT coalesce(sum(coalesce(substring(detail FROM '\"times\":\"(\\d+)\"'), '1')::bigint), 0)::bigint"
                        + " FROM access_event WHERE kind = 'card_data.refused' AND actor = 'nobody' AND detail LIKE '%\"field\":\"";
        long headers = count(hits + "header\"%'");
        long queries = count(hits + "query\"%'");
        long keys = count(hits + "idempotency-key\"%'");

        // when
        for (String name : List.of("X-Made-Up-A", "X-Made-Up-B")) {
            RestAssured.given()
                    .header(name, "4111111111111111")
                    .get("/v1/disputes")
                    .then()
                    .statusCode(422)
                    .body("errors[0].field", equalTo(name));
        }
        RestAssured.given()
                .get("/v1/disputes?made_up.cvv=1")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("made_up.cvv"));
        RestAssured.given()
                .header("IDEMPOTENCY-Key", "4111111111111111")
                .get("/v1/disputes")
                .then()
                .statusCode(422);

        // then
        await().until(() -> count(hits + "header\"%'") == headers + 2);
        await().until(() -> count(hits + "query\"%'") == queries + 1);
        await().until(() -> count(hits + "idempotency-key\"%'") == keys + 1);
        assertThat(count("SELECT count(*) FROM access_event WHERE detail ~* 'x-made-up|made_up.cvv'"))
                .isZero();
    }

    @Test
    void theStoryIsOnlyEverAddedTo() {
        // given
        Calls.opened("pm_1");

        // when
        List<String> refused = new ArrayList<>();
        for (String statement : List.of(
                "UPDATE dispute_event SET actor = 'x'",
                "DELETE FROM dispute_event",
                "TRUNCATE dispute_event",
                "UPDATE access_event SET actor = 'x'",
                "DELETE FROM access_event",
                "TRUNCATE access_event")) {
            try {
                pool.query(statement).executeAndAwait();
            } catch (RuntimeException refusal) {
                refused.add(refusal.getMessage());
            }
        }

        // then
        assertThat(refused).hasSize(6).allMatch(message -> message.contains("only ever added to"));
    }

    private List<Row> reads(String dispute) {
        List<Row> rows = new ArrayList<>();
        pool.preparedQuery("SELECT * FROM access_event WHERE kind = 'dispute.read' AND $1 = ANY(disputes)"
                        + " AND cardinality(disputes) = 1 AND detail NOT LIKE '%GET /v1/disputes\"%' ORDER BY at")
                .executeAndAwait(Tuple.of(UUID.fromString(dispute)))
                .forEach(rows::add);
        return rows;
    }

    private long count(String sql) {
        return pool.query(sql).executeAndAwait().iterator().next().getLong(0);
    }
}

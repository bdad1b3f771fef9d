package io.holdfast.desk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.InstallationResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is for some call centres only has their disputes at the desk, and no others. */
@QuarkusTest
class DeskCallCentersTest {

    @Inject
    Pool pool;

    private final String account = "ACC-" + UUID.randomUUID();
    private final String conversation = "conversation-" + UUID.randomUUID();
    private Visitor north;

    @BeforeEach
    void signIn() {
        north = Visitor.signedIn(InstallationResource.NORTH_KEY);
    }

    private String held(String callCenter) {
        String id = given().header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "customer_account_id", account,
                        "hold_amount", 49.99,
                        "payment_method_id", "pm_card_visa",
                        "call_center_id", callCenter,
                        "conversation_id", conversation))
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
        given().header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .header("Prefer", "wait=10")
                .get("/v1/disputes/" + id)
                .then()
                .statusCode(200);
        return id;
    }

    private static String status(String id) {
        return given().header("X-API-Key", InstallationResource.AGENT_KEY)
                .get("/v1/disputes/" + id)
                .path("status");
    }

    @Test
    void theirOwnAreShownAndDecidedOn() {
        // given
        String own = held("CC-NORTH");

        // when
        Response page = north.get("/desk/disputes/" + own);
        Response released = north.post("/desk/disputes/" + own + "/release", Map.of("token", Visitor.token(page)));

        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(released.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/release", "/charge?amount=1.00", "/live"})
    void aForeignOneLooksLikeNone(String page) {
        // given
        String foreign = held("CC-SOUTH");

        // when
        Response asked = north.get("/desk/disputes/" + foreign + page);
        Response none = north.get("/desk/disputes/" + UUID.randomUUID() + page);

        // then
        assertThat(asked.statusCode()).isEqualTo(404);
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(asked.asString()).doesNotContain(account);
    }

    @ParameterizedTest
    @ValueSource(strings = {"release", "charge"})
    void aForeignOneIsNotDecidedOn(String decision) {
        // given
        String foreign = held("CC-SOUTH");
        Map<String, String> form = Map.of("token", north.token(), "amount", "1.00");

        // when
        Response refused = north.post("/desk/disputes/" + foreign + "/" + decision, form);

        // then
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(status(foreign)).isEqualTo("HELD");
    }

    @Test
    void noListHasAForeignOneAndNoCountTellsOfIt() {
        // given
        String own = held("CC-NORTH");
        String foreign = held("CC-SOUTH");

        for (String list : List.of(
                "view=attention", "view=lapsing", "view=held", "view=all", "q=" + account, "q=" + conversation)) {
            // when
            String page = north.get("/desk?" + list).asString();

            // then
            assertThat(page).as(list).doesNotContain(foreign).doesNotContain("class=\"count\"");
        }
        assertThat(north.get("/desk?view=held").asString()).contains(own);
        assertThat(north.get("/desk?q=" + account).asString()).contains(own);
        assertThat(north.get("/desk?q=" + foreign).asString()).contains("Nothing found");
        assertThat(north.get("/desk?conversation_id=" + conversation).asString())
                .contains(own)
                .doesNotContain(foreign);
        assertThat(Visitor.agent().get("/desk?conversation_id=" + conversation).asString())
                .contains(foreign);
    }

    @Test
    void theOverviewIsOfAllAndNotForThem() {
        // when
        Response overview = north.get("/desk/overview");

        // then
        assertThat(overview.statusCode()).isEqualTo(403);
        assertThat(overview.asString()).contains("some call centres only");
        assertThat(north.get("/desk?view=held").asString()).doesNotContain("/desk/overview");
        assertThat(Visitor.agent().get("/desk?view=held").asString()).contains("/desk/overview");
    }

    @Test
    void aForeignOneThatIsAskedForIsADeniedCall() {
        // given
        String foreign = held("CC-SOUTH");

        // when
        north.get("/desk/disputes/" + foreign);

        // then
        await().untilAsserted(() -> assertThat(pool.preparedQuery(
                                "SELECT 1 FROM access_event WHERE kind = 'call.denied' AND $1 = ANY(disputes)")
                        .executeAndAwait(Tuple.of(UUID.fromString(foreign)))
                        .size())
                .isEqualTo(1));
    }
}

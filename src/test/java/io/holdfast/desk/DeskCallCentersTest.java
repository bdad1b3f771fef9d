package io.holdfast.desk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.store.overview.Centers;
import io.holdfast.store.overview.Figures;
import io.holdfast.testing.InstallationResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    @Inject
    Pages pages;

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
    void theirOverviewHasNothingOfAnotherCallCentre() {
        // given
        held("CC-NORTH");
        held("CC-SOUTH");
        foreignGateway("CC-SOUTH");

        // when
        String page = north.get("/desk/overview?period=24h").asString();

        // then
        assertThat(page)
                .contains("Your call centres: <bdi>CC-COAST</bdi>, <bdi>CC-NORTH</bdi>")
                .contains(tile("Live holds", live("CC-NORTH", "CC-COAST")))
                .contains(tile("Needs attention", raised("CC-NORTH", "CC-COAST")))
                .doesNotContain("CC-SOUTH", "gateway-of-the-south", "ZAR");
        assertThat(Visitor.agent()
                        .get("/desk/overview?period=24h&call_center=CC-SOUTH")
                        .asString())
                .contains("gateway-of-the-south", "ZAR", tile("Live holds", live("CC-SOUTH")));
    }

    @Test
    void oneOfTheirsCanBeChosenAndStaysChosen() {
        // given
        held("CC-NORTH");
        held("CC-COAST");

        // when
        String coast =
                north.get("/desk/overview?period=7d&call_center=CC-COAST").asString();
        String south = Visitor.signedIn(InstallationResource.SOUTH_KEY)
                .get("/desk/overview")
                .asString();

        // then
        assertThat(coast)
                .contains("Call centre: <bdi>CC-COAST</bdi>")
                .contains(tile("Live holds", live("CC-COAST")))
                .contains("<option value=\"\">All of yours</option>")
                .contains("<option value=\"CC-COAST\" selected>CC-COAST</option>")
                .contains("period=30d&amp;currency=USD&amp;call_center=CC-COAST\"");
        assertThat(south).contains("Call centre: <bdi>CC-SOUTH</bdi>").doesNotContain("<select", "CC-COAST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CC-SOUTH", "CC-NOWHERE", "CC-NORTH,CC-SOUTH", "*"})
    void theOverviewOfAForeignCallCentreLooksLikeThatOfNone(String callCenter) {
        // given
        held("CC-SOUTH");

        // when
        Response foreign = north.get("/desk/overview?call_center=" + callCenter);

        // then
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.asString())
                .contains("There is no such page or dispute")
                .doesNotContain("CC-SOUTH");
        await().untilAsserted(() -> assertThat(pool.query("SELECT 1 FROM access_event WHERE kind = 'call.denied'"
                                + " AND actor = 'north' AND detail LIKE '%call_center%' AND disputes = '{}'")
                        .executeAndAwait()
                        .size())
                .isPositive());
    }

    @Test
    void whoMaySeeAllChoosesAnyCallCentre() {
        // given
        String odd = "<b>\"Süd\" & Ost</b> " + UUID.randomUUID();
        held(odd);
        String field = URLEncoder.encode(odd, StandardCharsets.UTF_8);
        String escaped = odd.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");

        // when
        Visitor supervisor = Visitor.agent();
        String all = supervisor.get("/desk/overview?period=30d").asString();
        String one = supervisor
                .request()
                .urlEncodingEnabled(false)
                .get("/desk/overview?period=30d&call_center=" + field)
                .asString();
        String none = supervisor.get("/desk/overview?call_center=CC-NOWHERE").asString();

        // then
        assertThat(all).contains("All call centres</p>").contains("<option value=\"" + escaped + "\"");
        assertThat(one)
                .contains("Call centre: <bdi>" + escaped + "</bdi>")
                .contains(tile("Live holds", "1"))
                .contains("&amp;call_center=" + field + "\"")
                .doesNotContain("<b>");
        assertThat(none).contains(tile("Live holds", "0"), "<bdi>CC-NOWHERE</bdi>");
    }

    @Test
    void theSpacesAroundANameBelongToItIfThereIsACallCentreOfThatName() {
        // given
        String name = "South " + UUID.randomUUID();
        held(name);
        held("  " + name + " ");
        held("  " + name + " ");
        Visitor supervisor = Visitor.agent();

        // when
        String padded = overviewOf(supervisor, "++" + name.replace(" ", "%20") + "%20");
        String bare = overviewOf(supervisor, name.replace(" ", "+"));
        String pasted = overviewOf(supervisor, name.replace(" ", "%20") + "%20%20%20");

        // then
        assertThat(padded)
                .contains("<bdi>  " + name + " </bdi>", tile("Live holds", "2"))
                .contains("<option value=\"  " + name + " \" selected>")
                .contains("&amp;call_center=++" + name.replace(" ", "+") + "+\"");
        assertThat(bare).contains("<bdi>" + name + "</bdi>", tile("Live holds", "1"));
        assertThat(pasted).contains("<bdi>" + name + "</bdi>", tile("Live holds", "1"));
    }

    @Test
    void aNameThatTurnsAroundIsSentBackAsItIs() {
        // given
        String turning = "CC-\u202e$1\\ " + UUID.randomUUID();
        held(turning);

        // when
        String all = overviewOf(Visitor.agent(), "");
        String one = overviewOf(Visitor.agent(), URLEncoder.encode(turning, StandardCharsets.UTF_8));

        // then
        String sent = turning.replace("\u202e", "&#8238;");
        String shown = turning.replace('\u202e', '\ufffd');
        assertThat(all).contains("<option value=\"" + sent + "\" >" + shown + "</option>");
        assertThat(one).contains("<option value=\"" + sent + "\" selected>").contains(tile("Live holds", "1"));
        assertThat(all + one).doesNotContain("\u202e");
    }

    @Test
    void whoIsForSomeOnlyMayPasteSpacesAlongWithOneOfTheirs() {
        // when
        String pasted = overviewOf(north, "%20CC-COAST+");

        // then
        assertThat(pasted).contains("Call centre: <bdi>CC-COAST</bdi>");
    }

    /** @param encoded as it stands in the address */
    private static String overviewOf(Visitor visitor, String encoded) {
        return visitor.request()
                .urlEncodingEnabled(false)
                .get("/desk/overview?period=30d&call_center=" + encoded)
                .asString();
    }

    @Test
    void whereThereAreMoreThanCanBeChosenFromOneIsTyped() {
        // given
        Instant now = Instant.now();
        Figures nothing = new Figures(Period.DAY.from(now), now, now, List.of(), List.of());
        OverviewScope scope = OverviewScope.ofAll(Optional.of("CC-\"7\""), new Centers(List.of("CC-1"), true));
        OverviewBoard board = new OverviewDraft(Period.DAY, nothing, Optional.empty()).board(scope, 0);

        // when
        String page = Pages.text(Pages.Templates.overview(pages.frame("Overview", ""), board));

        // then
        assertThat(page)
                .contains("<input id=\"call_center\" name=\"call_center\" value=\"CC-&quot;7&quot;\"")
                .contains("<label for=\"call_center\">", "<option value=\"CC-1\">")
                .doesNotContain("<select");
    }

    @Test
    void aCardNumberIsNoCallCentre() {
        // when
        Response refused = Visitor.agent().get("/desk/overview?call_center=4111111111111111");

        // then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.asString()).doesNotContain("4111");
    }

    private static String tile(String label, String value) {
        return "<dt>" + label + "</dt><dd class=\"value\">" + value + "</dd>";
    }

    private String live(String... callCenters) {
        return count("status = 'HELD'", callCenters);
    }

    private String raised(String... callCenters) {
        return count("attention IS NOT NULL", callCenters);
    }

    /** As it is shown. */
    private String count(String condition, String... callCenters) {
        long count = pool.preparedQuery(
                        "SELECT count(*) AS count FROM dispute WHERE " + condition + " AND call_center_id = ANY($1)")
                .executeAndAwait(Tuple.tuple().addArrayOfString(callCenters))
                .iterator()
                .next()
                .getLong("count");
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A live hold at a gateway, and in a currency, that no other call centre has. */
    private void foreignGateway(String callCenter) {
        // older than all others, so that it is on no other test's page
        UUID id = new UUID(0x7000, UUID.randomUUID().getLeastSignificantBits());
        pool.preparedQuery("""
                        INSERT INTO dispute (dispute_id, version, status, customer_account_id, hold_amount, currency, gateway, payment_token,
                            reason_code, call_center_id, opened_by, authorization_id, hold_expires_at, event_sequence, event_hash, created_at,
                            updated_at, attention)
                        VALUES ($1, 1, 'HELD', 'FOREIGN', 77, 'ZAR', 'gateway-of-the-south', ''::bytea, 'FOREIGN', $2, 'test', 'auth',
                            '2035-01-01', 1, ''::bytea, now(), now(), 'RENEWAL_FAILED')
                        """).executeAndAwait(Tuple.of(id, callCenter));
        pool.preparedQuery("INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash)"
                        + " VALUES ($1, 1, 'dispute.opened', now(), 'test', '{}', ''::bytea)")
                .executeAndAwait(Tuple.of(id));
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

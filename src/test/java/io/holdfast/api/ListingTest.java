package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ListingTest {

    @Test
    void theNewestDisputeComesFirst() {
        // given
        String account = someAccount();
        List<String> opened = open(account, 3);

        // when
        JsonPath page = list("customer_account_id=" + account);

        // then
        Collections.reverse(opened);
        assertThat(page.getList("data.dispute_id", String.class)).isEqualTo(opened);
        assertThat(page.getMap("")).doesNotContainKey("next_cursor");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        // given
        String account = someAccount();
        List<String> opened = open(account, 7);
        String filters = "limit=3&customer_account_id=" + account;

        // when
        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonPath page = list(filters + "&cursor=" + cursor);
            seen.addAll(page.getList("data.dispute_id", String.class));
            sizes.add(page.getList("data").size());
            cursor = page.getString("next_cursor");
        }

        // then
        Collections.reverse(opened);
        assertThat(seen).isEqualTo(opened);
        assertThat(sizes).containsExactly(3, 3, 1);
    }

    @Test
    void aPageThatIsExactlyFullIsTheLastIfThereIsNoMore() {
        // given
        String account = someAccount();
        open(account, 3);

        // when
        JsonPath page = list("limit=3&customer_account_id=" + account);

        // then
        assertThat(page.getMap("")).doesNotContainKey("next_cursor");
    }

    @Test
    void everyFilterNarrowsTheList() {
        // given
        String account = someAccount();
        String conversation = "conversation-" + UUID.randomUUID();
        open(account, 1);
        Instant between = Instant.now();
        String wanted = openOne(account, conversation, "pm_1");
        Calls.architect().header("Prefer", "wait=10").get("/v1/disputes/" + wanted);

        // when
        List<String> byAll = ids("customer_account_id=" + account + "&conversation_id=" + conversation
                + "&status=HELD&gateway=" + ScriptedGateway.NAME + "&from=" + between);
        List<String> before = ids("customer_account_id=" + account + "&to=" + between);
        List<String> otherStatus = ids("customer_account_id=" + account + "&status=CHARGED");
        List<String> otherGateway = ids("customer_account_id=" + account + "&gateway=erp");
        List<String> otherConversation = ids("customer_account_id=" + account + "&conversation_id=none");

        // then
        assertThat(byAll).containsExactly(wanted);
        assertThat(before).hasSize(1).doesNotContain(wanted);
        assertThat(otherStatus).isEmpty();
        assertThat(otherGateway).isEmpty();
        assertThat(otherConversation).isEmpty();
    }

    @Test
    void aSemicolonIsPartOfAFiltersValue() {
        // given
        String account = someAccount();
        open(account, 1);
        String inTwoParts = account + ";limit=1";
        List<String> opened = open(inTwoParts, 2);

        // when
        Response page = Calls.agent().urlEncodingEnabled(false).get("/v1/disputes?customer_account_id=" + inTwoParts);

        // then
        assertThat(page.jsonPath().getList("data.dispute_id", String.class))
                .containsExactlyInAnyOrderElementsOf(opened);
    }

    @Test
    void whatNeedsAttentionIsFoundByItsReasonAndPageByPage() {
        // given
        String account = someAccount();
        open(account, 1);
        List<String> needing = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String id = openOne(account, "c-" + UUID.randomUUID(), ScriptedGateway.ACTION_REQUIRED);
            Calls.architect().header("Prefer", "wait=10").get("/v1/disputes/" + id);
            needing.add(0, id);
        }

        // when
        List<String> any = ids("attention=any&customer_account_id=" + account);
        List<String> ofThisReason = ids("attention=action_required&customer_account_id=" + account);
        List<String> ofAnother = ids("attention=RENEWAL_FAILED&customer_account_id=" + account);
        String filters = "attention=any&limit=1&customer_account_id=" + account;
        List<String> second = ids(filters + "&cursor=" + list(filters).getString("next_cursor"));

        // then
        assertThat(any).isEqualTo(needing);
        assertThat(ofThisReason).isEqualTo(needing);
        assertThat(ofAnother).isEmpty();
        assertThat(second).containsExactly(needing.get(1));
    }

    @Test
    void aListedDisputeIsTheSameAsTheDisputeItself() {
        // given
        String account = someAccount();
        String held = openOne(account, "c-" + UUID.randomUUID(), "pm_1");
        String failed = openOne(account, "c-" + UUID.randomUUID(), ScriptedGateway.DECLINED);
        for (String id : List.of(held, failed)) {
            Calls.architect().header("Prefer", "wait=10").get("/v1/disputes/" + id);
        }
        Calls.agent().header("Prefer", "wait=10").post("/v1/disputes/" + held + "/charge");

        // when
        JsonPath page = list("customer_account_id=" + account);

        // then
        assertThat(page.getMap("data[1]")).isEqualTo(dispute(held)).containsKey("charged_amount");
        assertThat(page.getMap("data[0]")).isEqualTo(dispute(failed)).containsKey("failure_code");
    }

    @Test
    void aFilterWithoutAValueIsAsGoodAsNone() {
        // given
        String account = someAccount();
        open(account, 1);

        // when
        List<String> listed = ids(
                "status=&conversation_id=&gateway=&attention=&from=&to=&limit=&cursor=&customer_account_id=" + account);

        // then
        assertThat(listed).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=FOO",
                "status=HELD&status=FAILED",
                "customer_account_id=a%00b",
                "conversation_id=%0a",
                "gateway=%20",
                "attention=nothing",
                "attention=any&attention=any",
                "from=yesterday",
                "from=2026-02-30T10:00:00Z",
                "to=2026-11-29",
                "to=2026-11-29T10:00:00",
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=ten",
                "limit=99999999999999",
                "cursor=nonsense",
                "cursor=%F0%9F%98%80",
                "cursor=AAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void aFilterThatMakesNoSenseIsNamed(String query) {
        // when
        Response answer = Calls.agent().urlEncodingEnabled(false).get("/v1/disputes?" + query);

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
        assertThat(answer.<String>path("errors[0].field")).isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void theChoicesOfAFilterAreNamedAsAnswersHaveThem() {
        // when
        Response status = Calls.agent().get("/v1/disputes?status=open");
        Response attention = Calls.agent().get("/v1/disputes?attention=some");
        Response state = Calls.admin().get("/v1/operations?state=open");

        // then
        assertThat(status.<String>path("errors[0].message"))
                .isEqualTo("is one of INITIATED, HELD, FAILED, RELEASED, CHARGED, EXPIRED");
        assertThat(attention.<String>path("errors[0].message"))
                .startsWith("is one of GATEWAY_UNREACHABLE, ")
                .endsWith(", or any");
        assertThat(state.<String>path("errors[0].message")).isEqualTo("is one of waiting, running, needs_person");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=0000-01-01T00:00:00Z",
                "to=9999-12-31T23:59:59.999999999Z",
                "from=2026-11-29T10:00:00%2B01:00",
                "from=2026-11-29T10:00:00+01:00",
                "from=2026-11-29t10:00:00.123z",
                "status=held",
                "attention=any",
                "attention=renewal_failed",
                "utm_source=newsletter"
            })
    void aFilterThatMakesSenseIsTaken(String query) {
        // when
        Response answer = Calls.agent().urlEncodingEnabled(false).get("/v1/disputes?" + query);

        // then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    @Test
    void aCursorBelongsToItsFilters() {
        // given
        String account = someAccount();
        open(account, 2);
        String cursor = list("limit=1&customer_account_id=" + account).getString("next_cursor");

        // when
        Response other = Calls.agent().get("/v1/disputes?limit=1&cursor=" + cursor);
        Response changed = Calls.agent()
                .get("/v1/disputes?limit=1&customer_account_id=" + account + "&cursor=" + cursor.replace('A', 'B')
                        + "A");
        Response anotherLimit =
                Calls.agent().get("/v1/disputes?limit=2&customer_account_id=" + account + "&cursor=" + cursor);

        // then
        ProblemsTest.assertProblem(other, 422, "invalid-request");
        ProblemsTest.assertProblem(changed, 422, "invalid-request");
        assertThat(anotherLimit.statusCode()).isEqualTo(200);
    }

    private static String someAccount() {
        return "account-" + UUID.randomUUID();
    }

    private static List<String> open(String account, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(openOne(account, "c-" + UUID.randomUUID(), "pm_1"));
        }
        return ids;
    }

    private static String openOne(String account, String conversation, String paymentMethod) {
        String body = """
                {"customer_account_id": "%s", "hold_amount": 49.99, "payment_method_id": "%s", "conversation_id": "%s"}""".formatted(account, paymentMethod, conversation);
        return Calls.open(body).then().statusCode(202).extract().path("dispute_id");
    }

    private static List<String> ids(String query) {
        return list(query).getList("data.dispute_id", String.class);
    }

    private static JsonPath list(String query) {
        return Calls.agent()
                .get("/v1/disputes?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Object> dispute(String id) {
        return Calls.agent().get("/v1/disputes/" + id).jsonPath().getMap("");
    }
}

package io.holdfast.desk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.RawCall;
import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DeskDisputeTest {

    @Test
    void theDisputeOfAConversationIsShownWithItsStory() {
        // given
        String conversation = "conversation-" + UUID.randomUUID();
        Visitor.opened("ACC-1001", "pm_card_visa", conversation);

        // when
        Response page = Visitor.agent().get("/desk?conversation_id=" + conversation);

        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString())
                .contains(
                        "ACC-1001",
                        "49.99 USD",
                        "Held",
                        "Dispute opened",
                        "Hold placed",
                        "Charge…",
                        "Release the hold…");
    }

    @Test
    void aConversationWithoutADisputeIsWaitedWith() {
        // given
        Visitor agent = Visitor.agent();
        String conversation = "conversation-" + UUID.randomUUID();
        String waiting = agent.get("/desk?conversation_id=" + conversation).asString();

        // when
        Visitor.opened("ACC-1001", "pm_card_visa", conversation);

        // then
        assertThat(waiting).contains("No dispute yet", "every 3s");
        assertThat(agent.script().get("/desk?conversation_id=" + conversation).header("HX-Refresh"))
                .isEqualTo("true");
    }

    @Test
    void anOlderDisputeOfAConversationNamesThatThereIsANewerOne() {
        // given
        String conversation = "conversation & " + UUID.randomUUID();
        String older = Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        String newer = Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        Visitor agent = Visitor.agent();

        // when
        String olderPage = agent.get("/desk/disputes/" + older).asString();
        String newerPage = agent.get("/desk/disputes/" + newer).asString();

        // then
        assertThat(olderPage).contains("There is a newer dispute", "/desk?conversation_id=conversation+%26+");
        assertThat(newerPage).doesNotContain("There is a newer dispute");
    }

    @Test
    void whoAsksForTheHeadOfALivePageAloneHoldsNoStream() throws IOException {
        // given
        String id = Visitor.opened("ACC-1001", "pm_card_visa", "c-" + UUID.randomUUID());
        String request = "HEAD /desk/disputes/" + id + "/live HTTP/1.1\r\nHost: localhost\r\nCookie: " + Visitor.COOKIE
                + "=" + Visitor.agent().cookie() + "\r\nConnection: close\r\n\r\n";

        // when
        String answer = RawCall.answer(request);

        // then
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-type: text/event-stream")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aDeclineIsExplained() {
        // given
        String id = Visitor.opened("ACC-1001", ScriptedGateway.DECLINED, "c-" + UUID.randomUUID());

        // when
        String page = Visitor.agent().get("/desk/disputes/" + id).asString();

        // then
        assertThat(page).contains("Not enough money on the card", "What to do:").doesNotContain("Charge…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "'{inject:this}${7*7}",
                "{frame.token}"
            })
    void whatCallersWroteIsTextOnEveryPage(String hostile) {
        // given
        String id = Visitor.opened(hostile, "pm_card_visa", "c-" + hostile);
        Visitor agent = Visitor.agent();

        // when
        String pages = agent.get("/desk/disputes/" + id).asString()
                + agent.get("/desk?view=all").asString()
                + agent.request().queryParam("q", hostile).get("/desk").asString()
                + agent.request()
                        .queryParam("conversation_id", hostile)
                        .get("/desk")
                        .asString();

        // then
        assertThat(pages).doesNotContain("<script>alert", "<img src=x", "'{inject:this}${7*7}");
        assertThat(agent.request().queryParam("q", hostile).get("/desk").asString())
                .contains("/desk/disputes/" + id);
    }

    @Test
    void whatCallersWroteDoesNotTurnAroundWhatStandsBesideIt() {
        // given
        String hostile = "ACC-\u202e" + UUID.randomUUID() + "\u2066";
        String id = Visitor.opened(hostile, "pm_card_visa", "c-\u202e" + UUID.randomUUID());
        Visitor agent = Visitor.agent();

        // when
        String page = agent.get("/desk/disputes/" + id).asString();
        String found = agent.request().queryParam("q", hostile).get("/desk").asString();

        // then
        String shown = hostile.replace('\u202e', '\ufffd').replace('\u2066', '\ufffd');
        assertThat(page + found).doesNotContain("\u202e", "\u2066");
        assertThat(page).contains("<h1><bdi>" + shown + "</bdi></h1>", "<bdi>c-\ufffd");
        assertThat(found).contains("/desk/disputes/" + id, "<bdi>" + shown + "</bdi></a>");
    }

    @Test
    void aQuestionThatIsAPageOfItsOwnHasTheHeadingOfAPage() {
        // given
        String question = "/desk/disputes/" + Visitor.held() + "/release";
        Visitor agent = Visitor.agent();

        // when
        String page = agent.get(question).asString();
        String piece = agent.script().get(question).asString();

        // then
        assertThat(page).contains("<h1 id=\"dialog-title\">Release the hold?</h1>");
        assertThat(piece).contains("<h2 id=\"dialog-title\">Release the hold?</h2>");
    }

    @Test
    void beforeMoneyMovesItIsSaidExactlyWhatWillHappen() {
        // given
        String id = Visitor.held();

        // when
        String charge = Visitor.agent()
                .get("/desk/disputes/" + id + "/charge?amount=20")
                .asString();
        String release =
                Visitor.agent().get("/desk/disputes/" + id + "/release").asString();

        // then
        assertThat(charge)
                .contains("20.00 USD are taken", "The other 29.99 USD of the 49.99 USD that are held are given back");
        assertThat(release).contains("All 49.99 USD are given back");
    }

    @Test
    void whatTheGatewayTookUnaskedIsToldAndNotDenied() {
        // given
        String id = Visitor.opened("ACC-1001", ScriptedGateway.TAKEN_IN_PART, "c-" + UUID.randomUUID());
        Visitor agent = Visitor.agent();

        // when
        String page = agent.get("/desk/disputes/" + id).asString();
        String release = agent.get("/desk/disputes/" + id + "/release").asString();
        String charge = agent.get("/desk/disputes/" + id + "/charge?amount=20").asString();

        // then
        assertThat(page)
                .contains("money was taken that nobody here asked for", "Taken there: 3.00 USD")
                .doesNotContain("Nothing has been taken", "agrees with what is recorded");
        assertThat(release)
                .contains("What the gateway still holds is given back", "What was taken already stays taken")
                .doesNotContain("All 49.99 USD", "Nothing is charged");
        assertThat(charge).contains("on top of what was taken already").doesNotContain("The other 29.99 USD");
    }

    @Test
    void aPartIsChargedOnceAndEverythingAfterItIsRefusedInPlainWords() {
        // given
        String id = Visitor.held();
        Visitor agent = Visitor.agent();
        String token = agent.token();

        // when
        Response charged = agent.post("/desk/disputes/" + id + "/charge", Map.of("token", token, "amount", "20.00"));
        Response again = agent.post("/desk/disputes/" + id + "/charge", Map.of("token", token, "amount", "20.00"));
        Response more = agent.post("/desk/disputes/" + id + "/charge", Map.of("token", token, "amount", "30.00"));
        Response released = agent.post("/desk/disputes/" + id + "/release", Map.of("token", token));

        // then
        assertThat(charged.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.asString()).contains("Nothing was done twice");
        assertThat(more.statusCode()).isEqualTo(409);
        assertThat(more.asString()).contains("Already charged");
        assertThat(released.statusCode()).isEqualTo(409);
        given().header("X-API-Key", InstallationResource.AGENT_KEY)
                .header("Prefer", "wait=5")
                .get("/v1/disputes/" + id + "/events")
                .then()
                .body(org.hamcrest.Matchers.containsString("\"actor\":\"desk\""));
    }

    @Test
    void aListSaysWhatWasChargedWhereThatIsNotWhatWasHeld() {
        // given
        String account = "ACC-" + UUID.randomUUID();
        String id = Visitor.opened(account, "pm_card_visa", "conversation-" + UUID.randomUUID());
        Visitor agent = Visitor.agent();
        assertThat(agent.get("/desk?q=" + account).asString()).doesNotContain("USD charged");

        // when
        agent.post("/desk/disputes/" + id + "/charge", Map.of("token", agent.token(), "amount", "20.00"));
        // asked for once more it is the same charge, and waits for it
        given().header("X-API-Key", InstallationResource.AGENT_KEY)
                .header("Prefer", "wait=10")
                .contentType("application/json")
                .body(Map.of("amount", 20.00))
                .post("/v1/disputes/" + id + "/charge")
                .then()
                .body("status", org.hamcrest.Matchers.equalTo("CHARGED"));

        // then
        assertThat(agent.get("/desk?q=" + account).asString()).contains("49.99 USD", "20.00 USD charged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"50.00", "0", "-1", "1.001", "twenty", "1e3", "20,00"})
    void anAmountThatCannotBeChargedIsRefusedInPlainWords(String amount) {
        // given
        String id = Visitor.held();
        Visitor agent = Visitor.agent();

        // when
        Response refused =
                agent.post("/desk/disputes/" + id + "/charge", Map.of("token", agent.token(), "amount", amount));

        // then
        assertThat(refused.statusCode()).isIn(409, 422);
        assertThat(refused.asString())
                .containsAnyOf("More than is held", "That is no amount")
                .contains("Nothing was done");
    }

    @Test
    void aFormWithoutItsTokenMovesNoMoney() {
        // given
        String id = Visitor.held();
        Visitor agent = Visitor.agent();

        // when
        Response without = agent.post("/desk/disputes/" + id + "/release", Map.of());
        Response wrong = agent.post("/desk/disputes/" + id + "/release", Map.of("token", "AAAAAAAAAAAAAAAAAAAAAAAA"));

        // then
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(agent.get("/desk/disputes/" + id).asString()).contains("Release the hold…");
    }

    @Test
    void aFormFromAnotherSiteMovesNoMoney() {
        // given
        String id = Visitor.held();
        Visitor agent = Visitor.agent();
        String token = agent.token();

        // when
        Response crossSite = agent.request()
                .header("Sec-Fetch-Site", "cross-site")
                .formParam("token", token)
                .post("/desk/disputes/" + id + "/release");
        Response otherOrigin = agent.request()
                .header("Origin", "https://elsewhere.example")
                .formParam("token", token)
                .post("/desk/disputes/" + id + "/release");

        // then
        assertThat(crossSite.statusCode()).isEqualTo(403);
        assertThat(otherOrigin.statusCode()).isEqualTo(403);
        assertThat(agent.get("/desk/disputes/" + id).asString()).contains("Release the hold…");
    }

    @Test
    void anAdminMayLookButNotDecide() {
        // given
        String id = Visitor.held();
        Visitor admin = Visitor.signedIn(InstallationResource.ADMIN_KEY);

        // when
        Response page = admin.get("/desk/disputes/" + id);
        Response refused = admin.post("/desk/disputes/" + id + "/release", Map.of("token", admin.token()));

        // then
        assertThat(page.asString()).contains("49.99 USD").doesNotContain("Release the hold…");
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/desk?q=4111111111111111",
                "/desk?conversation_id=4111-1111-1111-1111",
                "/desk/disputes/4111111111111111",
                "/desk?q=%34111111111111111"
            })
    void cardDataIsRefusedAndNotRepeated(String address) {
        // when
        Response refused = Visitor.agent().request().urlEncodingEnabled(false).get(address);

        // then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.asString()).contains("card number").doesNotContainPattern(Visitor.PIECE_OF_THE_CARD);
    }

    @Test
    void cardDataTypedForAnAmountIsToldBesideTheDisputeAndNotAsAPageInIt() {
        // given
        String id = Visitor.held();

        // when
        Response refused = Visitor.agent().script().get("/desk/disputes/" + id + "/charge?amount=4111111111111111");

        // then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.header("HX-Retarget")).isEqualTo("#notice");
        assertThat(refused.asString())
                .contains("card number", "Nothing was done")
                .doesNotContain("<html", "Skip to the content")
                .doesNotContainPattern(Visitor.PIECE_OF_THE_CARD);
    }

    @Test
    void cardDataInAFormIsRefused() {
        // given
        String id = Visitor.held();
        Visitor agent = Visitor.agent();

        // when
        Response refused = agent.post(
                "/desk/disputes/" + id + "/charge", Map.of("token", agent.token(), "amount", "4111111111111111"));

        // then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.asString()).doesNotContainPattern(Visitor.PIECE_OF_THE_CARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/desk/disputes/x",
                "/desk/disputes/0199aaaa-0000-7000-8000-000000000000",
                "/desk/nowhere",
                "/desk/disputes/x/charge",
                "/desk/disputes/x/nowhere",
                "/desk/disputes/x/charge/nowhere",
                "/desk/overview/nowhere",
                "/desk/sign-out"
            })
    void whatIsNotThereIsAPageThatSaysSo(String address) {
        // when
        Response lost = Visitor.agent().get(address);

        // then
        assertThat(lost.statusCode()).isEqualTo(404);
        assertThat(lost.asString()).contains("There is no such page or dispute", "</html>");
    }

    @Test
    void aSearchFindsByDisputeConversationAndAccount() {
        // given
        String account = "ACC-" + UUID.randomUUID();
        String conversation = UUID.randomUUID().toString();
        String id = Visitor.opened(account, "pm_card_visa", conversation);
        Visitor agent = Visitor.agent();

        // when
        Response byDispute = agent.get("/desk?q=" + id);
        Response byConversation = agent.get("/desk?q=" + conversation);
        Response byAccount = agent.get("/desk?q=" + account);

        // then
        assertThat(byDispute.header("Location")).isEqualTo("/desk/disputes/" + id);
        assertThat(byConversation.asString()).contains("/desk/disputes/" + id);
        assertThat(byAccount.asString()).contains("/desk/disputes/" + id);
        assertThat(agent.get("/desk?q=nothing-of-the-kind").asString()).contains("Nothing found");
    }

    @Test
    void aSearchFindsAnAccountThatLooksLikeAnIdAndAConversationThatDoesNot() {
        // given
        String account = UUID.randomUUID().toString();
        String conversation = "call-" + UUID.randomUUID();
        String ofAccount = Visitor.opened(account, "pm_card_visa", "c-" + UUID.randomUUID());
        String ofConversation = Visitor.opened("ACC-1001", "pm_card_visa", conversation);
        Visitor agent = Visitor.agent();

        // when
        Response byAccount = agent.get("/desk?q=" + account);
        Response byConversation = agent.get("/desk?q=" + conversation);

        // then
        assertThat(byAccount.asString()).contains("/desk/disputes/" + ofAccount);
        assertThat(byConversation.asString()).contains("/desk/disputes/" + ofConversation);
    }

    @Test
    void theFurtherPagesOfASearchAreOfWhatTheFirstWasOf() {
        // given
        String conversation = "call-" + UUID.randomUUID();
        for (int i = 0; i < 26; i++) {
            Visitor.openedLate("ACC-1001", "pm_card_visa", conversation);
        }
        Visitor agent = Visitor.agent();
        String first = agent.get("/desk?q=" + conversation).asString();
        Visitor.opened(conversation, "pm_card_visa", "c-" + UUID.randomUUID());

        // when
        String second = agent.get(link(first, "Next page")).asString();

        // then
        assertThat(disputes(first)).hasSize(25);
        assertThat(disputes(second)).hasSize(1).doesNotContainAnyElementsOf(disputes(first));
        assertThat(disputes(agent.get(link(second, "First page")).asString())).isEqualTo(disputes(first));
    }

    private static List<String> disputes(String page) {
        return Pattern.compile("href=\"/desk/disputes/([^\"]+)")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String link(String page, String text) {
        Matcher found = Pattern.compile("href=\"([^\"]+)\">" + text).matcher(page);
        assertThat(found.find()).as("a link to the %s", text).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    @Test
    void scriptAndStyleAreSmallAndKeptForEver() {
        // given
        String page = Visitor.agent().get("/desk").asString();
        String address = page.replaceAll("(?s).*<script src=\"([^\"]+)\".*", "$1");

        // when
        Response script = given().get(address);

        // then
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.header("Cache-Control")).contains("immutable");
        assertThat(new Assets().totalBytes()).isLessThan(150 * 1024);
    }

    @Test
    void aPageOfAnotherVersionHasScriptAndStyleOfThisOneAndKeepsNone() {
        // when
        Response style = given().get("/desk/assets/0123456789abcdef/desk.css");

        // then
        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(style.contentType()).startsWith("text/css");
        assertThat(style.header("Cache-Control")).isEqualTo("no-store");
        assertThat(given().get("/desk/assets/0123456789abcdef/other.css").statusCode())
                .isEqualTo(404);
    }
}

package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayHealth;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was placed for a dispute whose intents we cannot name. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeSearchesTest extends StripeCase {

    private static final String SEARCH = INTENTS + "/search";

    @Test
    void whatASearchFindsIsReadAfresh() {
        // given
        searching(okJson(page(false, intent("processing"))));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
        // when
        List<AuthorizationView> views = found(findByDispute());
        // then
        assertThat(views).extracting(AuthorizationView::status).containsExactly(Status.AUTHORIZED);
        server.verify(
                1,
                getRequestedFor(urlPathEqualTo(SEARCH))
                        .withQueryParam("query", equalTo("metadata['dispute_id']:'" + DISPUTE + "'")));
    }

    @Test
    void whatASearchDoesNotShowYetIsFoundInTheList() {
        // given
        searching(okJson(page(false)));
        listing(okJson(page(false, another("pi_8"), held(), another("pi_9"))));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
        // when
        List<AuthorizationView> views = found(findByDispute());
        // then
        assertThat(views).extracting(AuthorizationView::id).containsExactly(INTENT);
    }

    @Test
    void whereThereIsNoSearchTheListWillDo() {
        for (int status : List.of(400, 403, 404, 405)) {
            // given
            searching(json(status, error("invalid_request_error", "", "")));
            listing(okJson(page(false, held())));
            server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
            // when
            List<AuthorizationView> views = found(findByDispute());
            // then
            assertThat(views).as("HTTP " + status).hasSize(1);
        }
    }

    @Test
    void aSearchThatTheKeyDoesNotAllowSaysNothingAboutTheKey() {
        // given
        searching(json(403, error("invalid_request_error", "", "")));
        listing(json(503, error("api_error", "", "")));
        // when
        List<Inquiry> inquiries = List.of(findByDispute(), findByDispute(), findByDispute());
        // then
        assertThat(inquiries).containsOnly(new Inquiry.NotAnswered("http 503", Optional.empty(), false));
        assertThat(gateway.health()).isEqualTo(GatewayHealth.UP);
    }

    @Test
    void aListThatTheKeyDoesNotAllowDoes() {
        // given
        searching(json(403, error("invalid_request_error", "", "")));
        listing(json(403, error("invalid_request_error", "", "")));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.NotAnswered("credentials refused", Optional.empty(), true));
    }

    @Test
    void aDisputeThatNeitherSearchNorListKnowsIsAbsent() {
        // given
        searching(okJson(page(false)));
        listing(okJson(page(false, another("pi_9"))));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void oneWithoutAUsableIdIsNotTakenForNone() {
        String odd = held().replace("pi_1", "pi_4111111111111111");
        for (List<String> searchAndList :
                List.of(List.of(page(false, odd), page(false)), List.of(page(false), page(false, odd)))) {
            // given
            searching(okJson(searchAndList.get(0)));
            listing(okJson(searchAndList.get(1)));
            // when
            Inquiry inquiry = findByDispute();
            // then
            assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
        }
    }

    @Test
    void aSearchThatIsNotAnsweredIsNotTakenForANo() {
        // given
        searching(json(503, error("api_error", "", "")));
        listing(okJson(page(false)));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
    }

    @Test
    void whatIsInTheListIsFoundThoughTheSearchFails() {
        // given
        searching(json(500, error("api_error", "", "")));
        listing(okJson(page(false, another("pi_8"), held())));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
        // when
        List<AuthorizationView> views = found(findByDispute());
        // then
        assertThat(views).extracting(AuthorizationView::id).containsExactly(INTENT);
    }

    @Test
    void aSearchThatAsksForPatienceGetsIt() {
        // given
        searching(json(503, error("api_error", "", "")).withHeader("Retry-After", "7"));
        listing(okJson(page(false, held())));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.NotAnswered("http 503", Optional.of(Duration.ofSeconds(7)), false));
        assertThat(callsReceived()).isEqualTo(1);
    }

    @Test
    void aListThatIsNotAnsweredIsNotTakenForANo() {
        // given
        searching(okJson(page(false)));
        listing(json(503, error("api_error", "", "")));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
    }

    @Test
    void theAnswerOfTheSearchWillDoWhereThereIsNoList() {
        // given
        searching(okJson(page(false)));
        listing(json(404, error("invalid_request_error", "", "")));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void aListThatCannotBeReadIsNotTakenForANo() {
        for (String body : List.of("{}", "<html>", "{\"data\":[],\"has_more\":true}")) {
            // given
            searching(okJson(page(false)));
            listing(okJson(body));
            // when
            Inquiry inquiry = findByDispute();
            // then
            assertThat(inquiry).as(body).isInstanceOf(Inquiry.NotAnswered.class);
        }
    }

    @Test
    void whatTheListHasNamedIsNotAbsentWhereTheListBreaksOff() {
        for (ResponseDefinitionBuilder end : List.of(okJson("{}"), json(400, error("invalid_request_error", "", "")))) {
            // given
            searching(okJson(page(false)));
            server.stubFor(get(urlPathEqualTo(INTENTS)).willReturn(okJson(page(true, held()))));
            server.stubFor(get(urlPathEqualTo(INTENTS))
                    .withQueryParam("starting_after", equalTo("pi_1"))
                    .willReturn(end));
            // when
            Inquiry inquiry = findByDispute();
            // then
            assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
        }
    }

    @Test
    void thePagesOfASearchAreFollowed() {
        // given
        searching(okJson(page(true, intent("requires_capture")).replace("}]", "}],\"next_page\":\"two\"")));
        server.stubFor(get(urlPathEqualTo(SEARCH))
                .withQueryParam("page", equalTo("two"))
                .willReturn(okJson(page(false, held().replace("pi_1", "pi_2")))));
        server.stubFor(
                get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(intent("canceled", ",\"latest_charge\":\"ch\""))));
        server.stubFor(get(urlPathEqualTo(INTENTS + "/pi_2")).willReturn(okJson(held().replace("pi_1", "pi_2"))));
        // when
        List<AuthorizationView> views = found(findByDispute());
        // then
        assertThat(views).extracting(AuthorizationView::status).containsExactly(Status.VOIDED, Status.AUTHORIZED);
    }

    @Test
    void oneOfSeveralThatCannotBeReadMakesTheWholeUnanswered() {
        // given
        searching(okJson(page(false, held(), held().replace("pi_1", "pi_2"))));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
        server.stubFor(get(urlPathEqualTo(INTENTS + "/pi_2")).willReturn(json(500, error("api_error", "", ""))));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
    }

    @Test
    void aListWithoutAnEndIsNoAnswerWhereThereIsNoSearch() {
        // given
        searching(json(404, error("invalid_request_error", "", "")));
        listing(okJson(page(true, another("pi_9"))));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.NotAnswered("list without an end", Optional.empty(), false));
        assertThat(callsReceived()).isLessThan(20);
    }

    @Test
    void theListIsLeftWhereItIsOlderThanTheDispute() {
        // given
        searching(json(404, error("invalid_request_error", "", "")));
        Instant longAgo = Instant.ofEpochMilli(DISPUTE.value().getMostSignificantBits() >>> 16)
                .minus(Duration.ofHours(2));
        listing(okJson(page(
                true,
                another("pi_8"),
                another("pi_9").replace("" + CREATED.getEpochSecond(), "" + longAgo.getEpochSecond()))));
        // when
        Inquiry inquiry = findByDispute();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
        assertThat(callsReceived()).isEqualTo(2);
    }

    @Test
    void aPageThatIsTooLongIsAskedForInShortOnes() {
        // given what others keep in their intents: more than is read of an answer
        searching(okJson(page(false)));
        String others = ",\"description\":\"" + "x".repeat(12_000) + "\"";
        listing(okJson(page(
                true,
                Collections.nCopies(100, intent("succeeded", others).replace("pi_1", "pi_9"))
                        .toArray(String[]::new))));
        server.stubFor(get(urlPathEqualTo(INTENTS))
                .withQueryParam("limit", equalTo("10"))
                .willReturn(okJson(page(false, held()))));
        server.stubFor(get(urlPathEqualTo(INTENT_URL)).willReturn(okJson(held())));
        // when
        List<AuthorizationView> views = found(findByDispute());
        // then
        assertThat(views).extracting(AuthorizationView::id).containsExactly(INTENT);
        assertThat(await(gateway.list(Optional.empty())).authorizations()).hasSize(1);
        server.verify(1, getRequestedFor(urlPathEqualTo(INTENTS)).withQueryParam("limit", equalTo("100")));
    }

    private Inquiry findByDispute() {
        return await(gateway.findByDispute(DISPUTE));
    }

    private void searching(ResponseDefinitionBuilder response) {
        server.stubFor(get(urlPathEqualTo(SEARCH)).willReturn(response));
    }

    private static String another(String id) {
        return held().replace("pi_1", id).replace(DISPUTE.toString(), "018f3c2e-7a5b-7c1d-9e2f-ffffffffffff");
    }
}

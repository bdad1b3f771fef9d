package io.holdfast.gateway.stripe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One intent, or all that hold. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class StripeQuestionsTest extends StripeCase {

    @Test
    void anIntentIsReadWithItsCharge() {
        // given
        server.stubFor(get(urlPathEqualTo(INTENT_URL))
                .withQueryParam("expand[]", equalTo("latest_charge"))
                .willReturn(okJson(held())));
        // when
        AuthorizationView view = found(find()).get(0);
        // then
        assertThat(view.status()).isEqualTo(Status.AUTHORIZED);
        assertThat(view.expiresAt()).isEqualTo(CAPTURE_BEFORE);
    }

    @Test
    void howOldAnIntentIsThatWasNotConfirmedTellsTheDateOfTheAnswer() {
        // given
        Instant young = CREATED.plus(Duration.ofMinutes(9));
        Instant old = CREATED.plus(Duration.ofMinutes(11));
        for (Instant date : List.of(young, old)) {
            answering(okJson(intent("requires_confirmation"))
                    .withHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC))));
            // when
            AuthorizationView view = found(find()).get(0);
            // then
            assertThat(view.status()).isEqualTo(date.equals(young) ? Status.PENDING : Status.DECLINED);
        }
    }

    @Test
    void anIntentThatStripeDoesNotKnowIsAbsent() {
        // given
        answering(json(404, error("invalid_request_error", "resource_missing", "intent")));
        // when
        Inquiry inquiry = find();
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void aQuestionWithoutAUsableAnswerIsNotAnswered() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(500, error("api_error", "", "")),
                json(400, error("invalid_request_error", "", "")),
                json(429, error("invalid_request_error", "rate_limit", "")),
                okJson("{}"),
                okJson(held().replace("pi_1", "pi_2")),
                aResponse().withFault(Fault.EMPTY_RESPONSE))) {
            // given
            answering(answer);
            // when
            Inquiry inquiry = find();
            // then
            assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
        }
    }

    @Test
    void refusedCredentialsAreSaidSo() {
        // given
        answering(json(401, error("invalid_request_error", "", "")));
        // when
        Inquiry inquiry = find();
        // then
        assertThat(((Inquiry.NotAnswered) inquiry).credentials()).isTrue();
    }

    @Test
    void theLiveHoldsAreListedPageByPage() {
        // given
        String foreign = held().replace("pi_1", "pi_8").replace(DISPUTE.toString(), "somebody else's");
        listing(okJson(page(true, held(), foreign, intent("canceled").replace("pi_1", "pi_9"))));
        // when
        AuthorizationPage page = await(gateway.list(Optional.of("pi_0")));
        // then
        assertThat(page.authorizations()).extracting(AuthorizationView::id).containsExactly(INTENT);
        assertThat(page.next()).contains("pi_9");
        server.verify(1, getRequestedFor(urlEqualTo(INTENTS + "?limit=100&starting_after=pi_0")));
    }

    @Test
    void theLastPageHasNoNext() {
        // given
        listing(okJson(page(false, held())));
        // when
        AuthorizationPage page = await(gateway.list(Optional.empty()));
        // then
        assertThat(page.next()).isEmpty();
    }

    @Test
    void whatCannotBeReadOnAPageIsNamed() {
        // given
        listing(okJson(page(false, held().replace("\"pi_1\"", "7"), held())));
        // when
        AuthorizationPage page = await(gateway.list(Optional.empty()));
        // then
        assertThat(page.authorizations()).hasSize(1);
        assertThat(page.unreadable()).containsExactly("no id, of dispute " + DISPUTE);
    }

    @Test
    void aListGoesOnBehindTheLastUsableId() {
        // given
        listing(okJson(page(true, held(), held().replace("pi_1", "4111111111111111"))));
        // when
        AuthorizationPage page = await(gateway.list(Optional.empty()));
        // then
        assertThat(page.next()).contains("pi_1");
        assertThat(page.unreadable()).hasSize(1);
    }

    @Test
    void aPageThatCannotBeReadIsAFailure() {
        for (ResponseDefinitionBuilder answer : List.of(
                json(500, error("api_error", "", "")), okJson("{}"), okJson("{\"data\":[],\"has_more\":true}"))) {
            // given
            listing(answer);
            Uni<AuthorizationPage> page = gateway.list(Optional.empty());
            // then
            assertThatThrownBy(() -> await(page)).isInstanceOf(GatewayNotAnswering.class);
        }
    }
}

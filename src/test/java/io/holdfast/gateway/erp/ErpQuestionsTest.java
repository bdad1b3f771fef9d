package io.holdfast.gateway.erp;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayTestProfile;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.SettableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One authorization, those of a dispute, or all that hold. */
@QuarkusTest
@TestProfile(GatewayTestProfile.class)
class ErpQuestionsTest extends ErpCase {

    @Test
    void anIdNeverLeavesItsPlaceInTheAddress() {
        for (String id : List.of("..", ".", "a/b", "../../v1/authorizations", "a?b", "a#b", "a%2Fb", "a b", "a\\b")) {
            // given
            answering(json(200, authorization("authorized", "49.99")));
            // when
            Inquiry inquiry = await(gateway.find(new AuthorizationId(id)));
            // then
            assertThat(inquiry).as(id).isInstanceOf(Inquiry.NotAnswered.class);
            assertThat(callsReceived()).as(id).isZero();
        }
    }

    @Test
    void anAuthorizationIsFoundByItsId() {
        // given
        answering(json(200, authorization("expired", "49.99")));
        // when
        Inquiry inquiry = await(gateway.find(AUTH));
        // then
        assertThat(inquiry)
                .isInstanceOfSatisfying(
                        Inquiry.Found.class,
                        it -> assertThat(it.authorizations())
                                .extracting(AuthorizationView::status)
                                .containsExactly(AuthorizationView.Status.EXPIRED));
    }

    @Test
    void anUnknownAuthorizationIsAbsent() {
        // given
        answering(json(404, error("not_found")));
        // when
        Inquiry inquiry = await(gateway.find(AUTH));
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void whatCannotBeAskedIsNotAnswered() {
        for (int status : List.of(200, 400, 410, 429, 500, 503)) {
            // given
            answering(json(status, error("whatever")).withHeader("Retry-After", "2"));
            // when
            Inquiry inquiry = await(gateway.find(AUTH));
            // then
            assertThat(inquiry).as("HTTP " + status).isInstanceOfSatisfying(Inquiry.NotAnswered.class, it -> {
                assertThat(it.retryAfter()).contains(Duration.ofSeconds(2));
                assertThat(it.credentials()).isFalse();
            });
        }
    }

    @Test
    void refusedCredentialsAreToldByAnInquiryToo() {
        // given
        answering(json(401, error("unauthorized")));
        // when
        Inquiry inquiry = await(gateway.find(AUTH));
        // then
        assertThat(inquiry)
                .isInstanceOfSatisfying(
                        Inquiry.NotAnswered.class,
                        it -> assertThat(it.credentials()).isTrue());
    }

    @Test
    void allPagesOfADisputeAreRead() {
        // given
        String list = "/pay/v1/authorizations?dispute_id=" + DISPUTE;
        server.stubFor(get(urlEqualTo(list))
                .willReturn(okJson(page(true, authorization("voided", "49.99").replace("auth_1", "auth_0")))));
        server.stubFor(get(urlEqualTo(list + "&starting_after=auth_0"))
                .willReturn(okJson(page(
                        false,
                        authorization("authorized", "49.99"),
                        authorization("authorized", "49.99")
                                .replace(DISPUTE.toString(), "018f3c2e-7a5b-7c1d-9e2f-000000000000")))));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
        // then the one of somebody else's dispute is left out
        assertThat(inquiry)
                .isInstanceOfSatisfying(
                        Inquiry.Found.class,
                        it -> assertThat(it.authorizations())
                                .extracting(view -> view.id().value())
                                .containsExactly("auth_0", "auth_1"));
    }

    @Test
    void whatIsOnTwoPagesIsOneAsItWasToldLast() {
        // given
        String list = "/pay/v1/authorizations?dispute_id=" + DISPUTE;
        server.stubFor(get(urlEqualTo(list)).willReturn(okJson(page(true, authorization("pending", "49.99")))));
        server.stubFor(get(urlEqualTo(list + "&starting_after=auth_1"))
                .willReturn(okJson(page(false, authorization("authorized", "49.99")))));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
        // then
        assertThat(inquiry)
                .isInstanceOfSatisfying(
                        Inquiry.Found.class,
                        it -> assertThat(it.authorizations())
                                .extracting(AuthorizationView::status)
                                .containsExactly(AuthorizationView.Status.AUTHORIZED));
    }

    @Test
    void whatNamesNoDisputeIsNeitherAHoldOfOursNorNone() {
        for (String metadata : List.of("{}", "null", "{\"dispute_id\":\"order-1\"}", "{\"dispute_id\":null}")) {
            // given
            answering(json(200, page(false, stranger(metadata), ofAnotherDispute())));
            // when
            Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
            // then
            assertThat(inquiry)
                    .as(metadata)
                    .isEqualTo(new Inquiry.NotAnswered("list without dispute ids", Optional.empty(), false));
        }
    }

    @Test
    void whatNamesNoDisputeIsLeftOutBesideOneOfOurs() {
        // given
        answering(json(200, page(false, stranger("{}"), authorization("authorized", "49.99"))));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
        // then
        assertThat(inquiry)
                .isInstanceOfSatisfying(
                        Inquiry.Found.class,
                        it -> assertThat(it.authorizations())
                                .extracting(AuthorizationView::id)
                                .containsExactly(AUTH));
    }

    @Test
    void aListOfOtherDisputesIsAbsent() {
        // given
        answering(json(200, page(false, ofAnotherDispute())));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void aListWithoutAnEndIsNotAnswered() {
        // given
        answering(json(200, page(true, authorization("voided", "49.99"))));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
        // then
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
        assertThat(callsReceived()).isEqualTo(10);
    }

    @Test
    void aListThatTakesTooLongIsLeftBeforeTheLeaseEnds() {
        // given
        SettableClock steady = new SettableClock(Instant.EPOCH);
        Gateway slow = gateway(new Clock() {
            @Override
            public Instant instant() {
                steady.advance(Duration.ofSeconds(1));
                return steady.instant();
            }

            @Override
            public ZoneId getZone() {
                return steady.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
        answering(json(200, page(true, authorization("voided", "49.99"))));
        // when
        Inquiry inquiry = await(slow.findByDispute(DISPUTE));
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.NotAnswered("took too long", Optional.empty(), false));
        assertThat(callsReceived()).isEqualTo(2);
    }

    @Test
    void anEmptyListIsAbsent() {
        // given
        answering(json(200, page(false)));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
        // then
        assertThat(inquiry).isEqualTo(new Inquiry.Absent());
    }

    @Test
    void aListThatCannotBeReadIsNotAnswered() {
        for (String body :
                List.of("{}", "{\"data\":{}}", "{\"data\":[{\"id\":\"auth_1\"}]}", "{\"data\":[],\"has_more\":true}")) {
            // given
            answering(json(200, body));
            // when
            Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
            // then
            assertThat(inquiry).as(body).isInstanceOf(Inquiry.NotAnswered.class);
        }
    }

    @Test
    void aListWithACardNumberForAnIdIsNotAnswered() {
        // given
        answering(json(
                200,
                page(
                        false,
                        authorization("voided", "49.99"),
                        authorization("authorized", "49.99").replace("auth_1", "4111111111111111"))));
        // when
        Inquiry inquiry = await(gateway.findByDispute(DISPUTE));
        // then it may be a hold: it is neither forgotten nor taken by that name
        assertThat(inquiry).isInstanceOf(Inquiry.NotAnswered.class);
    }

    @Test
    void aListGoesOnBehindWhatCannotBeReadAndNamesIt() {
        // given
        answering(json(
                200,
                page(
                        true,
                        authorization("authorized", "49.99"),
                        authorization("authorized", "49.99").replace("auth_1", "a4111111111111111"))));
        // when
        AuthorizationPage page = await(gateway.list(Optional.empty()));
        // then
        assertThat(page.authorizations()).hasSize(1);
        assertThat(page.next()).contains("auth_1");
        assertThat(page.unreadable()).containsExactly("an id that begins with a*******..., of dispute " + DISPUTE);
    }

    @Test
    void liveAuthorizationsArePagedThrough() {
        // given
        answering(json(200, page(true, authorization("authorized", "49.99"))));
        // when
        AuthorizationPage page = await(gateway.list(Optional.of("auth_0")));
        // then
        assertThat(page.next()).contains("auth_1");
        server.verify(getRequestedFor(
                urlEqualTo("/pay/v1/authorizations?status=authorized&limit=100&starting_after=auth_0")));
    }

    @Test
    void whatIsOverIsLeftOutOfTheLiveOnesOfAGatewayThatListsAll() {
        // given
        answering(json(
                200,
                page(
                        true,
                        authorization("authorized", "49.99"),
                        authorization("captured", "49.99").replace("auth_1", "auth_2"),
                        authorization("voided", "49.99").replace("auth_1", "auth_3"))));
        // when
        AuthorizationPage page = await(gateway.list(Optional.empty()));
        // then
        assertThat(page.authorizations()).extracting(AuthorizationView::id).containsExactly(AUTH);
        assertThat(page.next()).contains("auth_3");
    }

    @Test
    void aPageThatCannotBeHadFails() {
        // given
        answering(json(500, declined("insufficient_funds")));
        // then
        assertThatThrownBy(() -> await(gateway.list(Optional.empty()))).isInstanceOf(GatewayNotAnswering.class);
    }

    /** For the same amount. */
    private static String stranger(String metadata) {
        return authorization("authorized", "49.99")
                .replace("auth_1", "auth_9")
                .replace("{\"dispute_id\":\"" + DISPUTE + "\"}", metadata);
    }

    private static String ofAnotherDispute() {
        return authorization("authorized", "49.99")
                .replace("auth_1", "auth_8")
                .replace(DISPUTE.toString(), "018f3c2e-7a5b-7c1d-9e2f-000000000000");
    }

    private static String page(boolean more, String... authorizations) {
        return "{\"data\":[" + String.join(",", authorizations) + "],\"has_more\":" + more + "}";
    }
}

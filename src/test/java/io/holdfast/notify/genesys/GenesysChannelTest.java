package io.holdfast.notify.genesys;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.SettableClock;
import io.holdfast.notify.Channel;
import io.holdfast.notify.Receivers;
import io.holdfast.notify.SomeDispute;
import io.holdfast.notify.Telling;
import io.holdfast.notify.wire.Courier;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenesysChannelTest {

    private static final Telling CHANNEL_RESTS = new Telling.Throttled("credentials", Duration.ofSeconds(30));
    private static final Vertx VERTX = Vertx.vertx();
    private static final String PATCHED = "/api/v2/conversations/calls/c-1/participants/p-customer/attributes";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));

    private Optional<DisputeId> newest = Optional.empty();

    private final Scheduling scheduling = new Scheduling() {

        @Override
        public void soon(Runnable work) {
            work.run();
        }

        @Override
        public Cancellable after(Duration delay, Runnable work) {
            work.run();
            return () -> {};
        }
    };

    @BeforeEach
    void start() {
        server.start();
        Receivers.takeEverything(server);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @AfterAll
    static void end() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void theCustomersAttributesMirrorTheDispute() {
        // when
        Telling telling = tell(channel(Optional.empty()), held("c-1"));

        // then
        assertThat(telling).isEqualTo(new Telling.Told());
        server.verify(postRequestedFor(urlEqualTo("/oauth/token"))
                .withHeader("Authorization", equalTo("Basic Y2xpZW50OnMzY3JldA=="))
                .withRequestBody(equalTo("grant_type=client_credentials")));
        server.verify(patchRequestedFor(urlEqualTo(PATCHED))
                .withHeader("Authorization", equalTo("Bearer t1"))
                .withRequestBody(containing("\"conversationDetails.participantData.Dispute Status\":\"HELD\""))
                .withRequestBody(containing("\"conversationDetails.participantData.Dispute Amount\":\"49.90 USD\""))
                // what has no value any more is emptied
                .withRequestBody(containing("\"conversationDetails.participantData.Dispute Attention\":\"\"")));
        server.verify(0, postRequestedFor(urlEqualTo("/api/v2/flows/executions")));
    }

    @Test
    void theNewsOfAnOlderDisputeOfTheConversationIsNotShownInPlaceOfTheNewest() {
        // given
        Channel channel = channel(Optional.of("flow-1"));
        Channel.Note older = held("c-1");
        newest = Optional.of(new DisputeId(UUID.randomUUID()));

        // when
        Telling telling = tell(channel, older);

        // then: the workflow is started all the same
        assertThat(telling).isEqualTo(new Telling.Told());
        server.verify(0, patchRequestedFor(urlEqualTo(PATCHED)));
        server.verify(1, postRequestedFor(urlEqualTo("/api/v2/flows/executions")));
    }

    @Test
    void theNewsOfTheNewestDisputeIsShown() {
        // given
        Channel.Note note = held("c-1");
        newest = Optional.of(note.dispute());

        // when
        tell(channel(Optional.empty()), note);

        // then
        server.verify(1, patchRequestedFor(urlEqualTo(PATCHED)));
    }

    @Test
    void theTokenAndTheCustomerAreAskedForOnceAndTheTokenAgainBeforeItEnds() {
        // given
        Channel channel = channel(Optional.empty());
        tell(channel, held("c-1"));

        // when
        tell(channel, held("c-1"));

        // then
        server.verify(1, postRequestedFor(urlEqualTo("/oauth/token")));
        server.verify(1, getRequestedFor(urlEqualTo("/api/v2/conversations/c-1")));
        clock.advance(Duration.ofHours(24).minus(Duration.ofMinutes(4)));
        tell(channel, held("c-1"));
        server.verify(2, postRequestedFor(urlEqualTo("/oauth/token")));
    }

    @Test
    void aTokenThatIsNotTakenIsReplacedOnce() {
        // given
        server.stubFor(patch(urlMatching(".*/attributes"))
                .withHeader("Authorization", equalTo("Bearer t1"))
                .willReturn(aResponse().withStatus(401)));
        server.stubFor(post(urlPathEqualTo("/oauth/token"))
                .inScenario("tokens")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(okJson("{\"access_token\":\"t1\",\"expires_in\":86400}"))
                .willSetStateTo("second"));
        server.stubFor(post(urlPathEqualTo("/oauth/token"))
                .inScenario("tokens")
                .whenScenarioStateIs("second")
                .willReturn(okJson("{\"access_token\":\"t2\",\"expires_in\":86400}")));

        // when
        Telling telling = tell(channel(Optional.empty()), held("c-1"));

        // then
        assertThat(telling).isEqualTo(new Telling.Told());
        server.verify(2, postRequestedFor(urlEqualTo("/oauth/token")));
        server.verify(1, patchRequestedFor(urlEqualTo(PATCHED)).withHeader("Authorization", equalTo("Bearer t2")));
        // and one that is never taken is not replaced for ever
        server.stubFor(any(urlMatching("/api/.*")).willReturn(aResponse().withStatus(401)));
        server.resetRequests();
        assertThat(tell(channel(Optional.empty()), held("c-2"))).isEqualTo(CHANNEL_RESTS);
        server.verify(2, getRequestedFor(urlEqualTo("/api/v2/conversations/c-2")));
    }

    @Test
    void aWrongClientRestsTheChannelAndIsNoAttemptOfTheMessage() {
        // given
        server.stubFor(
                post(urlPathEqualTo("/oauth/token")).willReturn(aResponse().withStatus(400)));

        // then
        assertThat(tell(channel(Optional.empty()), held("c-1"))).isEqualTo(CHANNEL_RESTS);
    }

    @Test
    void whatTheClientMayNotDoIsAFailureOfTheMessage() {
        // given
        server.stubFor(
                patch(urlMatching(".*/attributes")).willReturn(aResponse().withStatus(403)));

        // then
        assertThat(tell(channel(Optional.empty()), held("c-1"))).isEqualTo(Telling.Failed.because("http_403"));
    }

    @Test
    void aWorkflowIsStartedWithTheInputsItWasPromised() {
        // when
        Telling telling = tell(channel(Optional.of("flow-1")), held("c-1"));

        // then
        assertThat(telling).isEqualTo(new Telling.Told());
        server.verify(
                postRequestedFor(urlEqualTo("/api/v2/flows/executions"))
                        .withRequestBody(containing("\"flowId\":\"flow-1\""))
                        .withRequestBody(
                                containing(
                                        "\"inputData\":{\"Flow.event\":\"dispute.held\",\"Flow.status\":\"HELD\",\"Flow.hold_amount\":\"49.90\"}")));
    }

    @Test
    void aConversationThatIsGoneIsNotRetriedAndKeepsNoWorkflowFromStarting() {
        // given
        server.stubFor(get(urlMatching("/api/v2/conversations/.*"))
                .willReturn(aResponse().withStatus(404)));

        // then
        assertThat(tell(channel(Optional.empty()), held("c-1"))).isEqualTo(new Telling.Refused("http_404"));
        assertThat(tell(channel(Optional.of("flow-1")), held("c-1"))).isEqualTo(new Telling.Refused("http_404"));
        server.verify(1, postRequestedFor(urlEqualTo("/api/v2/flows/executions")));
    }

    @Test
    void aConversationWithoutACustomerOrOfAnotherPlatformIsNotRetried() {
        // given
        server.stubFor(get(urlMatching("/api/v2/conversations/.*"))
                .willReturn(okJson("{\"participants\":[{\"id\":\"p\",\"purpose\":\"agent\"}]}")));

        // then
        assertThat(tell(channel(Optional.empty()), held("c-1"))).isEqualTo(new Telling.Refused("no_customer"));
        assertThat(tell(channel(Optional.empty()), held("../../oauth")))
                .isEqualTo(new Telling.Refused("no_conversation"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Refused",
        "404, Refused",
        "403, Failed",
        "409, Failed",
        "500, Failed",
        "503, Failed",
        "429, Throttled"
    })
    void whatAnAnswerMeans(int status, String meaning) {
        // given
        server.stubFor(
                patch(urlMatching(".*/attributes")).willReturn(aResponse().withStatus(status)));

        // then
        assertThat(tell(channel(Optional.empty()), held("c-1")).getClass().getSimpleName())
                .isEqualTo(meaning);
    }

    @Test
    void aPlatformThatAsksForPatienceGetsIt() {
        // given
        server.stubFor(patch(urlMatching(".*/attributes"))
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "17")));

        // then
        assertThat(tell(channel(Optional.empty()), held("c-1")))
                .isEqualTo(new Telling.Throttled("http_429", Duration.ofSeconds(17)));
    }

    @Test
    void onlyConversationsAreMirroredUnlessThereIsAWorkflow() {
        // given
        SomeDispute without = SomeDispute.opened(Optional.empty());

        // then
        assertThat(channel(Optional.empty()).compose(without.after(Optional.empty(), it -> "{}")))
                .isEmpty();
        assertThat(channel(Optional.of("flow-1")).compose(without.after(Optional.empty(), it -> "{}")))
                .isPresent();
        assertThat(channel(Optional.empty()).compose(SomeDispute.opened().after(Optional.empty(), it -> "{}")))
                .isPresent();
    }

    @Test
    void aTellingHasTheTimeToWaitForItsPlaces() {
        // given
        Pace pace = new Pace(clock, 20);
        int others = 4;
        for (int i = 0; i < others; i++) {
            pace.take();
        }

        // when
        Duration wait = pace.take();

        // then
        assertThat(wait).isLessThanOrEqualTo(pace.longestWait(others)).isGreaterThan(Duration.ofSeconds(9));
    }

    @Test
    void noMinuteHoldsMoreRequestsThanAreAllowed() {
        // given
        Pace pace = new Pace(clock, 300);
        Instant start = clock.instant();

        // when
        List<Instant> times = java.util.stream.IntStream.range(0, 1_000)
                .mapToObj(i -> start.plus(pace.take()))
                .toList();

        // then
        for (int i = 300; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 300), times.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
        assertThat(times.get(29)).isEqualTo(start);
        assertThat(times.get(30)).isAfter(start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mypurecloud.de", "eu-central-1", " EU-CENTRAL-1 "})
    void aRegionIsKnownByHostAndByName(String region) {
        assertThat(Region.host(region)).contains("mypurecloud.de");
    }

    @Test
    void aRegionThatIsNoneIsNotGuessed() {
        assertThat(Region.host("evil.example.com")).isEmpty();
    }

    private Channel channel(Optional<String> workflow) {
        Duration timeout = Duration.ofSeconds(20);
        Courier courier = new Courier(VERTX, new Courier.Limits(timeout, 8, 1 << 20, true));
        URI base = URI.create(server.baseUrl());
        Tokens tokens = new Tokens(courier, base.resolve("/oauth/token"), "client", "s3cret", clock);
        GenesysApi api = new GenesysApi(courier, base, tokens, new Pace(clock, 300), scheduling);
        return new GenesysChannel(
                api,
                conversation -> Uni.createFrom().item(newest),
                new GenesysChannel.Wishes(
                        "conversationDetails.participantData.",
                        workflow,
                        List.of("event", "status", "hold_amount", "attention"),
                        "Flow."),
                clock,
                timeout);
    }

    private static Channel.Note held(String conversation) {
        return new Channel.Note(
                new DisputeId(UUID.randomUUID()),
                2,
                "{\"type\":\"dispute.held\",\"timestamp\":\"2026-11-25T10:00:00Z\",\"data\":{\"dispute_id\":\"d-1\","
                        + "\"status\":\"HELD\",\"hold_amount\":49.90,\"currency\":\"USD\",\"conversation_id\":\""
                        + conversation + "\"}}");
    }

    private static Telling tell(Channel channel, Channel.Note note) {
        return channel.tell(List.of(note)).await().atMost(Duration.ofSeconds(30));
    }
}

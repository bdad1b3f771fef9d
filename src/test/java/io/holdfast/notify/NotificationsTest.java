package io.holdfast.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.standardwebhooks.Webhook;
import io.holdfast.gateway.wire.WireJson;
import io.holdfast.testing.Connected;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.ScriptedGateway;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a caller's request to those who are told. */
@QuarkusTest
@TestProfile(Connected.class)
class NotificationsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Less than the time of a webhook, so that those that hang arrive in the end. */
    private static final int HUNG_MILLIS = 12_000;

    WireMockServer server;

    @Inject
    MeterRegistry metrics;

    @Inject
    Pool pool;

    @BeforeEach
    void aGoodDay() {
        Receivers.takeEverything(server);
        await().atMost(SOON).until(() -> outboxRows() == 0);
        server.resetRequests();
    }

    @Test
    void theWebhooksOfADisputeComeInOrderAndCarryASignatureByEachSecret() throws Exception {
        // when
        String id = opened("pm_card_visa");
        charge(id);

        // then
        await().atMost(SOON).until(() -> hooks(id).size() == 4);
        List<LoggedRequest> hooks = hooks(id);
        assertThat(hooks)
                .extracting(NotificationsTest::type)
                .containsExactly("dispute.initiated", "dispute.held", "dispute.charge_requested", "dispute.charged");
        assertThat(hooks).extracting(hook -> hook.getHeader("webhook-id")).doesNotHaveDuplicates();
        for (LoggedRequest hook : hooks) {
            for (String secret : List.of(Receivers.SECRET, Receivers.OLD_SECRET)) {
                verify(secret, hook);
            }
            assertThat(hook.getUrl()).isEqualTo("/hook?team=payments");
            assertThat(hook.getHeader("Content-Type")).startsWith("application/json");
            assertThat(hook.getBodyAsString()).doesNotContain("null").doesNotContain("pm_card_visa");
        }
        String last = hooks.get(3).getBodyAsString();
        String shown = agent().get("/v1/disputes/" + id).asString();
        assertThat(last).endsWith("\"data\":" + shown + "}");
        assertThat(WireJson.readObject(hooks.get(1).getBodyAsString())
                        .orElseThrow()
                        .path("data")
                        .path("status")
                        .asText())
                .isEqualTo("HELD");
    }

    @Test
    void aWebhookThatFailsComesAgainWithTheSameIdAndANewTimestampBeforeThoseThatFollow() throws Exception {
        // given
        server.stubFor(any(urlPathEqualTo("/hook"))
                .inScenario("bad day")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withStatus(500))
                .willSetStateTo("better"));

        // when
        String id = opened("pm_card_visa");

        // then
        await().atMost(SOON).until(() -> hooks(id).size() == 3);
        List<LoggedRequest> hooks = hooks(id);
        assertThat(hooks)
                .extracting(NotificationsTest::type)
                .containsExactly("dispute.initiated", "dispute.initiated", "dispute.held");
        LoggedRequest first = hooks.get(0);
        LoggedRequest again = hooks.get(1);
        assertThat(again.getHeader("webhook-id")).isEqualTo(first.getHeader("webhook-id"));
        assertThat(again.getBodyAsString()).isEqualTo(first.getBodyAsString());
        assertThat(Long.parseLong(again.getHeader("webhook-timestamp")))
                .isGreaterThanOrEqualTo(Long.parseLong(first.getHeader("webhook-timestamp")) + 4);
        verify(Receivers.SECRET, again);
        assertThat(counter("holdfast.notify.failed", "webhook")).isPositive();
    }

    @Test
    void aReceiverThatHangsSlowsNeitherCallersNorHoldsNorOtherReceivers() {
        // given: more hang than may be told at once
        server.stubFor(any(urlPathEqualTo("/hook"))
                .willReturn(aResponse().withStatus(200).withFixedDelay(HUNG_MILLIS)));
        for (int i = 0; i < 6; i++) {
            open("pm_card_visa", UUID.randomUUID().toString());
        }

        // when
        long before = System.nanoTime();
        String id = opened("pm_card_visa");
        await().atMost(SOON).until(() -> !executions(id, "HELD").isEmpty());
        Duration taken = Duration.ofNanos(System.nanoTime() - before);

        // then
        assertThat(taken).isLessThan(Duration.ofMillis(HUNG_MILLIS));
        assertThat(agent().get("/v1/disputes/" + id).<String>path("status")).isEqualTo("HELD");
    }

    @Test
    void theAgentSeesTheDisputeBesideTheInteractionAndTheWorkflowIsStarted() {
        // when
        String conversation = UUID.randomUUID().toString();
        String id = opened("pm_card_visa", conversation);

        // then
        await().atMost(SOON).until(() -> !executions(id, "HELD").isEmpty());
        List<LoggedRequest> patches = server.findAll(WireMock.patchRequestedFor(
                urlPathEqualTo("/api/v2/conversations/calls/" + conversation + "/participants/p-customer/attributes")));
        assertThat(patches).hasSize(2);
        assertThat(patches.get(1).getHeader("Authorization")).isEqualTo("Bearer t1");
        assertThat(patches.get(0).getBodyAsString())
                .contains("\"conversationDetails.participantData.Dispute Status\":\"INITIATED\"");
        assertThat(patches.get(1).getBodyAsString())
                .contains("\"conversationDetails.participantData.Dispute Status\":\"HELD\"")
                .contains("\"conversationDetails.participantData.Dispute Amount\":\"49.99 USD\"")
                .contains("\"conversationDetails.participantData.Dispute\":\"" + id + "\"");
        assertThat(executions(id, "HELD").get(0).getBodyAsString())
                .contains("\"flowId\":\"flow-1\"")
                .contains("\"Flow.event\":\"dispute.held\"");
    }

    @Test
    void theAgentGoesOnSeeingTheNewestDisputeWhenAnOlderOneOfTheCallEnds() {
        // given
        String conversation = UUID.randomUUID().toString();
        String older = opened("pm_card_visa", conversation);
        String newest = opened("pm_card_visa", conversation);
        await().atMost(SOON).until(() -> !executions(newest, "HELD").isEmpty());

        // when
        charge(older);

        // then
        await().atMost(SOON).until(() -> !executions(older, "CHARGED").isEmpty());
        List<LoggedRequest> patches = server.findAll(WireMock.patchRequestedFor(
                urlPathEqualTo("/api/v2/conversations/calls/" + conversation + "/participants/p-customer/attributes")));
        assertThat(patches.get(patches.size() - 1).getBodyAsString())
                .contains("\"conversationDetails.participantData.Dispute\":\"" + newest + "\"")
                .contains("\"conversationDetails.participantData.Dispute Status\":\"HELD\"");
    }

    @Test
    void thoseWhoWatchHearOfAGatewayThatIsSilent() {
        // when
        String id = open(ScriptedGateway.SILENT, UUID.randomUUID().toString());

        // then
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(server.findAll(WireMock.postRequestedFor(urlPathEqualTo("/services/collector/event"))))
                    .anySatisfy(request -> {
                        assertThat(request.getHeader("Authorization")).isEqualTo("Splunk hec-token");
                        assertThat(request.getBodyAsString()).contains(id).contains("\"event\":\"gateway.unsettled\"");
                    });
            assertThat(server.findAll(WireMock.postRequestedFor(urlPathEqualTo("/api/v2/logs"))))
                    .anySatisfy(request -> {
                        assertThat(request.getHeader("DD-API-KEY")).isEqualTo("dd-key");
                        assertThat(request.getBodyAsString()).contains(id).contains("\"status\":\"warn\"");
                    });
        });
        assertThat(server.getAllServeEvents())
                .noneSatisfy(event ->
                        assertThat(event.getRequest().getBodyAsString()).contains("pm_silent"));
    }

    @Test
    void whatIsToldIsCountedAndNothingStays() {
        // given
        double before = counter("holdfast.notify.sent", "webhook");

        // when
        opened("pm_card_visa");

        // then
        await().atMost(SOON).until(() -> counter("holdfast.notify.sent", "webhook") >= before + 2);
        await().atMost(SOON).until(() -> outboxRows() == 0);
    }

    private static String opened(String paymentMethod) {
        return opened(paymentMethod, UUID.randomUUID().toString());
    }

    private static String opened(String paymentMethod, String conversation) {
        String id = open(paymentMethod, conversation);
        agent().header("Prefer", "wait=10").get("/v1/disputes/" + id).then().statusCode(200);
        return id;
    }

    private static String open(String paymentMethod, String conversation) {
        return given().header("X-API-Key", InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .body("{\"customer_account_id\": \"ACC-1001\", \"hold_amount\": 49.99, \"payment_method_id\": \""
                        + paymentMethod + "\", \"conversation_id\": \"" + conversation + "\"}")
                .post("/v1/disputes")
                .then()
                .statusCode(202)
                .extract()
                .path("dispute_id");
    }

    private static void charge(String id) {
        Response answer = agent().header("Prefer", "wait=10")
                .contentType(ContentType.JSON)
                .body("{\"amount\": 20.00}")
                .post("/v1/disputes/" + id + "/charge");
        assertThat(answer.statusCode()).isIn(200, 202);
    }

    private static io.restassured.specification.RequestSpecification agent() {
        return given().header("X-API-Key", InstallationResource.AGENT_KEY);
    }

    private List<LoggedRequest> hooks(String id) {
        return server.findAll(WireMock.postRequestedFor(urlPathEqualTo("/hook"))
                .withRequestBody(matchingJsonPath("$.data.dispute_id", WireMock.equalTo(id))));
    }

    private List<LoggedRequest> executions(String id, String status) {
        return server.findAll(WireMock.postRequestedFor(urlPathEqualTo("/api/v2/flows/executions"))
                .withRequestBody(WireMock.containing("\"Flow.dispute_id\":\"" + id + "\""))
                .withRequestBody(WireMock.containing("\"Flow.status\":\"" + status + "\"")));
    }

    private static void verify(String secret, LoggedRequest hook) throws Exception {
        new Webhook(secret)
                .verify(
                        hook.getBodyAsString(),
                        Map.of(
                                "webhook-id", List.of(hook.getHeader("webhook-id")),
                                "webhook-timestamp", List.of(hook.getHeader("webhook-timestamp")),
                                "webhook-signature", List.of(hook.getHeader("webhook-signature"))));
    }

    private static String type(LoggedRequest hook) {
        return WireJson.readObject(hook.getBodyAsString())
                .orElseThrow()
                .path("type")
                .asText();
    }

    private double counter(String name, String channel) {
        return metrics.find(name).tag("channel", channel).counters().stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }

    private long outboxRows() {
        return pool.query("SELECT count(*) AS n FROM outbox")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong("n");
    }
}

package io.holdfast.trace;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.Connected;
import io.holdfast.testing.InstallationResource;
import io.holdfast.trace.OtlpReceiver.Span;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an installation's tracing is told, over the wire that it is told by. */
@QuarkusTest
@TestProfile(Connected.class)
class TracesTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** As trace.proto has them. */
    private static final int SERVER = 2;

    private static final int CLIENT = 3;
    private static final int CONSUMER = 5;

    private static final String CALLERS_SPAN = "00f067aa0ba902b7";

    private final Random random = new Random();

    OtlpReceiver receiver;

    @Inject
    Pool pool;

    @Test
    void oneTraceCoversTheCallersCallTheOperationAndTheCallOfTheGateway() {
        // given
        String trace = traceId();

        // when
        String id = open(trace, "pm_card_visa").path("dispute_id");

        // then
        await().atMost(SOON).until(() -> receiver.spansOf(trace).size() >= 3);
        Span call = one(trace, "POST /v1/disputes");
        assertThat(call.kind()).isEqualTo(SERVER);
        assertThat(call.parentId()).isEqualTo(CALLERS_SPAN);
        assertThat(call.attributes())
                .containsOnlyKeys(
                        "http.request.method", "http.route", "http.response.status_code", "holdfast.dispute.id")
                .containsEntry("http.response.status_code", "202")
                .containsEntry("holdfast.dispute.id", id);
        Span operation = one(trace, "operation authorize");
        assertThat(operation.kind()).isEqualTo(CONSUMER);
        assertThat(operation.parentId()).isEqualTo(call.id());
        assertThat(operation.attributes())
                .containsEntry("holdfast.dispute.id", id)
                .containsEntry("holdfast.gateway", "erp")
                .containsEntry("holdfast.kind", "authorize")
                .containsEntry("holdfast.outcome", "approved")
                .containsEntry("holdfast.operation.attempt", "1")
                .containsKey("holdfast.operation.id");
        Span wire = one(trace, "erp authorize");
        assertThat(wire.kind()).isEqualTo(CLIENT);
        assertThat(wire.parentId()).isEqualTo(operation.id());
        assertThat(wire.attributes())
                .containsEntry("holdfast.dispute.id", id)
                .containsEntry("holdfast.gateway", "erp")
                .containsEntry("holdfast.kind", "authorize")
                .containsEntry("holdfast.outcome", "2xx");
    }

    @Test
    void whatAReplicaTakesUpLaterStillBelongsToTheTrace() {
        // given an operation whose outcome is unknown, and is asked for again and again
        String trace = traceId();
        String id = open(trace, "pm_error_503_after").path("dispute_id");

        // when
        await().atMost(SOON).until(() -> status(id).equals("HELD"));

        // then
        await().atMost(SOON)
                .until(() -> receiver.spansOf(trace).stream()
                        .anyMatch(span -> span.name().equals("erp find_by_dispute")));
        List<Span> attempts = receiver.spansOf(trace).stream()
                .filter(span -> span.name().equals("operation authorize"))
                .toList();
        assertThat(attempts)
                .hasSizeGreaterThan(1)
                .extracting(Span::parentId)
                .containsOnly(one(trace, "POST /v1/disputes").id());
    }

    @Test
    void aReleaseIsATraceOfItsOwnWithTheGatewaysCall() {
        // given
        String id = open(traceId(), "pm_card_visa").path("dispute_id");
        await().atMost(SOON).until(() -> status(id).equals("HELD"));
        String trace = traceId();

        // when
        with(InstallationResource.AGENT_KEY)
                .header("traceparent", traceparent(trace))
                .post("/v1/disputes/" + id + "/release")
                .then()
                .statusCode(202);

        // then
        await().atMost(SOON).until(() -> receiver.spansOf(trace).size() >= 3);
        assertThat(one(trace, "operation void").parentId())
                .isEqualTo(one(trace, "POST /v1/disputes/{dispute_id}/release").id());
        assertThat(one(trace, "erp void").parentId())
                .isEqualTo(one(trace, "operation void").id());
    }

    @Test
    void nothingThatIsSecretOrThatACallerChoseIsTold() {
        // given
        String trace = traceId();

        // when
        with(InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .header("traceparent", traceparent(trace))
                .header("tracestate", "vendor=state-of-the-caller")
                .header("baggage", "who=baggage-of-the-caller")
                .header("User-Agent", "agent-of-the-caller")
                .body(
                        "{\"gateway\":\"erp\",\"customer_account_id\":\"ACC-OF-THE-CALLER\",\"hold_amount\":49.99,\"payment_method_id\":\"pm_of_the_customer\"}")
                .post("/v1/disputes?anything=query-of-the-caller");
        with(InstallationResource.AGENT_KEY).get("/v1/disputes?customer_account_id=ACC-OF-THE-CALLER");
        given().header("traceparent", traceparent(trace)).get("/v1/nothing-of-the-caller");

        // then
        await().atMost(SOON)
                .until(() -> receiver.spansOf(trace).stream()
                        .anyMatch(span -> span.name().equals("GET /unknown")));
        await().atMost(SOON)
                .until(() -> receiver.spansOf(trace).stream()
                        .anyMatch(span -> span.name().equals("erp authorize")));
        assertThat(receiver.everything())
                .contains("erp token")
                .doesNotContainIgnoringCase("of-the-caller")
                .doesNotContain("pm_", "s3cret", "Bearer", InstallationResource.ARCHITECT_KEY, "49.99", "ACC-");
    }

    @Test
    void aRequestWithCardDataLeavesNoTrace() {
        // given
        String trace = traceId();

        // when
        with(InstallationResource.ARCHITECT_KEY)
                .header("traceparent", traceparent(trace))
                .get("/v1/disputes/4111111111111111")
                .then()
                .statusCode(422);
        open(trace, "pm_card_visa");

        // then
        await().atMost(SOON).until(() -> receiver.spansOf(trace).size() >= 3);
        assertThat(receiver.spansOf(trace))
                .extracting(span -> span.attributes().get("http.response.status_code"))
                .doesNotContain("422");
        assertThat(receiver.everything()).doesNotContain("41111111");
    }

    @Test
    void aTraceThatLooksLikeACardNumberIsNeitherRefusedNorKept() {
        // given
        String trace = "4bf92f3577b34da6a3ce929d0e0e473a";
        String traceparent = "00-" + trace + "-4111111111111111-01";

        // when
        Response answer = with(InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .header("traceparent", traceparent)
                .body(
                        "{\"gateway\":\"erp\",\"customer_account_id\":\"ACC-1001\",\"hold_amount\":5,\"payment_method_id\":\"pm_card_visa\"}")
                .post("/v1/disputes");

        // then
        assertThat(answer.statusCode()).isEqualTo(202);
        String id = answer.path("dispute_id");
        await().atMost(SOON)
                .until(() -> receiver.spans().stream()
                        .anyMatch(span -> span.name().equals("erp authorize")
                                && id.equals(span.attributes().get("holdfast.dispute.id"))));
        String kept = pool.query("SELECT traceparent FROM gateway_operation WHERE dispute_id = '" + id + "'")
                .execute()
                .await()
                .atMost(SOON)
                .iterator()
                .next()
                .getString("traceparent");
        assertThat(kept).doesNotContain(trace);
    }

    private Response open(String trace, String paymentMethod) {
        Response answer = with(InstallationResource.ARCHITECT_KEY)
                .contentType(ContentType.JSON)
                .header("traceparent", traceparent(trace))
                .body(
                        "{\"gateway\":\"erp\",\"customer_account_id\":\"ACC-1001\",\"hold_amount\":49.99,\"payment_method_id\":\""
                                + paymentMethod + "\"}")
                .post("/v1/disputes");
        answer.then().statusCode(202);
        return answer;
    }

    private static String status(String id) {
        return with(InstallationResource.AGENT_KEY).get("/v1/disputes/" + id).path("status");
    }

    private Span one(String trace, String name) {
        List<Span> spans = receiver.spansOf(trace).stream()
                .filter(span -> span.name().equals(name))
                .toList();
        assertThat(spans).as(name).hasSize(1);
        return spans.get(0);
    }

    /** Letters in between keep it from looking like a card number. */
    private String traceId() {
        return "a%015xb%015x".formatted(random.nextLong() >>> 4, random.nextLong() >>> 4);
    }

    private static String traceparent(String trace) {
        return "00-" + trace + "-" + CALLERS_SPAN + "-01";
    }

    private static RequestSpecification with(String key) {
        return given().header("X-API-Key", key);
    }
}

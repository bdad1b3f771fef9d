package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OperationsTest {

    @Test
    void anOperationThatWaitsIsListedAndCanBeRetried() {
        // given
        String dispute = Calls.open(Calls.body(ScriptedGateway.SILENT)).path("dispute_id");
        awaitAttention(dispute);
        Map<String, Object> operation = operationOf(dispute, "WAITING").orElseThrow();

        // when
        Response answer = Calls.admin().post("/v1/operations/" + operation.get("operation_id") + "/retry");

        // then
        assertThat(operation)
                .containsEntry("kind", "authorize")
                .containsEntry("gateway", ScriptedGateway.NAME)
                .containsEntry("currency", "USD")
                .containsEntry("amount", 49.99f)
                .containsEntry("attention", "GATEWAY_UNREACHABLE")
                .containsKeys("attempts", "created_at", "next_attempt_at", "last_outcome")
                .doesNotContainKeys("body", "idempotency_key", "target");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.<String>path("operation_id")).isEqualTo(operation.get("operation_id"));
        assertThat(answer.<String>path("dispute_id")).isEqualTo(dispute);
    }

    @Test
    void aDisputeWhoseGatewayIsSilentIsRoutedAccordingly() {
        // given
        String dispute = Calls.open(Calls.body(ScriptedGateway.SILENT)).path("dispute_id");
        awaitAttention(dispute);

        // when
        Response answer = Calls.architect().get("/v1/disputes/" + dispute);

        // then
        assertThat(answer.<String>path("status")).isEqualTo("INITIATED");
        assertThat(answer.<String>path("attention")).isEqualTo("GATEWAY_UNREACHABLE");
        assertThat(answer.<String>path("route")).isEqualTo("Queue_Service_Verification");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=done", "state=nonsense", "limit=0", "cursor=x"})
    void aFilterThatMakesNoSenseIsNamed(String query) {
        // when
        Response answer = Calls.admin().get("/v1/operations?" + query);

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-7000-8000-000000000000", "no-id"})
    void whatIsNotOpenCannotBeRetried(String id) {
        // when
        Response answer = Calls.admin().post("/v1/operations/" + id + "/retry");

        // then
        ProblemsTest.assertProblem(answer, 404, "not-found");
    }

    @Test
    void whatTheGatewaysDeskSaidSettlesAnOperationAndStaysInTheStory() {
        // given
        String dispute = Calls.open(Calls.body(ScriptedGateway.SILENT)).path("dispute_id");
        awaitAttention(dispute);

        // when
        Response answer = resolve(
                dispute,
                "{\"said\": \"authorized\", \"authorization_id\": \"auth_desk_1\", \"note\": \"Ticket 4711\"}");

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<String>path("status")).isEqualTo("HELD");
        assertThat(answer.<String>path("gateway_transaction_id")).isEqualTo("auth_desk_1");
        Response events = Calls.agent().get("/v1/disputes/" + dispute + "/events");
        assertThat(events.jsonPath().<String>getList("data.type")).contains("operation.resolved_by_hand");
        assertThat(events.asString()).contains("Ticket 4711");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "2027-01-01",
                "2027-01-01T10:00Z",
                "-9999-06-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "+294277-06-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z",
                "2027-02-30T00:00:00Z"
            })
    void anEndThatIsNoTimeIsRefused(String end) {
        // when
        Response answer = Calls.admin()
                .contentType("application/json")
                .body(Map.of("said", "expired", "authorization_id", "auth_1", "note", "by phone", "expires_at", end))
                .post("/v1/operations/00000000-0000-7000-8000-000000000000/resolve");

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
        assertThat(answer.<java.util.List<String>>path("errors.field")).containsExactly("expires_at");
    }

    @Test
    void anEndThatNoHoldHasIsRefused() {
        // given
        String dispute = Calls.open(Calls.body(ScriptedGateway.SILENT)).path("dispute_id");
        awaitAttention(dispute);
        String body =
                "{\"said\": \"authorized\", \"authorization_id\": \"auth_%s\", \"note\": \"x\", \"expires_at\": \"%s\"}";

        for (String end : java.util.List.of("0000-01-01T00:00:00Z", "1999-12-31T00:00:00Z", "9999-12-31T23:59:59Z")) {
            // when
            Response answer = resolve(dispute, body.formatted(dispute, end));

            // then
            ProblemsTest.assertProblem(answer, 422, "invalid-request");
            assertThat(answer.<String>path("errors[0].field")).isEqualTo("expires_at");
            assertThat(answer.<String>path("errors[0].message")).contains("three years");
        }
    }

    @Test
    void theIdOfAnotherDisputesHoldIsRefused() {
        // given
        String other = Calls.opened("pm_1");
        String hold = Calls.agent().get("/v1/disputes/" + other).path("gateway_transaction_id");
        String dispute = Calls.open(Calls.body(ScriptedGateway.SILENT)).path("dispute_id");
        awaitAttention(dispute);

        // when
        Response answer = resolve(
                dispute, "{\"said\": \"authorized\", \"authorization_id\": \"" + hold + "\", \"note\": \"by phone\"}");

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
        assertThat(answer.<String>path("errors[0].field")).isEqualTo("authorization_id");
        assertThat(answer.<String>path("errors[0].message")).startsWith("is another dispute's");
        assertThat(answer.asString()).doesNotContain(other);
    }

    @Test
    void spacesAroundAnIdAreNotPartOfIt() {
        // given
        String dispute = Calls.open(Calls.body(ScriptedGateway.SILENT)).path("dispute_id");
        awaitAttention(dispute);
        String id = "x".repeat(200) + dispute;

        // when
        Response answer = resolve(
                dispute, "{\"said\": \"authorized\", \"authorization_id\": \" " + id + " \", \"note\": \"by phone\"}");

        // then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.<String>path("gateway_transaction_id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "auth 1", "auth_1?x", "..", "\u0438\u0434", "\uD83D\uDE00"})
    void anIdThatNoCallCanUseIsRefused(String id) {
        // when
        Response answer = Calls.admin()
                .contentType("application/json")
                .body(Map.of("said", "authorized", "authorization_id", id, "note", "by phone"))
                .post("/v1/operations/00000000-0000-7000-8000-000000000000/resolve");

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
        assertThat(answer.<java.util.List<String>>path("errors.field")).containsExactly("authorization_id");
    }

    @Test
    void aNoOfTheGatewaysDeskFailsTheDispute() {
        // given
        String dispute = Calls.open(Calls.body(ScriptedGateway.SILENT)).path("dispute_id");
        awaitAttention(dispute);

        // when
        Response answer = resolve(dispute, "{\"said\": \"declined\", \"note\": \"by phone\"}");

        // then
        assertThat(answer.<String>path("status")).isEqualTo("FAILED");
    }

    @Test
    void theIdOfAnAuthorizationThatIsNotKnownIsNeeded() {
        // given
        String dispute = Calls.open(Calls.body(ScriptedGateway.SILENT)).path("dispute_id");
        awaitAttention(dispute);

        // when
        Response answer = resolve(dispute, "{\"said\": \"voided\", \"note\": \"by phone\"}");

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
        assertThat(answer.<String>path("errors[0].field")).isEqualTo("authorization_id");
    }

    @Test
    void onlyWhatADeskCanSayIsTaken() {
        // when
        Response answer = Calls.admin()
                .contentType("application/json")
                .body("{\"said\": \"maybe\"}")
                .post("/v1/operations/00000000-0000-7000-8000-000000000000/resolve");

        // then
        ProblemsTest.assertProblem(answer, 422, "invalid-request");
        assertThat(answer.<java.util.List<String>>path("errors.field")).containsExactly("said", "note");
    }

    @Test
    void theGatewaysThatAreOnAreShown() {
        // when
        Response answer = Calls.admin().get("/v1/gateways");

        // then
        assertThat(answer.jsonPath().<Map<String, Object>>getList("data"))
                .anySatisfy(gateway -> assertThat(gateway)
                        .containsEntry("name", ScriptedGateway.NAME)
                        .containsEntry("health", "up")
                        .containsEntry("is_default", true)
                        .containsKeys("can_be_asked", "can_be_listed", "can_refresh", "timeout_ms", "max_concurrent"));
        assertThat(Calls.agent().get("/v1/gateways").statusCode()).isEqualTo(403);
    }

    /** A replica may be trying it at that moment; then it is said so, and it can be said again. */
    private static Response resolve(String dispute, String body) {
        return await().until(
                        () -> Calls.admin()
                                .contentType("application/json")
                                .body(body)
                                .post("/v1/operations/"
                                        + operationOf(dispute, "waiting")
                                                .map(it -> it.get("operation_id"))
                                                .orElse("running")
                                        + "/resolve"),
                        answer -> answer.statusCode() != 409 && answer.statusCode() != 404);
    }

    private static void awaitAttention(String dispute) {
        await().until(() -> operationOf(dispute, "waiting")
                .filter(operation -> operation.containsKey("attention"))
                .isPresent());
    }

    private static Optional<Map<String, Object>> operationOf(String dispute, String state) {
        return Calls.admin()
                .get("/v1/operations?limit=200&state=" + state)
                .jsonPath()
                .<Map<String, Object>>getList("data")
                .stream()
                .filter(operation -> operation.get("dispute_id").equals(dispute))
                .findFirst();
    }
}

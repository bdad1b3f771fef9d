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

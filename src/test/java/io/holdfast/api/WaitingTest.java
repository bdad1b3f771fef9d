package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WaitingTest {

    @Inject
    ScriptedGateway gateway;

    @Test
    void aCallerThatWaitsIsAnsweredOnceTheHoldIsKnown() throws Exception {
        // given
        String id = openLate("c-" + UUID.randomUUID());
        CompletableFuture<Response> waiting = CompletableFuture.supplyAsync(
                () -> Calls.architect().header("Prefer", "wait=10").get("/v1/disputes/" + id));

        // when
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(gateway::answer);

        // then
        Response answer = waiting.get(5, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<String>path("status")).isEqualTo("HELD");
        assertThat(answer.<String>path("route")).isEqualTo("Queue_Service_Resolution");
        assertThat(answer.<String>path("gateway_transaction_id")).isNotBlank();
        assertThat(answer.<String>path("hold_expires_at")).isEqualTo("2030-01-01T00:00:00Z");
    }

    @Test
    void aCallerThatWaitsInVainGetsTheStateOfThatMoment() {
        // given
        String id = openLate("c-" + UUID.randomUUID());

        // when
        Response answer = Calls.architect().header("Prefer", "wait=1").get("/v1/disputes/" + id);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<String>path("status")).isEqualTo("INITIATED");
        assertThat(answer.getTime()).isBetween(900L, 5_000L);
        gateway.answer();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=soon", "wait", "wait=-5", "respond-async", "", "wait=0"})
    void aPreferenceThatIsNoTimeIsIgnored(String preference) {
        // given
        String id = openLate("c-" + UUID.randomUUID());

        // when
        Response answer = Calls.architect().header("Prefer", preference).get("/v1/disputes/" + id);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getTime()).isLessThan(Duration.ofSeconds(1).toMillis());
        gateway.answer();
    }

    @Test
    void theDisputeOfAConversationIsItsNewest() {
        // given
        String conversation = "c-" + UUID.randomUUID();
        Calls.open(Calls.body("pm_1", conversation));
        String newest = Calls.open(Calls.body("pm_1", conversation)).path("dispute_id");

        // when
        Response answer =
                Calls.architect().header("Prefer", "wait=10").get("/v1/conversations/" + conversation + "/dispute");

        // then
        assertThat(answer.<String>path("dispute_id")).isEqualTo(newest);
        assertThat(answer.<String>path("status")).isEqualTo("HELD");
    }

    @Test
    void aDeclinedCardIsAGoodAnswer() {
        // given
        String id = Calls.opened(ScriptedGateway.DECLINED);

        // when
        Response answer = Calls.architect().get("/v1/disputes/" + id);

        // then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.<String>path("status")).isEqualTo("FAILED");
        assertThat(answer.<String>path("route")).isEqualTo("Queue_Fraud_Prevention");
        assertThat(answer.<String>path("failure_code")).isEqualTo("insufficient_funds");
        assertThat(answer.jsonPath().getMap("")).doesNotContainKeys("hold_expires_at", "gateway_transaction_id");
    }

    private static String openLate(String conversation) {
        return Calls.open(Calls.body(ScriptedGateway.LATE, conversation)).path("dispute_id");
    }
}

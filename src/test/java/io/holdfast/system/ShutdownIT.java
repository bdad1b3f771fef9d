package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.system.gateway.MisbehavingGateway;
import io.holdfast.system.gateway.Temperament;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A replica that is told to stop while it has work. */
class ShutdownIT {

    private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(1);
    private static final long SEED = 7;
    private static final Duration LOAD = Duration.ofSeconds(12);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    @Test
    void aReplicaThatIsToldToStopUnderLoadLosesNothing() throws Exception {
        // given
        MisbehavingGateway gateway =
                MisbehavingGateway.start(Temperament.bad(SEED, GATEWAY_TIMEOUT), Clock.systemUTC());
        try (Installation installation = Installation.start("shutdown-under-load", gateway, 2, Map.of());
                Pace pace = new Pace()) {
            HoldfastApi api = installation.api();
            Replica stopping = installation.replicas().get(0);
            Crowd crowd = Crowd.start(SEED, 200, LOAD, api, pace);
            pace.pause(LOAD.toMillis() / 2);

            // when
            stopping.tellToStop();

            // then
            assertThat(stopping.await(LONGEST_STOP).orElse(-1)).isIn(0, 143);
            crowd.join();
            gateway.beGood();
            Calm.await(installation);
            assertThat(Reckoning.of(api, gateway, crowd.cases())).isEmpty();
            assertThat(installation.databaseCount("SELECT count(*) FROM dispute WHERE lease IS NOT NULL"))
                    .isZero();
        }
    }

    @Test
    void nothingNewIsTakenOnWhileWhatRunsIsFinished() throws Exception {
        // given
        MisbehavingGateway gateway = MisbehavingGateway.start(Temperament.good(GATEWAY_TIMEOUT), Clock.systemUTC());
        Map<String, String> patient = Map.of("holdfast.gateway.timeout", "4s", "holdfast.gateway.max-concurrent", "2");
        try (Installation installation = Installation.start("shutdown", gateway, 1, patient)) {
            HoldfastApi api = installation.api();
            Replica stopping = installation.replicas().get(0);
            gateway.hang(true);
            for (int i = 0; i < 6; i++) {
                open(api, "before-" + i).orElseThrow();
            }
            await().until(() -> gateway.calls().stream()
                            .filter(call -> call.path().equals("/oauth/token"))
                            .count()
                    > 0);
            CompletableFuture<HttpResponse<String>> waiting = api.http()
                    .sendAsync(
                            api.request(0, "/v1/conversations/before-5/dispute").build(),
                            HttpResponse.BodyHandlers.ofString());

            // when
            stopping.tellToStop();

            // then
            await("not ready any more")
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> stopping.health("/q/health/ready").orElse(0) == 503);
            ApiAnswer refused = open(api, "after").orElseThrow();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(api.get(0, "/v1/disputes", Map.of()).orElseThrow().status())
                    .as("who only looks is still answered")
                    .isEqualTo(200);
            assertThat(waiting.join().statusCode()).isEqualTo(200);
            OptionalInt exit = stopping.await(LONGEST_STOP);
            assertThat(exit.orElse(-1)).isIn(0, 143);
            assertThat(installation.databaseCount("SELECT count(*) FROM dispute WHERE lease IS NOT NULL"))
                    .as("leases: those that ran are done, those that waited are handed back")
                    .isZero();
            assertThat(installation.databaseCount("SELECT count(*) FROM dispute"))
                    .isEqualTo(6);
        }
    }

    private static Optional<ApiAnswer> open(HoldfastApi api, String conversation) {
        return api.post(
                0,
                "/v1/disputes",
                "{\"customer_account_id\": \"ACC-1\", \"hold_amount\": 20, \"payment_method_id\": \"pm_1\","
                        + " \"conversation_id\": \"" + conversation + "\"}",
                Map.of());
    }
}

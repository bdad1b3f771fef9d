package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.system.gateway.MisbehavingGateway;
import io.holdfast.system.gateway.Temperament;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two replicas are replaced one after the other, behind a balancer that only looks who is ready, while callers call. {@code -Dsystem.last-program=<jar>}
 * begins with another program, the last release's: then its replicas and ours work beside each other, on the schema that ours brings.
 */
class RollingRestartIT {

    private static final int CALLERS = 6;
    private static final long BETWEEN_CALLS_MS = 60;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(40);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A migration of the next release, which the program that is started again does not know. */
    private static final String LATER_MIGRATION =
            "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                    + " installed_by, execution_time, success) SELECT max(installed_rank) + 1, '9999', 'later', 'SQL',"
                    + " 'V9999__later.sql', 1, 'later', 1, true FROM flyway_schema_history RETURNING installed_rank";

    private static final Optional<String> LAST_PROGRAM = Optional.ofNullable(System.getProperty("system.last-program"));

    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Queue<String> opened = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Test
    void noRequestFailsAndNoHoldIsLost() throws Exception {
        // given
        MisbehavingGateway gateway =
                MisbehavingGateway.start(Temperament.good(Duration.ofSeconds(2)), Clock.systemUTC());
        Map<String, String> extra = Map.of("holdfast.shutdown.delay", "2s");
        try (Installation installation =
                        Installation.start("rolling-restart", gateway, 2, extra, LAST_PROGRAM.orElse(Replica.PROGRAM));
                Balancer balancer = Balancer.start(installation.replicas());
                Pace pace = new Pace()) {
            AtomicBoolean over = new AtomicBoolean();
            if (LAST_PROGRAM.isEmpty()) {
                assertThat(installation.databaseCount(LATER_MIGRATION)).isPositive();
            }
            List<CompletableFuture<Void>> callers = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> pace.start(() -> call(caller, balancer, pace, over)))
                    .toList();
            await("load").atMost(PATIENCE).until(() -> opened.size() > 2 * CALLERS);

            // when
            for (Replica replica : installation.replicas()) {
                replica.tellToStop();
                assertThat(replica.await(LONGEST_STOP).orElse(-1)).isIn(0, 143);
                replica.become(Replica.PROGRAM);
                replica.start();
                replica.awaitReady();
                await("the balancer sees it").atMost(PATIENCE).until(() -> balancer.ready() == 2);
                int before = opened.size();
                await("both take calls, side by side")
                        .atMost(PATIENCE)
                        .until(() -> opened.size() > before + 2 * CALLERS);
            }
            over.set(true);
            callers.forEach(CompletableFuture::join);

            // then
            assertThat(failed).as("failed of " + opened.size()).isEmpty();
            Calm.await(installation);
            HoldfastApi api = installation.api();
            assertThat(Reckoning.withoutStories(api, gateway)).isEmpty();
            List<JsonNode> disputes = api.disputes("");
            assertThat(disputes.stream().map(it -> it.path("dispute_id").asText()))
                    .containsExactlyInAnyOrderElementsOf(opened);
            assertThat(disputes.stream().map(it -> it.path("status").asText()))
                    .as("the gateway says yes to some and no to others")
                    .containsOnly("HELD", "FAILED")
                    .contains("HELD");
        }
    }

    /** Opens one dispute after the other, and looks at each once. */
    private void call(int caller, Balancer balancer, Pace pace, AtomicBoolean over) {
        for (int number = 0; !over.get() && pace.pause(BETWEEN_CALLS_MS); number++) {
            String body = "{\"customer_account_id\": \"ACC-" + caller + "-" + number
                    + "\", \"hold_amount\": 20, \"payment_method_id\": \"pm_" + caller + "-" + number
                    + "\"}";
            send(
                            HttpRequest.newBuilder(balancer.address("/v1/disputes"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body)),
                            202)
                    .ifPresent(dispute -> {
                        String id = dispute.path("dispute_id").asText();
                        opened.add(id);
                        send(HttpRequest.newBuilder(balancer.address("/v1/disputes/" + id)), 200);
                    });
        }
    }

    private Optional<JsonNode> send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<String> answer = http.send(
                    request.timeout(PATIENCE)
                            .header("X-API-Key", Installation.API_KEY)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == expected) {
                return Optional.of(HoldfastApi.JSON.readTree(answer.body()));
            }
            failed.add(answer.statusCode() + " " + answer.body());
        } catch (IOException lost) {
            failed.add(lost.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}

package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code demo}: everything in one process, killed and started again on its data. It runs on a JVM whatever else was built. */
class DemoIT {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(40);
    private static final Map<String, String> WAIT = Map.of("Prefer", "wait=10");

    private Path logs;
    private Path data;
    private int sandboxPort;
    private Replica demo;

    @BeforeEach
    void prepare() throws IOException {
        logs = Installation.emptied(Path.of("target", "system-logs", "demo").toAbsolutePath());
        data = Installation.emptied(Path.of("target", "system-data", "demo").toAbsolutePath())
                .resolve("data");
        demo = demo(Map.of());
    }

    private Replica demo(Map<String, String> settings) {
        FreePorts ports = new FreePorts();
        sandboxPort = ports.next();
        Replica replica = new Replica(
                "demo",
                ports,
                port -> List.of(
                        "demo",
                        "--data",
                        data.toString(),
                        "--port",
                        Integer.toString(port),
                        "--sandbox-port",
                        Integer.toString(sandboxPort)),
                settings,
                logs);
        replica.become(Replica.JAR);
        return replica;
    }

    @AfterEach
    void endEverything() {
        demo.close();
        postgres().ifPresent(process -> {
            process.destroy();
            await().atMost(LONGEST_STOP).until(() -> postgres().isEmpty());
        });
    }

    @Test
    void aDemoThatWasKilledGoesOnWithItsData() throws Exception {
        // given
        demo.start();
        demo.awaitReady();
        String key = apiKey();
        String released = open(key, "pm_ok", "HELD");
        String charged = open(key, "pm_pending_1", "HELD");
        String declined = open(key, "pm_declined_lost_card", "FAILED");

        // when
        demo.kill();
        demo.start();
        demo.awaitReady();

        // then
        assertThat(apiKey()).isEqualTo(key);
        HoldfastApi api = new HoldfastApi(List.of(demo), key);
        assertThat(api.disputes(""))
                .extracting(it -> it.path("dispute_id").asText())
                .containsExactlyInAnyOrder(released, charged, declined);
        assertThat(settle(api, released, "release", "")).isEqualTo("RELEASED");
        assertThat(settle(api, charged, "charge", "{\"amount\": 10}")).isEqualTo("CHARGED");
        assertThat(ledger(released)).isEqualTo("voided");
        assertThat(ledger(charged)).isEqualTo("captured");
    }

    @Test
    void aDemoThatIsToldToStopLeavesNothingBehind() throws Exception {
        // given
        demo.start();
        demo.awaitReady();
        open(apiKey(), "pm_ok", "HELD");
        assertThat(postgres()).as("its PostgreSQL runs").isPresent();

        // when
        demo.tellToStop();

        // then
        OptionalInt exit = demo.await(LONGEST_STOP);
        assertThat(exit.orElse(-1)).isIn(0, 143);
        // PostgreSQL takes it away as its last act. (A process that nobody has waited for still counts as alive.)
        assertThat(data.resolve("postgresql-data/postmaster.pid")).doesNotExist();
    }

    @Test
    void aDemoSaysWhereItsHealthIsAndKeepsItsDataToItsOwner() throws Exception {
        // when
        demo.start();
        demo.awaitReady();

        // then
        assertThat(Files.readString(logs.resolve("demo.log")))
                .contains("http://127.0.0.1:" + demo.managementPort() + "/q/health/ready");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgresql"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aBadSettingStopsTheDemoWithTheLineThatNamesIt() throws Exception {
        // given
        demo = demo(Map.of("holdfast.gateway.timeout", "soon"));

        // when
        demo.start();

        // then
        assertThat(demo.await(Duration.ofMinutes(2))).hasValue(2);
        assertThat(Files.readString(logs.resolve("demo.log")))
                .contains("holdfast.gateway.timeout")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    private String open(String key, String paymentMethod, String status) {
        HoldfastApi api = new HoldfastApi(List.of(demo), key);
        String body = "{\"customer_account_id\": \"ACC-1\", \"hold_amount\": 49.99, \"payment_method_id\": \""
                + paymentMethod + "\"}";
        String id = api.post(0, "/v1/disputes", body, Map.of())
                .orElseThrow()
                .text("dispute_id")
                .orElseThrow();
        ApiAnswer known = api.get(0, "/v1/disputes/" + id, WAIT).orElseThrow();
        assertThat(known.text("status")).as(known.toString()).hasValue(status);
        return id;
    }

    private static String settle(HoldfastApi api, String id, String verb, String body) {
        return api.post(0, "/v1/disputes/" + id + "/" + verb, body, WAIT)
                .flatMap(answer -> answer.text("status"))
                .orElse("no answer");
    }

    /** What the sandbox has in its books of the one authorization of a dispute. */
    private String ledger(String dispute) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + sandboxPort + "/v1/authorizations?dispute_id=" + dispute))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        JsonNode found = HoldfastApi.JSON.readTree(body).path("data");
        assertThat(found).hasSize(1);
        return found.path(0).path("status").asText();
    }

    private String apiKey() throws IOException {
        Properties keys = new Properties();
        try (InputStream in = Files.newInputStream(data.resolve("demo.properties"))) {
            keys.load(in);
        }
        return keys.getProperty("api-key");
    }

    private Optional<ProcessHandle> postgres() {
        Path pidFile = data.resolve("postgresql-data/postmaster.pid");
        try {
            return Files.isRegularFile(pidFile)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(pidFile).get(0).trim()))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}

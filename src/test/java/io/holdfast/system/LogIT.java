package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.holdfast.system.gateway.MisbehavingGateway;
import io.holdfast.system.gateway.Temperament;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a replica of an installation writes, for machines that collect it. */
class LogIT {

    private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void everyLineIsOneObjectThatNamesTheDisputeAndTheOperationWhateverGoesWrong() throws Exception {
        // given
        MisbehavingGateway gateway = MisbehavingGateway.start(Temperament.good(GATEWAY_TIMEOUT), Clock.systemUTC());
        try (Installation installation = Installation.start("log", gateway, 1, Map.of())) {
            Replica replica = installation.replicas().get(0);
            gateway.hang(true);

            // when a statement is wrong
            installation.database().run("ALTER TABLE webhook_event RENAME TO webhook_event_gone");
            await("says that the round stopped")
                    .atMost(SOON)
                    .until(() -> replica.log().stream().anyMatch(line -> line.contains("The round news stopped")));

            // and when the gateway does not answer, and by the time that is known the database is gone
            JsonNode opened = installation
                    .api()
                    .post(
                            0,
                            "/v1/disputes",
                            "{\"customer_account_id\":\"ACC-1\",\"hold_amount\":5,\"payment_method_id\":\"pm_card_visa\"}",
                            Map.of("X-Request-Id", "request-of-this-test"))
                    .orElseThrow()
                    .body();
            String dispute = opened.path("dispute_id").asText();
            installation.database().crash();

            // then
            await("says that the work stopped")
                    .atMost(SOON)
                    .until(() -> replica.log().stream().anyMatch(line -> line.contains("the work stopped")));
            replica.tellToStop();
            assertThat(replica.await(SOON)).isPresent();
            List<JsonNode> lines = lines(replica);
            assertThat(lines).hasSizeGreaterThan(5).allSatisfy(line -> {
                assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
                assertThat(line.path("level").asText()).matches("[A-Z]+");
                assertThat(line.path("message").isTextual()).isTrue();
            });
            assertThat(lines)
                    .filteredOn(line -> line.path("message").asText().contains("is INITIATED"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.at("/mdc/request_id").asText()).isEqualTo("request-of-this-test");
                        assertThat(line.at("/mdc/dispute_id").asText()).isEqualTo(dispute);
                    });
            assertThat(lines)
                    .filteredOn(line -> line.path("message").asText().contains("the work stopped"))
                    .isNotEmpty()
                    .allSatisfy(line -> {
                        assertThat(line.at("/mdc/dispute_id").asText()).isEqualTo(dispute);
                        assertThat(line.at("/mdc/operation_id").asText()).isNotEmpty();
                        assertThat(line.at("/exception").isMissingNode()).isTrue();
                    });
            assertThat(lines)
                    .filteredOn(line -> line.path("message").asText().equals("The round news stopped"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(
                                    line.at("/exception/exceptionType").asText())
                            .isNotEmpty());
        }
    }

    private static List<JsonNode> lines(Replica replica) throws IOException {
        return replica.log().stream().map(LogIT::read).toList();
    }

    private static JsonNode read(String line) {
        try {
            JsonNode read = HoldfastApi.JSON.readTree(line);
            assertThat(read.isObject()).as(line).isTrue();
            return read;
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}

package io.holdfast.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.system.gateway.MisbehavingGateway;
import io.holdfast.system.gateway.Temperament;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a replica begins on a database that is away, or is not its own. */
class StartIT {

    private static final Duration GATEWAY_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    @Test
    void aReplicaWaitsForADatabaseThatIsBeingRestartedAndRefusesOneWithAnotherSchema() throws Exception {
        // given
        MisbehavingGateway gateway = MisbehavingGateway.start(Temperament.good(GATEWAY_TIMEOUT), Clock.systemUTC());
        try (Installation installation = Installation.start("start", gateway, 1, Map.of())) {
            Replica replica = installation.replicas().get(0);
            Replica onlyLooks =
                    installation.another("only-looks", Map.of("holdfast.database.migrate-at-start", "false"));
            replica.kill();
            installation.database().crash();

            // when
            replica.start();

            // then
            await("says that it waits").atMost(LONGEST_START).until(() -> says(replica, "waiting for it"));
            installation.database().startAgain();
            replica.awaitReady();

            // and when the schema has lost a migration, a replica that may not migrate says so, and what to do
            installation
                    .database()
                    .run("DELETE FROM flyway_schema_history WHERE installed_rank ="
                            + " (SELECT max(installed_rank) FROM flyway_schema_history)");
            onlyLooks.start();
            assertThat(onlyLooks.await(LONGEST_START)).hasValue(2);
            assertThat(onlyLooks.log())
                    .last()
                    .asString()
                    .startsWith("holdfast.database.migrate-at-start: is off, and the database lacks")
                    .contains("\"migrate\"");
        }
    }

    private static boolean says(Replica replica, String words) throws IOException {
        return replica.log().stream().anyMatch(line -> line.contains(words));
    }
}

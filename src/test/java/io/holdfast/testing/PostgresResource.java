package io.holdfast.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** A real PostgreSQL with the schema of the migrations: one for all tests of a JVM, whichever of them start and stop Holdfast. */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    private static final Duration START = Duration.ofSeconds(60);

    private static EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        String database = "localhost:" + running().getPort() + "/postgres";
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://" + database,
                "quarkus.datasource.reactive.url",
                "postgresql://" + database,
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres");
    }

    /** The next Holdfast of this JVM uses it too; the JVM's end stops it. */
    @Override
    public void stop() {}

    private static synchronized EmbeddedPostgres running() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder()
                        .setPGStartupWait(START)
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return postgres;
    }
}

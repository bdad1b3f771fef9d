package io.holdfast.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** A real PostgreSQL with the schema of the migrations: one for all tests of a JVM, whichever of them start and stop Holdfast. */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

    private static final Duration START = Duration.ofSeconds(60);

    private static EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        return settings("postgres");
    }

    /** An empty database beside the common one, for a test that works on all rows that there are. */
    public static Map<String, String> ownDatabase(String name) {
        try (Connection connection = running().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return settings(name);
    }

    private static Map<String, String> settings(String name) {
        String database = "localhost:" + running().getPort() + "/" + name;
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

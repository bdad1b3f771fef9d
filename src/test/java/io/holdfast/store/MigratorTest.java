package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.settings.BadSetting;
import io.holdfast.testing.PostgresResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Migrations beside those who use the tables, with the settings that the program gives Flyway. */
@QuarkusTest
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MigratorTest {

    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WAITING_FOR_A_LOCK =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    @Inject
    Flyway flyway;

    @Test
    void aMigrationThatWaitsForALockLetsOthersPass() throws Exception {
        // given
        String url = before13("migrator_waits");
        try (Connection backup = reader(url);
                Connection intake = connect(url);
                Statement statement = intake.createStatement();
                StopSignal stop = new StopSignal()) {
            // when
            CompletableFuture<List<String>> done =
                    CompletableFuture.supplyAsync(() -> new Migrator(to(url).load(), stop, MOMENT, PATIENCE).run());
            await().atMost(PATIENCE).until(() -> count(url, WAITING_FOR_A_LOCK) > 0);
            statement.execute("SET statement_timeout = '10s'");
            statement.execute("LOCK TABLE webhook_event IN ROW EXCLUSIVE MODE");

            // then
            assertThat(done).isNotDone();
            intake.commit();
            backup.commit();
            assertThat(done.get()).startsWith("V13 webhook reference");
        }
    }

    @Test
    void oneThatGetsNoLockSaysWhoHoldsIt() throws Exception {
        // given
        String url = before13("migrator_gives_up");
        try (Connection backup = reader(url);
                StopSignal stop = new StopSignal()) {
            long pid = count(
                    url,
                    "SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'"
                            + " AND datname = current_database()");

            // when, then
            assertThatThrownBy(() -> new Migrator(to(url).load(), stop, MOMENT, Duration.ZERO).run())
                    .isInstanceOf(MigrationFailed.class)
                    .hasMessageContaining("V13 webhook reference")
                    .hasMessageContaining("pid " + pid + " ");
        }
    }

    @Test
    void anIndexThatIsMadeBesideOthersWaitsForThemAsLongAsItTakes() throws Exception {
        // given
        String url = before13("migrator_index");
        to(url).load().migrate();
        run(url, "ALTER DATABASE migrator_index SET lock_timeout = '1s'");
        try (Connection old = reader(url);
                StopSignal stop = new StopSignal()) {
            FluentConfiguration later =
                    to(url).locations("classpath:db/migration", "classpath:io/holdfast/store/later");

            // when
            CompletableFuture<List<String>> done =
                    CompletableFuture.supplyAsync(() -> new Migrator(later.load(), stop, MOMENT, PATIENCE).run());
            await().atMost(PATIENCE)
                    .until(() -> count(url, WAITING_FOR_A_LOCK + " AND now() - query_start > interval '3 s'") > 0);

            // then
            old.commit();
            assertThat(done.get()).last().asString().startsWith("V9000");
        }
    }

    @Test
    void oneThatFailsIsNamedAndIsNobodysSetting() throws Exception {
        // given
        String url = before13("migrator_fails");
        run(url, "ALTER TABLE webhook_event ADD COLUMN reference int");
        try (StopSignal stop = new StopSignal()) {
            // when, then
            assertThatThrownBy(() -> new Migrator(to(url).load(), stop).run())
                    .isInstanceOf(MigrationFailed.class)
                    .hasMessageContaining("V13 webhook reference")
                    .hasMessageContaining("already exists");
        }
    }

    @Test
    void oneThatIsHalfDoneIsNamedWithWhatToDo() throws Exception {
        // given
        String url = before13("migrator_half");
        run(url, "UPDATE flyway_schema_history SET success = false WHERE version = '12'");
        try (StopSignal stop = new StopSignal()) {
            // when, then
            assertThatThrownBy(() -> new Migrator(to(url).load(), stop).run())
                    .isInstanceOf(MigrationFailed.class)
                    .hasMessageContaining("V12 ")
                    .hasMessageContaining("flyway_schema_history");
        }
    }

    @Test
    void anotherProgramsSchemaIsNamed() throws Exception {
        // given
        String url = before13("migrator_other");
        run(url, "UPDATE flyway_schema_history SET checksum = 1 WHERE version = '12'");
        try (StopSignal stop = new StopSignal()) {
            // when, then
            assertThatThrownBy(() -> new Migrator(to(url).load(), stop).run())
                    .isInstanceOf(BadSetting.class)
                    .hasMessageContaining("version 12");
        }
    }

    @Test
    void aSchemaThatIsSomebodyElsesIsNamedWithWhatToDo() throws Exception {
        // given
        String url = PostgresResource.ownDatabase("migrator_foreign").get("quarkus.datasource.jdbc.url");
        run(url, "CREATE FUNCTION theirs() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        Flyway foreign = to(url).load();
        try (StopSignal stop = new StopSignal()) {
            // when, then
            assertThat(MigrationRecord.isForeign(foreign)).isTrue();
            assertThatThrownBy(() -> new Migrator(foreign, stop).run())
                    .isInstanceOf(BadSetting.class)
                    .hasMessageContaining("not Holdfast's")
                    .hasMessageNotContaining("baseline");
        }
    }

    @Test
    void anEmptySchemaAndOursAreNotSomebodyElses() throws Exception {
        // given
        String empty = PostgresResource.ownDatabase("migrator_empty").get("quarkus.datasource.jdbc.url");
        String ours = before13("migrator_ours");

        // when, then
        assertThat(MigrationRecord.isForeign(to(empty).load())).isFalse();
        assertThat(MigrationRecord.isForeign(to(ours).load())).isFalse();
    }

    /** A database that lacks the last migrations. @return its address */
    private String before13(String database) {
        String url = PostgresResource.ownDatabase(database).get("quarkus.datasource.jdbc.url");
        to(url).target("12").load().migrate();
        return url;
    }

    private FluentConfiguration to(String url) {
        return Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(url, "postgres", "postgres")
                // the framework's knows what was there when the program was built
                .resourceProvider(null);
    }

    /** Reads like a backup does: in a transaction that goes on. */
    private static Connection reader(String url) throws SQLException {
        Connection reader = connect(url);
        reader.createStatement().execute("SELECT count(*) FROM webhook_event");
        return reader;
    }

    private static Connection connect(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
        connection.setAutoCommit(false);
        return connection;
    }

    private static void run(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

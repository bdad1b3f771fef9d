package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.PostgresResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.output.MigrateOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/upgrading.md tells writers of migrations to do, with the settings that the program gives Flyway. */
@QuarkusTest
class MigrationLockTest {

    private static final String IDLE =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = '%s' AND state LIKE 'idle in transaction%%'";

    @Inject
    Flyway flyway;

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anIndexOfATableInUseIsMadeBesideItsWriters() throws SQLException {
        // given
        Map<String, String> database = PostgresResource.ownDatabase("migration_lock");
        String url = database.get("quarkus.datasource.jdbc.url");
        IdleTransactions idle = new IdleTransactions(url);
        Flyway next = Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(url, "postgres", "postgres")
                // the framework's knows what was there when the program was built
                .resourceProvider(null)
                .locations("classpath:db/migration", "classpath:io/holdfast/store/later")
                .callbacks(idle, new MigrationLock.ShortWait())
                .load();

        // when
        List<MigrateOutput> done = next.migrate().migrations;

        // then
        assertThat(done).last().extracting(it -> it.version).isEqualTo("9000");
        assertThat(idle.seen)
                .as("a server that ends idle transactions leaves the lock alone")
                .isZero();
    }

    /** Counts them while a migration that needs no transaction is about to run. */
    private static final class IdleTransactions extends BaseCallback {

        private final String url;
        private int seen = -1;

        IdleTransactions(String url) {
            this.url = url;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE
                    && context.getMigrationInfo().getVersion().getVersion().equals("9000");
        }

        @Override
        public void handle(Event event, Context context) {
            try (Connection other = DriverManager.getConnection(url, "postgres", "postgres");
                    Statement statement = other.createStatement();
                    ResultSet count = statement.executeQuery(IDLE.formatted("migration_lock"))) {
                count.next();
                seen = count.getInt(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

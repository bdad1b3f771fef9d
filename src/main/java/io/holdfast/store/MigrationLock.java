package io.holdfast.store;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Has Flyway lock by its session. By itself it holds a transaction open beside the migrations: {@code CREATE INDEX CONCURRENTLY} waits for that one's end, and so
 * for ever, and a server that ends idle transactions ends the lock.
 *
 * <p>And has a migration wait for the locks of others a moment only, since everybody else waits behind it; {@link Migrator} tries again. One without a transaction
 * makes an index beside those who use the table: nobody waits behind it, and stopped it would leave an invalid one. It waits as long as it takes, whatever the server
 * allows others.
 */
@Singleton
class MigrationLock implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        configuration.callbacks(new ShortWait());
    }

    /** Until the migration's transaction ends, or without one for as long as the connection is open. */
    static final class ShortWait extends BaseCallback {

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute(
                        context.getConnection().getAutoCommit()
                                ? "SET lock_timeout = 0"
                                : "SET LOCAL lock_timeout = '2s'");
            } catch (SQLException e) {
                throw new FlywayException("The time to wait for a lock could not be set", e);
            }
        }
    }
}

package io.holdfast.store;

import io.holdfast.settings.BadSetting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.jboss.logging.Logger;

/**
 * Runs the migrations. One that changes a table waits for who reads it, such as a backup, and whoever comes to that table meanwhile waits behind the migration: the
 * intake would stand still for as long as the backup takes. So it waits a moment only ({@link MigrationLock}), lets the others pass, and tries again.
 */
final class Migrator {

    private static final Logger LOG = Logger.getLogger(Migrator.class);

    /** SQLSTATE lock_not_available. */
    private static final String NO_LOCK = "55P03";

    /** Long enough for those who waited to be served. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    /** Who holds a lock for longer than a migration waits has a transaction that is open as long. Other roles' may be hidden from ours. */
    private static final String OLDEST =
            "SELECT pid, usename, application_name, date_trunc('second', xact_start) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
                    + " ORDER BY xact_start LIMIT 1";

    private final Flyway flyway;
    private final StopSignal stop;
    private final Duration pause;
    private final Duration longest;
    private OptionalLong firstRefusalNanos = OptionalLong.empty();
    private OptionalLong lastLineNanos = OptionalLong.empty();

    Migrator(Flyway flyway, StopSignal stop) {
        this(flyway, stop, PAUSE, LONGEST);
    }

    Migrator(Flyway flyway, StopSignal stop, Duration pause, Duration longest) {
        this.flyway = flyway;
        this.stop = stop;
        this.pause = pause;
        this.longest = longest;
    }

    /**
     * @return what was done, a line for each migration
     * @throws MigrationFailed if one did not come to its end, now or earlier
     * @throws BadSetting if the database has migrations that are not this program's
     * @throws DatabaseAway if the process is told to stop while this waits
     */
    List<String> run() {
        List<String> done = new ArrayList<>();
        while (true) {
            try {
                done.addAll(names(flyway.migrate().migrations));
                return done;
            } catch (FlywayValidateException other) {
                throw halfDone(flyway).orElseGet(() -> notOurs(other));
            } catch (FlywayMigrateException failed) {
                String migration = MigrationRecord.name(failed.getMigration());
                requireThatALockIsLacking(migration, failed);
                done.addAll(names(failed.getErrorResult().getSuccessfulMigrations()));
                letOthersPass(migration);
            } catch (FlywayException refused) {
                throw MigrationRecord.isForeign(refused) ? foreign() : refused;
            }
        }
    }

    /** What had no transaction was stopped on the way, and cannot be repeated by itself. */
    private static void requireThatALockIsLacking(String migration, FlywayMigrateException failed) {
        SQLException cause = SchemaAtStart.sqlCause(failed).orElseThrow(() -> failed);
        if (SchemaAtStart.isAway(cause)) {
            throw failed;
        }
        if (!NO_LOCK.equals(cause.getSQLState()) || !failed.isExecutableInTransaction()) {
            throw new MigrationFailed(migration, "the database says: " + SchemaAtStart.firstLine(cause));
        }
    }

    private void letOthersPass(String migration) {
        long now = System.nanoTime();
        if (firstRefusalNanos.isEmpty()) {
            firstRefusalNanos = OptionalLong.of(now);
        }
        if (now - firstRefusalNanos.getAsLong() >= longest.toNanos()) {
            throw new MigrationFailed(
                    migration,
                    "got no lock, " + longest.toSeconds() + " s long, and changed nothing. " + holder()
                            + ". Wait for its end or end it (SELECT pg_terminate_backend(pid)), and repeat");
        }
        if (lastLineNanos.isEmpty() || now - lastLineNanos.getAsLong() >= BETWEEN_LINES.toNanos()) {
            lastLineNanos = OptionalLong.of(now);
            LOG.warnf("Migration %s waits for a lock, and is tried again. %s", migration, holder());
        }
        if (stop.comesWithin(pause)) {
            throw new DatabaseAway("migration " + migration + ": told to stop while it waited for a lock");
        }
    }

    /** A migration without a transaction that was stopped on the way. Flyway goes no further until somebody has cleared up. */
    static Optional<RuntimeException> halfDone(Flyway flyway) {
        return MigrationRecord.halfDone(flyway)
                .map(name -> new MigrationFailed(name, "was stopped on the way. " + MigrationRecord.CLEAR_UP));
    }

    private static BadSetting notOurs(FlywayValidateException other) {
        return new BadSetting(
                SchemaAtStart.address(ConfigProvider.getConfig()),
                "the database's schema is not this program's: "
                        + other.getMessage().lines().skip(1).limit(2).collect(Collectors.joining(" ")));
    }

    private static BadSetting foreign() {
        return new BadSetting(
                SchemaAtStart.address(ConfigProvider.getConfig()),
                "leads to a schema that is not empty, and what is in it is not Holdfast's: "
                        + MigrationRecord.OF_ITS_OWN);
    }

    private String holder() {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OLDEST)) {
            if (row.next()) {
                return "The oldest open transaction, which holds it most likely, is pid " + row.getInt(1) + " ("
                        + row.getString(2) + ", " + row.getString(3) + "), open since " + row.getString(4);
            }
        } catch (SQLException unknown) {
            LOG.debugf("who holds the lock could not be asked: %s", SchemaAtStart.firstLine(unknown));
        }
        return "Who holds it is in pg_locks and pg_stat_activity, for a role that may see others' transactions";
    }

    private static List<String> names(List<MigrateOutput> migrations) {
        return migrations.stream()
                .map(it -> "V" + it.version + " " + it.description)
                .toList();
    }
}

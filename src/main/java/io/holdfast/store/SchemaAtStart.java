package io.holdfast.store;

import io.holdfast.settings.BadSetting;
import io.quarkus.runtime.Startup;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.ValidateResult;
import org.jboss.logging.Logger;

/**
 * Sees to it that nothing begins on a schema that is not this program's. A database that is away at that moment, because it is being restarted too, is waited
 * for; one that says no is not. Replicas that start together wait for each other: Flyway takes a lock.
 */
@Singleton
// After the beans that check settings, before the timers.
@Startup(SchemaAtStart.PRIORITY)
public class SchemaAtStart {

    /** Of the start; what needs the schema comes after it. */
    public static final int PRIORITY = 2_800;

    private static final Logger LOG = Logger.getLogger(SchemaAtStart.class);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    /** Needs no rights, and looks where statements would. */
    private static final String HAS_SCHEMA = "SELECT to_regclass('dispute') IS NOT NULL";

    private final String address = address(ConfigProvider.getConfig());
    private List<String> done = List.of();

    /**
     * Blocks until the schema is right.
     *
     * @throws DatabaseAway if the database cannot be reached in time
     * @throws BadSetting if it does not let us in, or has another schema
     * @throws MigrationFailed if a migration did not come to its end
     */
    SchemaAtStart(Instance<Flyway> flyway, Pool pool, DatabaseSettings settings) {
        if (settings.startTimeout().isNegative()) {
            throw new BadSetting("holdfast.database.start-timeout", "must be 0s or more");
        }
        try (StopSignal stop = new StopSignal()) {
            bringUp(flyway, settings, stop);
        }
        if (settings.checkAtStart()) {
            requireSchema(pool, settings.timeout());
        }
    }

    /** Migrations go by another address, which may lead elsewhere, or to nobody who lets us in. An outage in between is none of this check's business: callers are told of it. */
    private static void requireSchema(Pool pool, Duration patience) {
        boolean there = pool.query(HAS_SCHEMA)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0))
                .onFailure(PgException.class)
                .transform(failed -> refused((PgException) failed))
                .onFailure(DatabaseOutage::isBehind)
                .recoverWithItem(true)
                .ifNoItem()
                .after(patience)
                .recoverWithItem(true)
                .await()
                .indefinitely();
        if (!there) {
            throw new BadSetting(
                    JdbcAddress.REACTIVE_SETTING,
                    "leads to a database without this program's schema, and quarkus.datasource.jdbc.url to one that has it:"
                            + " both are addresses of one database");
        }
    }

    private static Throwable refused(PgException failed) {
        return DatabaseOutage.isRefusal(failed)
                ? refused(JdbcAddress.REACTIVE_SETTING, failed.getSqlState(), failed.getMessage())
                : failed;
    }

    private void bringUp(Instance<Flyway> flyway, DatabaseSettings settings, StopSignal stop) {
        long end = System.nanoTime() + settings.startTimeout().toNanos();
        boolean told = false;
        while (true) {
            try {
                if (settings.checkAtStart()) {
                    bringUp(flyway.get(), settings, stop, Duration.ofNanos(end - System.nanoTime()));
                }
                return;
            } catch (BadSetting | DatabaseAway | MigrationFailed said) {
                throw said;
            } catch (RuntimeException failed) {
                Optional<SQLException> cause = sqlCause(failed);
                if (!cause.map(SchemaAtStart::isAway).orElse(false)) {
                    throw refused(cause, failed);
                }
                if (System.nanoTime() - end >= 0) {
                    throw new DatabaseAway(address + ": no database answers there, "
                            + settings.startTimeout().toSeconds() + " s long: " + firstLine(cause.get()));
                }
                if (!told) {
                    LOG.warnf(
                            "The database is away; waiting for it, at most %d s: %s",
                            settings.startTimeout().toSeconds(), firstLine(cause.get()));
                    told = true;
                }
                if (stop.comesWithin(PAUSE)) {
                    throw new DatabaseAway(address + ": told to stop while waiting for the database");
                }
            }
        }
    }

    /** What this start did to the schema, a line for each migration. */
    public List<String> done() {
        return done;
    }

    /** To look takes a moment, and no longer than the start waits; to migrate may take hours. */
    private void bringUp(Flyway flyway, DatabaseSettings settings, StopSignal stop, Duration left) {
        OwnThread thread = new OwnThread("schema", stop, BETWEEN_LINES);
        Duration longest = left.compareTo(settings.timeout()) > 0 ? left : settings.timeout();
        boolean upToDate = thread.within(
                        longest, () -> settings.migrateAtStart() ? isUpToDate(flyway) : requireUpToDate(flyway))
                .orElseThrow(() -> new DatabaseAway(address + ": the database takes connections and does not answer, "
                        + longest.toSeconds() + " s long: look at it, and at what stands between it and this machine"));
        if (!upToDate) {
            done = thread.toItsEnd(() -> new Migrator(flyway, stop).run(), SchemaAtStart::stillMigrating);
        }
    }

    private static void stillMigrating(Duration waited) {
        LOG.infof(
                "The migrations, this replica's or another's, have been running for %d min; pg_stat_activity has what they do",
                waited.toMinutes());
    }

    /** Flyway's validation, which fails for a migration that is pending or half done too: one look, for the start waits for it. */
    private static boolean isUpToDate(Flyway flyway) {
        return flyway.validateWithResult().validationSuccessful;
    }

    private boolean requireUpToDate(Flyway flyway) {
        ValidateResult result = flyway.validateWithResult();
        if (result.validationSuccessful) {
            return true;
        }
        Optional<RuntimeException> halfDone = Migrator.halfDone(flyway);
        if (halfDone.isPresent()) {
            throw halfDone.get();
        }
        MigrationInfo[] pending = flyway.info().pending();
        if (pending.length > 0) {
            throw new BadSetting(
                    "holdfast.database.migrate-at-start",
                    "is off, and the database lacks the migrations "
                            + Arrays.stream(pending)
                                    .map(it -> "V" + it.getVersion())
                                    .toList()
                            + "; run the command \"migrate\" first");
        }
        throw new BadSetting(address, "the database's schema is not this program's: " + result.getAllErrorMessages());
    }

    /** A limit that stopped a migration would stop it again, and is the operator's to lift. */
    static boolean isAway(SQLException cause) {
        return DatabaseOutage.isBehind(cause) && !Undone.is(cause.getSQLState());
    }

    private RuntimeException refused(Optional<SQLException> cause, RuntimeException failed) {
        if (cause.isEmpty()) {
            return failed;
        }
        return refused(address, cause.get().getSQLState(), firstLine(cause.get()));
    }

    private static BadSetting refused(String address, String state, String word) {
        boolean login = state != null && state.startsWith("28");
        return new BadSetting(login ? "quarkus.datasource.username" : address, "the database says: " + word);
    }

    static String address(Config config) {
        return JdbcAddress.setting(
                config.getOptionalValue(JdbcAddress.SETTING, String.class),
                config.getOptionalValue(JdbcAddress.REACTIVE_SETTING, String.class));
    }

    static Optional<SQLException> sqlCause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DatabaseOutage.MAX_CAUSES; depth++) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    static String firstLine(SQLException failure) {
        return DatabaseOutage.unknownHost(failure)
                .orElseGet(() ->
                        String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }
}

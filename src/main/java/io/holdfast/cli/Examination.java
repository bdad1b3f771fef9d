package io.holdfast.cli;

import io.holdfast.api.Role;
import io.holdfast.api.SecuritySettings;
import io.holdfast.cli.DoctorCommand.Finding;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.wire.GatewayLines;
import io.holdfast.secret.TokenSealer;
import io.holdfast.settings.Elements;
import io.holdfast.store.DatabaseOutage;
import io.holdfast.store.JdbcAddress;
import io.holdfast.store.MigrationRecord;
import io.quarkus.arc.Arc;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** Looks at every part of an installation, from inside the application. Writes nothing, neither to the database nor to a gateway. */
final class Examination {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of one check, whatever hangs in it: three calls one after another, each with all the patience there is. */
    private static final Duration LIMIT = Duration.ofSeconds(35);

    /** PostgreSQL's code of a right that is lacking. */
    private static final String FORBIDDEN = "42501";

    /** PostgreSQL's code of a table that is not there. */
    private static final String NO_TABLE = "42P01";

    /** A chain longer than this is a loop. */
    private static final int MOST_CAUSES = 16;

    private final ClockCheck clocks = new ClockCheck(bean(Clock.class));
    private final Gateways gateways = bean(Gateways.class);
    private final List<Finding> findings = new ArrayList<>();
    private final Checkup checkup = new Checkup(LIMIT, findings);

    List<Finding> all() {
        findings.add(Finding.ok("settings", "each is readable"));
        IdleSettings.of(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class))
                .forEach(line -> findings.add(Finding.note("settings", line, "docs/operating.md lists all settings.")));
        if (checkup.look("database", this::database)) {
            checkup.look("migrations", this::migrations);
            checkup.look(DatabaseRights.CHECK, this::rights);
            checkup.look("gateways", this::leftBehind);
        }
        checkup.look("keyset", this::keyset);
        TokenIssuer issuer = new TokenIssuer(
                ConfigProvider.getConfig(), bean(Vertx.class), bean(TlsConfigurationRegistry.class), clocks, PATIENCE);
        checkup.look("api keys", own -> apiKeys(own, issuer.isOn()));
        if (gateways.on().isEmpty()) {
            findings.add(Finding.wrong(
                    "gateways",
                    "none is on",
                    "Set the url and the credential of one, such as holdfast.gateway.erp.url."));
        } else if (!gateways.on().contains(gateways.defaultName())) {
            findings.add(Finding.note(
                    "gateways",
                    "the default, " + gateways.defaultName() + ", is off",
                    "Set it up, or name another one in holdfast.gateway.default."));
        }
        if (issuer.isOn()) {
            checkup.look(TokenIssuer.CHECK, own -> own.addAll(issuer.findings()));
        }
        GatewayExamination one =
                new GatewayExamination(gateways, bean(GatewayLines.class), bean(Vertx.class), clocks, PATIENCE);
        gateways.on().forEach(name -> checkup.look("gateway: " + name, own -> one.look(name, own)));
        return List.copyOf(findings);
    }

    private boolean database(List<Finding> findings) {
        try {
            Row row = ask("SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS follows,"
                            + " current_setting('transaction_read_only') AS reads_only, current_setting('fsync') AS fsync,"
                            + " clock_timestamp() AS now")
                    .iterator()
                    .next();
            findings.add(writable(
                    row.getString("version"),
                    row.getBoolean("follows"),
                    row.getString("reads_only").equals("on")));
            if (!row.getString("fsync").equals("on")) {
                findings.add(Finding.wrong(
                        "database",
                        "fsync is off: a crash loses what was answered",
                        "Turn fsync on in postgresql.conf."));
            }
            findings.add(clocks.of("database", row.getOffsetDateTime("now").toInstant()));
            return true;
        } catch (RuntimeException away) {
            findings.add(
                    Finding.wrong(
                            "database",
                            "cannot be used: " + reason(away),
                            "Check quarkus.datasource.reactive.url, quarkus.datasource.username and .password, and whether it runs."));
            return false;
        }
    }

    static Finding writable(String version, boolean isStandby, boolean readsOnly) {
        if (isStandby) {
            return Finding.wrong(
                    "database", "it is read-only: a standby", "Point quarkus.datasource.reactive.url at the primary.");
        }
        return readsOnly
                ? Finding.wrong(
                        "database",
                        "this role may only read: default_transaction_read_only is on",
                        "ALTER ROLE … RESET default_transaction_read_only; if it is the database's or the server's setting, there.")
                : Finding.ok("database", "PostgreSQL " + version);
    }

    private boolean rights(List<Finding> findings) {
        for (Row row : ask(DatabaseRights.QUESTION)) {
            findings.add(DatabaseRights.finding(
                    row.getBoolean("usage"),
                    Optional.ofNullable(row.getString("lacking")),
                    !Boolean.FALSE.equals(row.getBoolean("purges"))));
        }
        return true;
    }

    /** Holds that are live where nobody calls any more: they are neither renewed nor asked about, and nobody can decide on them. */
    private boolean leftBehind(List<Finding> findings) {
        try {
            for (Row row : ask("SELECT gateway, count(*) AS disputes FROM dispute WHERE status IN ('INITIATED', 'HELD')"
                    + " GROUP BY gateway ORDER BY gateway")) {
                String gateway = row.getString("gateway");
                if (!gateways.on().contains(gateway)) {
                    findings.add(Finding.wrong(
                            "gateway: " + gateway,
                            "is off, and disputes are open there: " + row.getLong("disputes"),
                            "Set holdfast.gateway." + gateway + ".* again until they are settled (docs/gateways.md)."));
                }
            }
        } catch (RuntimeException failed) {
            // What is said of the migrations or of the rights says it.
            if (!isOf(failed, NO_TABLE) && !isOf(failed, FORBIDDEN)) {
                throw failed;
            }
        }
        return true;
    }

    private boolean migrations(List<Finding> findings) {
        try {
            Flyway flyway = bean(Flyway.class);
            MigrationInfo[] pending = flyway.info().pending();
            String current = Optional.ofNullable(flyway.info().current())
                    .map(it -> "at V" + it.getVersion())
                    .orElse("empty");
            Optional<String> halfDone = MigrationRecord.halfDone(flyway);
            if (halfDone.isPresent()) {
                findings.add(Finding.wrong(
                        "migrations",
                        "the migration " + halfDone.get() + " was stopped on the way",
                        MigrationRecord.CLEAR_UP + " (docs/upgrading.md)."));
            } else if (MigrationRecord.isForeign(flyway)) {
                findings.add(Finding.wrong(
                        "migrations",
                        "the schema is not empty, and what is in it is not Holdfast's",
                        MigrationRecord.OF_ITS_OWN + ": " + JdbcAddress.REACTIVE_SETTING + " names it."));
            } else if (pending.length > 0) {
                findings.add(Finding.wrong(
                        "migrations",
                        "the database is " + current + " and lacks "
                                + Arrays.stream(pending)
                                        .map(it -> "V" + it.getVersion())
                                        .toList(),
                        "Run the command migrate."));
            } else if (!flyway.validateWithResult().validationSuccessful) {
                findings.add(Finding.wrong(
                        "migrations",
                        "the database's schema is not this program's",
                        "Use the program that goes with it, or restore the database."));
            } else if (!flyway.info().current().getState().isResolved()) {
                findings.add(
                        Finding.note(
                                "migrations",
                                "the database is " + current + ", newer than this program, which ends at "
                                        + newest(flyway.info().all()),
                                "Right while a next release is brought in or taken back; else use the program that goes with it."));
            } else {
                findings.add(Finding.ok("migrations", "up to date, " + current));
            }
        } catch (RuntimeException | SQLException failed) {
            findings.add(
                    isOf(failed, FORBIDDEN)
                            ? DatabaseRights.refused("migrations", reason(failed))
                            : Finding.wrong(
                                    "migrations",
                                    "cannot be read: " + reason(failed),
                                    "Check quarkus.datasource.jdbc.url."));
        }
        return true;
    }

    /** Of those that the program brings. */
    private static String newest(MigrationInfo[] all) {
        return Arrays.stream(all)
                .filter(it -> it.getState().isResolved() && it.isVersioned())
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(it -> "V" + it)
                .orElse("none");
    }

    private static boolean isOf(Throwable failure, String state) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof SQLException sql && state.equals(sql.getSQLState())
                    || cause instanceof PgException pg && state.equals(pg.getSqlState())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private boolean keyset(List<Finding> findings) {
        try {
            NewestToken.Result result = NewestToken.open(bean(Pool.class), bean(TokenSealer.class))
                    .await()
                    .atMost(PATIENCE);
            findings.add(
                    switch (result) {
                        case NOTHING_STORED -> Finding.ok("keyset", "readable");
                        case OPENED -> Finding.ok("keyset", "opens the newest dispute's payment token");
                        case CLOSED ->
                            Finding.wrong(
                                    "keyset",
                                    "does not open what is stored",
                                    "Restore the key that sealed it to holdfast.crypto.keyset; without it those holds can be charged and released, but not renewed.");
                    });
        } catch (RuntimeException failed) {
            findings.add(Finding.note(
                    "keyset",
                    isOf(failed, NO_TABLE)
                            ? "readable; nothing stored to try it on"
                            : "readable; what is stored to try it on could not be read: " + reason(failed),
                    "Look again once the database is right."));
        }
        return true;
    }

    private boolean apiKeys(List<Finding> findings, boolean tokensAreTaken) {
        findings.add(ofRoles(
                bean(SecuritySettings.class).apiKeys().values().stream()
                        .flatMap(key -> key.roles().orElse(List.of()).stream())
                        .toList(),
                tokensAreTaken));
        return true;
    }

    /**
     * @param written the roles of all keys, as they stand in the settings
     * @param tokensAreTaken whether an issuer of tokens is set as well
     */
    static Finding ofRoles(List<String> written, boolean tokensAreTaken) {
        List<String> roles = Elements.of(written);
        List<String> lacking = List.of(Role.ARCHITECT, Role.AGENT, Role.ADMIN).stream()
                .filter(role -> !roles.contains(role))
                .toList();
        if (roles.isEmpty() && tokensAreTaken) {
            return Finding.note(
                    "api keys",
                    "there is none: only tokens of the issuer are taken",
                    "Make one with the command \"keys new\", if a call flow has no token.");
        }
        if (roles.isEmpty()) {
            return Finding.wrong("api keys", "there is none", "Make one with the command \"keys new\".");
        }
        return lacking.isEmpty()
                ? Finding.ok("api keys", "for every role")
                : Finding.note(
                        "api keys",
                        "none has the role " + String.join(", ", lacking),
                        "Make one with \"keys new --roles\", if nobody else gives that role.");
    }

    private static RowSet<Row> ask(String sql) {
        return bean(Pool.class).query(sql).execute().await().atMost(PATIENCE);
    }

    /** The first line of the innermost cause; no statement and no value is in it. */
    static String reason(Throwable failure) {
        return DatabaseOutage.unknownHost(failure).orElseGet(() -> innermost(failure));
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MOST_CAUSES && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.lines().findFirst().orElse("");
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}

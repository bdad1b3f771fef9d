package io.holdfast.audit;

import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.HoldPolicy;
import io.holdfast.dispute.OpenCommand;
import io.holdfast.dispute.Opening;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Terms;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.SettableClock;
import io.holdfast.money.Money;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TinkSealer;
import io.holdfast.secret.TokenSealer;
import io.holdfast.store.Announcement;
import io.holdfast.store.Announcements;
import io.holdfast.store.DatabaseClock;
import io.holdfast.store.IdempotencyClaim;
import io.holdfast.store.PgAccessStore;
import io.holdfast.store.PgDisputeStore;
import io.holdfast.store.PgHeadStore;
import io.holdfast.testing.PostgresResource;
import io.holdfast.testing.ScriptedGateway;
import io.holdfast.testing.ScriptedSettings;
import io.holdfast.time.Scheduling;
import io.holdfast.trace.Traces;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** The use cases and the journal on a database of their own, without HTTP and without schedules. */
public final class AuditedHoldfast implements AutoCloseable {

    /** Between the id's time, which is the machine's, and the clock of the tests. */
    public static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final List<String> TABLES = List.of(
            "dispute", "dispute_event", "gateway_operation", "idempotency_key", "access_event", "audit_head", "purge");

    private static final Announcements NOBODY_IS_TOLD = new Announcements() {
        @Override
        public List<Announcement> of(Optional<Dispute> before, Dispute after, List<ChainedEntry> story) {
            return List.of();
        }

        @Override
        public void committed(List<Announcement> announcements) {}
    };

    public final SettableClock clock = new SettableClock(START);
    public final TokenSealer sealer = new TinkSealer(TinkSealer.newKeyset());
    public final PgHeadStore heads;
    public final BatchedAccessJournal journal;
    private final String url;
    private final Pool pool;
    private final Disputes disputes;
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

    public AuditedHoldfast(String database) throws SQLException {
        String server = new PostgresResource().start().get("quarkus.datasource.jdbc.url");
        try (Connection postgres = DriverManager.getConnection(server, "postgres", "postgres");
                Statement statement = postgres.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + database);
        }
        url = server.substring(0, server.lastIndexOf('/') + 1) + database;
        Flyway.configure().dataSource(url, "postgres", "postgres").load().migrate();
        PgConnectOptions options = PgConnectOptions.fromUri(url.substring("jdbc:".length()))
                .setUser("postgres")
                .setPassword("postgres")
                .setCachePreparedStatements(true);
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(options)
                .build();
        heads = new PgHeadStore(pool);
        journal = new BatchedAccessJournal(
                new PgAccessStore(pool), clock, scheduling(), AuditedHoldfast::id, "test-host", lost -> {});
        GatewaySettings settings = new ScriptedSettings(64);
        disputes = new Disputes(
                new PgDisputeStore(pool, NOBODY_IS_TOLD, 32),
                new Gateways(List.of(new ScriptedGateway()), settings),
                sealer,
                new HoldPolicy(
                        Duration.ofHours(24),
                        Duration.ofDays(60),
                        Duration.ofDays(30),
                        Duration.ofHours(1),
                        Duration.ofMinutes(15)),
                clock,
                scheduling(),
                Disputes.LONGEST_LINE,
                AuditedHoldfast::id,
                (before, after) -> journal.mark(after.id(), after.head()),
                forgotten -> {},
                Traces.off());
    }

    /** Opens a dispute, whose hold is placed. */
    public UUID held() {
        return open("pm_1", "HELD");
    }

    public UUID declined() {
        return open(ScriptedGateway.DECLINED, "FAILED");
    }

    public UUID released() {
        UUID id = held();
        disputes.releaseHold().release(new DisputeId(id), "anna").await().atMost(LONGEST);
        await(id, "RELEASED");
        return id;
    }

    public UUID charged(String amount) {
        UUID id = held();
        disputes.chargeHold()
                .charge(new DisputeId(id), Optional.of(new BigDecimal(amount)), "anna")
                .await()
                .atMost(LONGEST);
        await(id, "CHARGED");
        return id;
    }

    private UUID open(String paymentMethod, String end) {
        Terms terms = new Terms(
                "ACC-1001",
                Money.of("49.99", "USD"),
                ScriptedGateway.NAME,
                "SERVICE_GUARANTEE_DISPUTE",
                "CC-001",
                Optional.of("conversation-1"),
                Optional.of("shopper-1"),
                Optional.of("customer-1"),
                "call-flow");
        Optional<IdempotencyClaim> claim =
                Optional.of(new IdempotencyClaim("call-flow", UUID.randomUUID().toString(), new byte[32]));
        Opening opening = disputes.openDispute()
                .open(new OpenCommand(terms, Secret.of(paymentMethod), claim))
                .await()
                .atMost(LONGEST);
        UUID id = ((Opening.Opened) opening).dispute().id().value();
        await(id, end);
        return id;
    }

    private void await(UUID id, String status) {
        disputes.watch()
                .await(new DisputeId(id), dispute -> dispute.status().name().equals(status), LONGEST)
                .await()
                .atMost(LONGEST)
                .filter(dispute -> dispute.status().name().equals(status))
                .orElseThrow();
    }

    /** Writes what the journal still holds. */
    public void flush() {
        journal.flush().await().atMost(LONGEST);
    }

    /** The journal of another replica, which writes when it is told to. */
    public BatchedAccessJournal otherJournal(Clock itsClock) {
        return otherJournal(itsClock, AuditedHoldfast::id);
    }

    /** The same, whose streams have these ids. */
    public BatchedAccessJournal otherJournal(Clock itsClock, Supplier<UUID> streams) {
        return new BatchedAccessJournal(
                new PgAccessStore(pool), itsClock, new HandScheduling(), streams, "other-host", lost -> {});
    }

    public int makeHeads(Optional<HeadKey> key) {
        return makeHeads(key, journal);
    }

    /** As the replica that has this journal. */
    public int makeHeads(Optional<HeadKey> key, AccessJournal itsJournal) {
        return new DailyHeads(heads, itsJournal, key, clock, new DatabaseClock(pool), "test-host")
                .catchUp()
                .await()
                .atMost(LONGEST);
    }

    public long purge(Duration kept) {
        return new Retention(heads, journal, clock, kept, "test-host")
                .purge()
                .await()
                .atMost(LONGEST);
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    public String url() {
        return url;
    }

    /** Behind the service's back: as a superuser for whom no trigger fires. */
    public void tamper(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Remembers all tables for {@link #restore}. */
    public void backUp() throws SQLException {
        for (String table : TABLES) {
            tamper("DROP TABLE IF EXISTS good_" + table, "CREATE TABLE good_" + table + " AS TABLE " + table);
        }
    }

    public void restore() throws SQLException {
        // What the journal still has to write would be there afterwards, and found by whoever comes next.
        flush();
        // By one connection, and no TRUNCATE: that makes new files of each table and index, for a few rows.
        tamper(TABLES.stream()
                .map(table -> "DELETE FROM " + table + "; INSERT INTO " + table + " SELECT * FROM good_" + table)
                .toArray(String[]::new));
    }

    public long count(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static UUID id() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }

    private Scheduling scheduling() {
        return new Scheduling() {
            @Override
            public void soon(Runnable work) {
                executor.execute(work);
            }

            @Override
            public Cancellable after(Duration delay, Runnable work) {
                Future<?> timer = executor.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
                return () -> timer.cancel(false);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
        pool.closeAndAwait();
    }
}

package io.holdfast.store;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.money.Money;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@link ReconciliationStore} on PostgreSQL. */
@ApplicationScoped
class PgReconciliationStore implements ReconciliationStore {

    private static final String READ =
            " gateway, run_id, phase, position, listed, matched, strangers, moving, orphaned, asked,"
                    + " returned, started_at";

    /** Parameters: gateway, lease, lease time (ms), anew, not-since, id of a new run. A run that is done, or not wanted any more, gives way to a new one. */
    private static final String BEGIN =
            "WITH r AS (INSERT INTO reconciliation AS r (gateway, run_id, phase, started_at, updated_at, lease, lease_until)"
                    + " SELECT $1::text, $6::uuid, 'LISTING', clock_timestamp(), clock_timestamp(), $2::uuid,"
                    + " clock_timestamp() + $3::bigint * interval '1 millisecond'"
                    + " ON CONFLICT (gateway) DO UPDATE SET"
                    + " run_id = CASE WHEN $4::boolean OR r.phase = 'DONE' THEN EXCLUDED.run_id ELSE r.run_id END,"
                    + " phase = CASE WHEN $4 OR r.phase = 'DONE' THEN 'LISTING' ELSE r.phase END,"
                    + " position = CASE WHEN $4 OR r.phase = 'DONE' THEN NULL ELSE r.position END,"
                    + zeroed("listed", "matched", "strangers", "moving", "orphaned", "asked", "returned")
                    + " started_at = CASE WHEN $4 OR r.phase = 'DONE' THEN EXCLUDED.started_at ELSE r.started_at END,"
                    + " updated_at = EXCLUDED.updated_at, lease = EXCLUDED.lease, lease_until = EXCLUDED.lease_until"
                    + " WHERE (r.lease IS NULL OR r.lease_until < clock_timestamp())"
                    + " AND (r.phase <> 'DONE' OR $5::timestamptz IS NULL OR r.started_at <= $5)"
                    + " RETURNING" + READ
                    // What an earlier run saw says nothing about this one.
                    + "), f AS (DELETE FROM reconciliation_seen s USING r WHERE s.gateway = r.gateway AND r.run_id = $6)"
                    + " SELECT * FROM r";

    /** Parameters: gateway, lease, lease time (ms), phase, position, seven counts, seen ids, orphans as four arrays, run. */
    private static final String PROGRESS =
            "WITH r AS (UPDATE reconciliation SET phase = $4, position = $5, listed = $6, matched = $7,"
                    + " strangers = $8, moving = $9, orphaned = $10, asked = $11, returned = $12, updated_at = clock_timestamp(),"
                    + " lease = CASE WHEN $4 = 'DONE' THEN NULL ELSE lease END,"
                    + " lease_until = clock_timestamp() + $3::bigint * interval '1 millisecond'"
                    + " WHERE gateway = $1 AND lease = $2 RETURNING gateway), "
                    + "s AS (INSERT INTO reconciliation_seen SELECT r.gateway, x FROM r, unnest($13::uuid[]) x ON CONFLICT DO NOTHING), "
                    + "o AS (INSERT INTO orphaned_hold (gateway, authorization_id, dispute_id, amount, currency, found_at, seen_in_run)"
                    // a page may name one twice, which one statement cannot change twice
                    + " SELECT DISTINCT ON (x.id) r.gateway, x.id, x.dispute, x.amount, x.currency, clock_timestamp(), $18"
                    + " FROM r, unnest($14::text[], $15::uuid[], $16::numeric[], $17::text[]) x (id, dispute, amount, currency)"
                    + " ON CONFLICT (gateway, authorization_id) DO UPDATE SET seen_in_run = EXCLUDED.seen_in_run, ended_at = NULL), "
                    + "f AS (DELETE FROM reconciliation_seen s USING r WHERE $4 = 'DONE' AND s.gateway = r.gateway)"
                    + " SELECT count(*) AS kept FROM r";

    private static final String LEAVE = "UPDATE reconciliation SET lease = NULL WHERE gateway = $1 AND lease = $2";

    private static final String MISSING =
            "SELECT d.dispute_id FROM dispute d WHERE d.status = 'HELD' AND d.gateway = $1"
                    + " AND d.dispute_id > $2 AND d.pending_action IS NULL"
                    + " AND (d.question_since IS NULL AND d.updated_at < $3 AND d.lease IS NULL OR d.question_since < $3)"
                    + " AND NOT EXISTS (SELECT FROM reconciliation_seen s WHERE s.gateway = d.gateway AND s.dispute_id = d.dispute_id)"
                    + " AND NOT EXISTS (SELECT FROM gateway_operation o WHERE o.dispute_id = d.dispute_id AND o.state <> 'DONE')"
                    + " ORDER BY d.dispute_id LIMIT $4";

    private static final String HELD = "SELECT count(*) AS held FROM dispute WHERE status = 'HELD' AND gateway = $1";

    private static final String ORPHANS = "SELECT authorization_id, dispute_id, amount, currency FROM orphaned_hold"
            + " WHERE gateway = $1 AND seen_in_run = $2 AND authorization_id > $3 AND ended_at IS NULL"
            + " ORDER BY authorization_id LIMIT $4";

    private static final String INTEND = "UPDATE orphaned_hold SET idempotency_key = coalesce(idempotency_key, $3),"
            + " body = coalesce(body, $4), requested_by = coalesce(requested_by, $5),"
            + " requested_at = coalesce(requested_at, clock_timestamp()), attempts = attempts + 1"
            + " WHERE gateway = $1 AND authorization_id = $2 RETURNING idempotency_key, body";

    private static final String ORPHANS_OF =
            "SELECT count(*)::int AS orphans FROM orphaned_hold WHERE gateway = $1 AND dispute_id = $2 AND idempotency_key IS NOT NULL";

    private static final String OUTCOME = "UPDATE orphaned_hold SET last_outcome = $3,"
            + " ended_at = CASE WHEN $4::boolean THEN clock_timestamp() END WHERE gateway = $1 AND authorization_id = $2";

    private static final UUID FIRST = new UUID(0, 0);

    private final Pool pool;

    PgReconciliationStore(Pool pool) {
        this.pool = pool;
    }

    private static String zeroed(String... counts) {
        StringBuilder sql = new StringBuilder();
        for (String count : counts) {
            sql.append(' ')
                    .append(count)
                    .append(" = CASE WHEN $4 OR r.phase = 'DONE' THEN 0 ELSE r.")
                    .append(count)
                    .append(" END,");
        }
        return sql.toString();
    }

    @Override
    public Uni<Optional<Run>> begin(
            String gateway, UUID lease, Duration leaseTime, boolean anew, Optional<Instant> notSince, UUID newId) {
        List<Object> values = new ArrayList<>(List.of(gateway, lease, leaseTime.toMillis(), anew));
        values.add(Column.time(notSince));
        values.add(newId);
        return run(BEGIN, Tuple.from(values)).map(rows -> first(rows, PgReconciliationStore::runOf));
    }

    private static Run runOf(Row row) {
        return new Run(
                row.getString("gateway"),
                row.getUUID("run_id"),
                Phase.valueOf(row.getString("phase")),
                Optional.ofNullable(row.getString("position")),
                new Counts(
                        row.getLong("listed"),
                        row.getLong("matched"),
                        row.getLong("strangers"),
                        row.getLong("moving"),
                        row.getLong("orphaned"),
                        row.getLong("asked"),
                        row.getLong("returned")),
                Column.instant(row.getOffsetDateTime("started_at")));
    }

    @Override
    public Uni<Boolean> progress(
            Run run, UUID lease, Duration leaseTime, Collection<DisputeId> seen, Collection<Orphan> orphans) {
        Counts counts = run.counts();
        List<Object> values = new ArrayList<>(
                List.of(run.gateway(), lease, leaseTime.toMillis(), run.phase().name()));
        values.add(run.position().orElse(null));
        values.addAll(List.of(
                counts.listed(),
                counts.matched(),
                counts.strangers(),
                counts.moving(),
                counts.orphaned(),
                counts.asked(),
                counts.returned()));
        values.add(seen.stream().map(DisputeId::value).toArray(UUID[]::new));
        values.add(orphans.stream().map(it -> it.id().value()).toArray(String[]::new));
        values.add(orphans.stream().map(it -> it.dispute().value()).toArray(UUID[]::new));
        values.add(orphans.stream()
                .map(it -> it.amount().map(Money::amount).orElse(null))
                .toArray(BigDecimal[]::new));
        values.add(orphans.stream()
                .map(it -> it.amount()
                        .map(amount -> amount.currency().getCurrencyCode())
                        .orElse(null))
                .toArray(String[]::new));
        values.add(run.id());
        return run(PROGRESS, Tuple.from(values))
                .map(rows -> rows.iterator().next().getLong("kept") == 1);
    }

    @Override
    public Uni<Void> leave(String gateway, UUID lease) {
        return run(LEAVE, Tuple.of(gateway, lease)).replaceWithVoid();
    }

    @Override
    public Uni<List<DisputeId>> missing(String gateway, Optional<DisputeId> after, Instant unchangedSince, int limit) {
        return run(
                        MISSING,
                        Tuple.of(
                                gateway, after.map(DisputeId::value).orElse(FIRST), Column.time(unchangedSince), limit))
                .map(rows -> all(rows, row -> new DisputeId(row.getUUID("dispute_id"))));
    }

    @Override
    public Uni<Long> held(String gateway) {
        return run(HELD, Tuple.of(gateway)).map(rows -> rows.iterator().next().getLong("held"));
    }

    @Override
    public Uni<List<Orphan>> orphans(String gateway, UUID run, Optional<AuthorizationId> after, int limit) {
        return run(
                        ORPHANS,
                        Tuple.of(gateway, run, after.map(AuthorizationId::value).orElse(""), limit))
                .map(rows -> all(
                        rows,
                        row -> new Orphan(
                                new AuthorizationId(row.getString("authorization_id")),
                                new DisputeId(row.getUUID("dispute_id")),
                                Optional.ofNullable(row.getBigDecimal("amount"))
                                        .map(amount -> Money.of(amount, row.getString("currency"))))));
    }

    @Override
    public Uni<VoidIntent> intend(String gateway, AuthorizationId orphan, VoidIntent intent, String actor) {
        return run(
                        INTEND,
                        Tuple.of(
                                gateway,
                                orphan.value(),
                                intent.idempotencyKey(),
                                Column.bytes(intent.body().bytes()),
                                actor))
                .map(rows -> first(
                                rows,
                                row -> new VoidIntent(
                                        row.getString("idempotency_key"),
                                        new Sealed(Column.array(row.getBuffer("body")))))
                        .orElseThrow());
    }

    @Override
    public Uni<Integer> orphansOf(String gateway, DisputeId dispute) {
        return run(ORPHANS_OF, Tuple.of(gateway, dispute.value()))
                .map(rows -> rows.iterator().next().getInteger("orphans"));
    }

    @Override
    public Uni<Void> outcome(String gateway, AuthorizationId orphan, String outcome, boolean ended) {
        return run(OUTCOME, Tuple.of(gateway, orphan.value(), outcome, ended)).replaceWithVoid();
    }

    private Uni<RowSet<Row>> run(String sql, Tuple parameters) {
        return Undone.again(pool.preparedQuery(sql).execute(parameters));
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> reader) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(reader.apply(rows.iterator().next()));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> reader) {
        List<T> all = new ArrayList<>();
        rows.forEach(row -> all.add(reader.apply(row)));
        return all;
    }
}

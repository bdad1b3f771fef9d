package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/** {@link HeadStore} on PostgreSQL. */
@ApplicationScoped
public class PgHeadStore implements HeadStore {

    private static final String LAST = "SELECT day, hash FROM audit_head ORDER BY day DESC LIMIT 1";

    private static final String FIRST_DAY = "SELECT min(at) AS at FROM dispute_event";

    private static final String PURGES = "SELECT coalesce(max(number), 0) AS purges FROM purge";

    private static final String KEEP =
            "INSERT INTO audit_head (day, chains, events, stories, streams, entries, accesses, purges, previous, hash,"
                    + " signature, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
                    + " ON CONFLICT DO NOTHING";

    /** What is removed is gone: one clock that is ahead, a replica's or this server's, must not bring that about. */
    private static final String LIMIT =
            "least($1::timestamptz, statement_timestamp()) - $2::bigint * interval '1 millisecond'";

    private static final String PURGE = "SELECT * FROM holdfast_purge(" + LIMIT + ", $3)";

    /** An old token that a hold still has is looked up when the hold is renewed. Written so that each is looked up by index, whatever the planner guesses. */
    static final String FORGET_TRADES = "DELETE FROM replaced_token WHERE fingerprint = ANY (ARRAY("
            + "SELECT fingerprint FROM replaced_token r WHERE replaced_at < " + LIMIT
            + " AND (SELECT 1 FROM dispute d WHERE d.status = 'HELD' AND d.token_fingerprint = r.fingerprint LIMIT 1) IS NULL"
            + " ORDER BY replaced_at LIMIT $3))";

    private final Pool pool;

    public PgHeadStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Optional<Last>> last() {
        return pool.preparedQuery(LAST)
                .execute()
                .map(rows ->
                        first(rows, row -> new Last(row.getLocalDate("day"), Column.array(row.getBuffer("hash")))));
    }

    @Override
    public Uni<Optional<LocalDate>> firstDay() {
        return pool.preparedQuery(FIRST_DAY)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getOffsetDateTime("at"))
                        .map(at -> at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate()));
    }

    @Override
    public Uni<Day> day(LocalDate day, String statement) {
        Tuple bounds = Tuple.of(
                day.atStartOfDay().atOffset(ZoneOffset.UTC),
                day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
        return pool.preparedQuery(PURGES)
                .execute()
                .map(rows -> rows.iterator().next().getLong("purges"))
                .chain(purges -> pool.preparedQuery(statement)
                        .execute(bounds)
                        .map(rows -> day(rows.iterator().next(), purges)));
    }

    @Override
    public Uni<Boolean> keep(
            LocalDate day,
            Day counted,
            byte[] previous,
            byte[] hash,
            Optional<byte[]> signature,
            Instant at,
            String host) {
        Tuple values = Tuple.from(DisputeRows.values(
                day,
                counted.chains(),
                counted.events(),
                Column.bytes(counted.stories()),
                counted.streams(),
                counted.entries(),
                Column.bytes(counted.accesses()),
                counted.purges(),
                Column.bytes(previous),
                Column.bytes(hash),
                signature.map(Column::bytes).orElse(null),
                Column.time(at),
                host));
        return pool.preparedQuery(KEEP).execute(values).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Optional<Purged>> purge(Instant now, Duration kept, int most) {
        return pool.preparedQuery(PURGE)
                .execute(Tuple.of(Column.time(now), kept.toMillis(), most))
                .map(rows -> first(
                        rows,
                        row -> new Purged(
                                row.getLong("number"),
                                row.getLong("disputes"),
                                row.getLong("events"),
                                row.getLong("entries"),
                                row.getString("summary"))));
    }

    @Override
    public Uni<Integer> forgetTrades(Instant now, Duration kept, int most) {
        return pool.preparedQuery(FORGET_TRADES)
                .execute(Tuple.of(Column.time(now), kept.toMillis(), most))
                .map(SqlResult::rowCount);
    }

    private static Day day(Row row, long purges) {
        return new Day(
                row.getLong("chains"),
                row.getLong("events"),
                Column.array(row.getBuffer("stories")),
                row.getLong("streams"),
                row.getLong("entries"),
                Column.array(row.getBuffer("accesses")),
                purges);
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> value) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(value.apply(rows.iterator().next()));
    }
}

package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@link AccessStore} on PostgreSQL. */
@ApplicationScoped
public class PgAccessStore implements AccessStore {

    private static final String APPEND = "INSERT INTO access_event"
            + " (stream, sequence, kind, at, actor, source, outcome, disputes, detail, hash)"
            + " SELECT x.stream, x.sequence, x.kind, x.at, x.actor, x.source, x.outcome,"
            + " string_to_array(x.disputes, ',')::uuid[], x.detail, x.hash"
            + " FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[],"
            + " $8::text[], $9::text[], $10::bytea[])"
            + " x (stream, sequence, kind, at, actor, source, outcome, disputes, detail, hash) ON CONFLICT DO NOTHING";

    private static final String KEEPS = "SELECT 1 FROM access_event WHERE stream = $1 AND sequence = $2";

    private static final String LAST_START =
            "SELECT detail FROM access_event WHERE kind = 'configuration.start' ORDER BY at DESC LIMIT 1";

    private final Pool pool;

    public PgAccessStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> append(List<AccessRow> rows) {
        List<Object> columns = List.of(
                column(rows, AccessRow::stream).toArray(UUID[]::new),
                column(rows, AccessRow::sequence).toArray(Integer[]::new),
                column(rows, AccessRow::kind).toArray(String[]::new),
                column(rows, row -> Column.time(row.at())).toArray(OffsetDateTime[]::new),
                column(rows, AccessRow::actor).toArray(String[]::new),
                column(rows, AccessRow::source).toArray(String[]::new),
                column(rows, AccessRow::outcome).toArray(String[]::new),
                column(rows, PgAccessStore::disputes).toArray(String[]::new),
                column(rows, AccessRow::detail).toArray(String[]::new),
                column(rows, row -> Column.bytes(row.hash())).toArray(io.vertx.core.buffer.Buffer[]::new));
        return pool.preparedQuery(APPEND).execute(Tuple.from(columns)).replaceWithVoid();
    }

    @Override
    public Uni<Boolean> keeps(AccessRow row) {
        return pool.preparedQuery(KEEPS)
                .execute(Tuple.of(row.stream(), row.sequence()))
                .map(rows -> rows.size() == 1);
    }

    @Override
    public Uni<Optional<String>> lastStart() {
        return pool.preparedQuery(LAST_START)
                .execute()
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("detail")));
    }

    private static String disputes(AccessRow row) {
        return row.disputes().stream().map(UUID::toString).collect(Collectors.joining(","));
    }

    private static <T> List<T> column(List<AccessRow> rows, Function<AccessRow, T> value) {
        return rows.stream().map(value).toList();
    }
}

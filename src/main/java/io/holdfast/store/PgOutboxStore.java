package io.holdfast.store;

import io.holdfast.dispute.model.DisputeId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@link OutboxStore} on PostgreSQL. */
@ApplicationScoped
public class PgOutboxStore implements OutboxStore {

    private static final String TAKE = "WITH due AS (SELECT dispute_id FROM outbox WHERE channel = $1::text"
            + " AND due_at <= statement_timestamp() ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)"
            + " UPDATE outbox o SET lease = $4::uuid, attempts = o.attempts + 1,"
            + " due_at = clock_timestamp() + $5::bigint * interval '1 millisecond'"
            + " FROM due WHERE o.dispute_id = due.dispute_id AND o.channel = $1::text"
            + " RETURNING o.dispute_id, o.attempts, o.sequences[1:$3::int] AS sequences, o.bodies[1:$3::int] AS bodies,"
            + " (extract(epoch FROM clock_timestamp() - o.since) * 1000)::bigint AS age_ms";

    /** In the order in which commits lock them, so that a reader and a commit of many never wait for each other in a circle. */
    private static final String MINE = "WITH mine AS (SELECT dispute_id FROM outbox WHERE dispute_id = ANY($3::uuid[])"
            + " AND channel = $1::text AND lease = $2::uuid ORDER BY dispute_id FOR UPDATE)";

    private static final String OF_MINE =
            " o.dispute_id = mine.dispute_id AND o.channel = $1::text AND o.lease = $2::uuid";

    private static final String TOLD =
            " FROM mine JOIN unnest($3::uuid[], $4::int[]) t(dispute_id, told) USING (dispute_id) WHERE" + OF_MINE;

    /** A parcel that has grown meanwhile is not deleted: PostgreSQL looks at the condition again if the row was changed before it was locked. */
    private static final String ALL_TOLD = MINE + " DELETE FROM outbox o USING mine JOIN unnest($3::uuid[], $4::int[])"
            + " t(dispute_id, told) USING (dispute_id) WHERE" + OF_MINE
            + " AND o.sequences[cardinality(o.sequences)] <= t.told";

    private static final String SOME_TOLD = MINE + " UPDATE outbox o SET attempts = 0, lease = NULL,"
            + " due_at = clock_timestamp(), since = clock_timestamp(),"
            + " sequences = o.sequences[1 + (SELECT count(*)::int FROM unnest(o.sequences) s WHERE s <= t.told):],"
            + " bodies = o.bodies[1 + (SELECT count(*)::int FROM unnest(o.sequences) s WHERE s <= t.told):]" + TOLD;

    private static final String PUT_OFF = MINE + " UPDATE outbox o SET lease = NULL, attempts = o.attempts - $5::int,"
            + " due_at = clock_timestamp() + $4::bigint * interval '1 millisecond' FROM mine WHERE" + OF_MINE;

    private static final String WAITING = "SELECT channel, count(*) AS parcels,"
            + " (extract(epoch FROM clock_timestamp() - min(since)) * 1000)::bigint AS oldest_ms FROM outbox GROUP BY channel";

    private static final String FORGET = "WITH due AS (SELECT dispute_id, channel FROM outbox"
            + " WHERE since < clock_timestamp() - $1::bigint * interval '1 millisecond'"
            + " LIMIT $3::int FOR UPDATE SKIP LOCKED),"
            + " old AS (DELETE FROM outbox o USING due WHERE o.dispute_id = due.dispute_id AND o.channel = due.channel"
            + " RETURNING o.channel, o.dispute_id, cardinality(o.sequences) AS messages)"
            + " SELECT channel, count(*)::int AS parcels, sum(messages)::int AS messages,"
            + " (array_agg(dispute_id ORDER BY dispute_id))[1:$2::int] AS named FROM old GROUP BY channel";

    private final Pool pool;

    public PgOutboxStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Parcel>> take(String channel, int limit, int messages, UUID lease, Duration leaseTime) {
        return run(TAKE, Tuple.of(channel, limit, messages, lease, leaseTime.toMillis()))
                .map(rows -> {
                    List<Parcel> parcels = new ArrayList<>();
                    rows.forEach(row -> parcels.add(parcel(row, lease)));
                    return parcels;
                });
    }

    @Override
    public Uni<Integer> told(String channel, UUID lease, Map<DisputeId, Integer> upTo) {
        UUID[] disputes = ids(upTo.keySet());
        Integer[] sequences = upTo.values().toArray(Integer[]::new);
        Tuple values = Tuple.of(channel, lease, disputes, sequences);
        return run(ALL_TOLD, values)
                .chain(deleted -> deleted.rowCount() == disputes.length
                        ? Uni.createFrom().item(0)
                        : run(SOME_TOLD, values).map(RowSet::rowCount));
    }

    @Override
    public Uni<Void> putOff(String channel, UUID lease, Collection<DisputeId> parcels, Duration pause) {
        return run(PUT_OFF, Tuple.of(channel, lease, ids(parcels), pause.toMillis(), 0))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> giveBack(String channel, UUID lease, Collection<DisputeId> parcels, Duration pause) {
        return run(PUT_OFF, Tuple.of(channel, lease, ids(parcels), pause.toMillis(), 1))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Waiting>> waiting() {
        return run(WAITING, Tuple.tuple()).map(rows -> {
            List<Waiting> waiting = new ArrayList<>();
            rows.forEach(row -> waiting.add(new Waiting(
                    row.getString("channel"), row.getLong("parcels"), Duration.ofMillis(row.getLong("oldest_ms")))));
            return waiting;
        });
    }

    @Override
    public Uni<List<Forgotten>> forget(Duration age, int limit, int named) {
        return run(FORGET, Tuple.of(age.toMillis(), named, limit)).map(rows -> {
            List<Forgotten> forgotten = new ArrayList<>();
            rows.forEach(row -> forgotten.add(new Forgotten(
                    row.getString("channel"),
                    row.getInteger("parcels"),
                    row.getInteger("messages"),
                    Arrays.stream(row.getArrayOfUUIDs("named"))
                            .map(DisputeId::new)
                            .toList())));
            return forgotten;
        });
    }

    private static Parcel parcel(Row row, UUID lease) {
        Integer[] sequences = row.getArrayOfIntegers("sequences");
        String[] bodies = row.getArrayOfStrings("bodies");
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < sequences.length; i++) {
            messages.add(new Message(sequences[i], bodies[i]));
        }
        return new Parcel(
                new DisputeId(row.getUUID("dispute_id")),
                lease,
                row.getInteger("attempts"),
                Duration.ofMillis(row.getLong("age_ms")),
                List.copyOf(messages));
    }

    private static UUID[] ids(Collection<DisputeId> disputes) {
        return disputes.stream().map(DisputeId::value).toArray(UUID[]::new);
    }

    private Uni<RowSet<Row>> run(String sql, Tuple values) {
        return Undone.again(pool.preparedQuery(sql).execute(values));
    }
}

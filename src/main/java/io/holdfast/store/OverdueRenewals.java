package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts live holds whose renewal was due and has not happened: they will lapse. One statement, along the index of what is due. */
@Singleton
public class OverdueRenewals {

    private static final String COUNT = "SELECT gateway, count(*) AS holds FROM dispute"
            + " WHERE renew_at <= statement_timestamp() - $1::bigint * interval '1 millisecond' AND status = 'HELD'"
            + " GROUP BY gateway";

    private final Pool pool;

    OverdueRenewals(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param patience how long a renewal may take before it counts
     * @return how many, by gateway; a gateway without any is left out
     */
    public Uni<Map<String, Long>> count(Duration patience) {
        return pool.preparedQuery(COUNT).execute(Tuple.of(patience.toMillis())).map(rows -> {
            Map<String, Long> holds = new HashMap<>();
            rows.forEach(row -> holds.put(row.getString("gateway"), row.getLong("holds")));
            return holds;
        });
    }
}

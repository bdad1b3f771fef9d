package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Counts the disputes that a person should look at. One statement, along the index of those that have an attention. */
@Singleton
public class OpenAttention {

    private static final String COUNT =
            "SELECT gateway, reason AS attention, status IN ('INITIATED', 'HELD') AS live, count(*) AS disputes"
                    + " FROM dispute CROSS JOIN LATERAL unnest(array_append(attention_hidden, attention)) AS reason"
                    + " WHERE attention IS NOT NULL GROUP BY 1, 2, 3";

    private final Pool pool;

    OpenAttention(Pool pool) {
        this.pool = pool;
    }

    /**
     * So many disputes of a gateway have this attention, also beside a heavier one that hides it.
     *
     * @param attention its name; a later release beside this one may have one that this does not know
     * @param live whether they go on; what an ended dispute's attention is about is past, and may stay for ever
     */
    public record Count(String gateway, String attention, boolean live, long disputes) {}

    /** Those of which there is none are left out. */
    public Uni<List<Count>> count() {
        return pool.query(COUNT).execute().map(rows -> {
            List<Count> counts = new ArrayList<>();
            rows.forEach(row -> counts.add(new Count(
                    row.getString("gateway"),
                    row.getString("attention"),
                    row.getBoolean("live"),
                    row.getLong("disputes"))));
            return counts;
        });
    }
}

package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Instant;

/** What time it is where all replicas look. */
@Singleton
public class DatabaseClock {

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private final Pool pool;

    public DatabaseClock(Pool pool) {
        this.pool = pool;
    }

    public Uni<Instant> now() {
        return pool.preparedQuery(NOW)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("now").toInstant());
    }
}

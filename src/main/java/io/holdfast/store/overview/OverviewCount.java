package io.holdfast.store.overview;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;

/** Counts each hour once when it is over. Any number of replicas may try; one statement lets only one of them count an hour. */
@ApplicationScoped
public class OverviewCount {

    /** Counted by one statement, so that none takes long. */
    private static final Duration STRIDE = Duration.ofHours(6);

    /** Where nothing happened the strides grow, up to this. */
    private static final Duration LONGEST_STRIDE = Duration.ofDays(64);

    /** Of one round: an old database is worked through in some rounds, and none of them holds a connection for long. */
    private static final int MOST_STRIDES = 60;

    private final Pool pool;

    public OverviewCount(Pool pool) {
        this.pool = pool;
    }

    /** Counts what is over and not counted, of all and by call centre; stops after a while, and goes on when it is called again. */
    public Uni<Void> advance() {
        return advance(OverviewSql.PROGRESS, OverviewSql.ADVANCE, MOST_STRIDES, STRIDE)
                .chain(() -> advance(OverviewSql.CENTERS_PROGRESS, OverviewSql.CENTERS_ADVANCE, MOST_STRIDES, STRIDE))
                .chain(() -> pool.query(OverviewSql.CENTERS_FORGET).execute())
                .replaceWithVoid();
    }

    private Uni<Void> advance(String progressed, String counting, int strides, Duration stride) {
        return pool.query(progressed).execute().chain(rows -> {
            Row progress = rows.iterator().next();
            OffsetDateTime from = progress.getOffsetDateTime("counted_until");
            OffsetDateTime over = progress.getOffsetDateTime("over");
            if (from == null || !from.isBefore(over) || strides == 0) {
                return Uni.createFrom().voidItem();
            }
            OffsetDateTime next = from.plus(stride);
            OffsetDateTime until = next.isBefore(over) ? next : over;
            return pool.preparedQuery(counting)
                    .execute(Tuple.of(from, until))
                    .chain(counted -> advance(
                            progressed, counting, strides - 1, counted.rowCount() > 0 ? STRIDE : longer(stride)));
        });
    }

    private static Duration longer(Duration stride) {
        Duration twice = stride.multipliedBy(2);
        return twice.compareTo(LONGEST_STRIDE) > 0 ? LONGEST_STRIDE : twice;
    }
}

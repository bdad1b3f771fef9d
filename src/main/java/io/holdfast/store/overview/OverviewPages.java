package io.holdfast.store.overview;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads the supervisor's figures: sums of the hours that are counted, the events of the last one, and the index of the live holds. */
@ApplicationScoped
public class OverviewPages {

    /** Beyond it nobody wants to know how many more there are. */
    public static final int MOST_COUNTED = 100;

    /** More of what is not counted yet is not counted on the way: that is the timer's work, and it is behind. */
    private static final Duration MOST_UNCOUNTED = Duration.ofHours(3);

    private final Pool pool;

    public OverviewPages(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param from a full hour
     * @param step of the flows; they begin at {@code from}
     * @param ages upper bounds of the classes of age, but for the last, which has none
     */
    public Uni<Figures> figures(Instant from, Instant until, Duration step, List<Duration> ages) {
        Long[] bounds = ages.stream().map(Duration::toSeconds).toArray(Long[]::new);
        return countedUntil(from, until)
                .chain(counted -> flows(from, counted, until, step)
                        .chain(flows -> heldNow(bounds).map(held -> new Figures(from, until, counted, flows, held))));
    }

    /** @param lapseBefore what "soon" means */
    public Uni<Work> work(Instant lapseBefore) {
        return pool.preparedQuery(OverviewSql.WORK)
                .execute(Tuple.of((long) MOST_COUNTED, utc(lapseBefore)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Work(
                        row.getLong("attention").intValue(),
                        row.getLong("lapsing").intValue()));
    }

    private Uni<Instant> countedUntil(Instant from, Instant until) {
        return pool.query(OverviewSql.PROGRESS)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("counted_until"))
                .map(counted -> counted == null || counted.toInstant().isBefore(from) ? from : counted.toInstant())
                .map(counted -> counted.isAfter(until) ? until : counted);
    }

    private Uni<List<Flow>> flows(Instant from, Instant counted, Instant until, Duration step) {
        Instant recent = until.minus(MOST_UNCOUNTED);
        Instant present = counted.isBefore(recent) ? recent : counted;
        return pool.preparedQuery(OverviewSql.FLOWS)
                .execute(Tuple.of(utc(from), utc(present), utc(until), step.toSeconds()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(OverviewPages::flow)
                        .toList());
    }

    private Uni<List<HeldNow>> heldNow(Long[] bounds) {
        return pool.preparedQuery(OverviewSql.HELD_NOW)
                .execute(Tuple.tuple().addArrayOfLong(bounds))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new HeldNow(
                                row.getString("currency"),
                                row.getInteger("age"),
                                row.getLong("holds"),
                                row.getBigDecimal("amount")))
                        .toList());
    }

    private static Flow flow(Row row) {
        return new Flow(
                row.getOffsetDateTime("at").toInstant(),
                row.getString("gateway"),
                row.getString("currency"),
                row.getLong("opened"),
                row.getLong("placed"),
                row.getLong("declined"),
                row.getLong("released"),
                row.getLong("charged"),
                row.getLong("expired"),
                row.getBigDecimal("held_in"),
                row.getBigDecimal("held_out"),
                Arrays.asList(row.getArrayOfLongs("placing_time")));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}

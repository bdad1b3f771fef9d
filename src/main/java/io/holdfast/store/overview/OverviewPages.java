package io.holdfast.store.overview;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads the supervisor's figures: sums of the hours that are counted, the events of the last one, and the index of the live holds. */
@ApplicationScoped
public class OverviewPages {

    /** Beyond it nobody wants to know how many more there are. */
    public static final int MOST_COUNTED = 100;

    /** More of what is not counted yet is not counted on the way: that is the timer's work, and it is behind. */
    private static final Duration MOST_UNCOUNTED = Duration.ofHours(3);

    /** From more call centres than that nobody chooses: they are typed. */
    public static final int MOST_CENTERS = 100;

    /** Of the call centres whose hours are kept, so many are looked at for those of a period. */
    private static final int MOST_STEPS = 1_000;

    private final Pool pool;

    public OverviewPages(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param callCenters of these only; empty if of all
     * @param from a full hour
     * @param step of the flows; they begin at {@code from}
     * @param ages upper bounds of the classes of age, but for the last, which has none
     */
    public Uni<Figures> figures(
            Optional<Set<String>> callCenters, Instant from, Instant until, Duration step, List<Duration> ages) {
        Optional<String[]> only = callCenters.map(names -> names.toArray(String[]::new));
        Long[] bounds = ages.stream().map(Duration::toSeconds).toArray(Long[]::new);
        return countedUntil(only, from, until)
                .chain(counted -> flows(only, from, counted, until, step)
                        .chain(flows ->
                                heldNow(only, bounds).map(held -> new Figures(from, until, counted, flows, held))));
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

    /**
     * How many disputes need a person, at most {@link #MOST_COUNTED}.
     *
     * @param callCenters of these only; empty if of all
     */
    public Uni<Integer> attention(Optional<Set<String>> callCenters) {
        Optional<String[]> only = callCenters.map(names -> names.toArray(String[]::new));
        return asked(OverviewSql.ATTENTION, OverviewSql.ATTENTION_OF_CENTERS, Tuple.of((long) MOST_COUNTED), only)
                .map(rows -> rows.iterator().next().getLong("attention").intValue());
    }

    /** Call centres to choose from: those that have something since then. */
    public Uni<Centers> centers(Instant since) {
        return pool.preparedQuery(OverviewSql.CENTERS)
                .execute(Tuple.of(utc(since), MOST_CENTERS + 1L, MOST_STEPS))
                .map(rows -> {
                    List<Row> found =
                            StreamSupport.stream(rows.spliterator(), false).toList();
                    return new Centers(
                            found.stream()
                                    .limit(MOST_CENTERS)
                                    .map(row -> row.getString("call_center_id"))
                                    .toList(),
                            found.size() > MOST_CENTERS
                                    || found.stream().anyMatch(row -> Boolean.TRUE.equals(row.getBoolean("more"))));
                });
    }

    /** Whether a call centre has anything in the hours that are kept, or among the newest disputes. */
    public Uni<Boolean> knows(String callCenter) {
        return pool.preparedQuery(OverviewSql.KNOWS)
                .execute(Tuple.of(callCenter))
                .map(rows -> rows.iterator().next().getBoolean("known"));
    }

    private Uni<Instant> countedUntil(Optional<String[]> only, Instant from, Instant until) {
        return pool.query(only.isPresent() ? OverviewSql.CENTERS_PROGRESS : OverviewSql.PROGRESS)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("counted_until"))
                // Where there is no dispute yet nothing is left to count.
                .map(counted -> counted == null ? until : counted.toInstant())
                .map(counted -> counted.isBefore(from) ? from : counted)
                .map(counted -> counted.isAfter(until) ? until : counted);
    }

    private Uni<List<Flow>> flows(
            Optional<String[]> only, Instant from, Instant counted, Instant until, Duration step) {
        // A full hour: of one that begins before and is counted in the meantime the end would be told twice.
        Instant recent = until.minus(MOST_UNCOUNTED).truncatedTo(ChronoUnit.HOURS);
        Instant present = counted.isBefore(recent) ? recent : counted;
        return asked(
                        OverviewSql.FLOWS,
                        OverviewSql.FLOWS_OF_CENTERS,
                        Tuple.of(utc(from), utc(present), utc(until), step.toSeconds()),
                        only)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(OverviewPages::flow)
                        .toList());
    }

    private Uni<List<HeldNow>> heldNow(Optional<String[]> only, Long[] bounds) {
        return asked(
                        OverviewSql.HELD_NOW,
                        OverviewSql.HELD_NOW_OF_CENTERS,
                        Tuple.tuple().addArrayOfLong(bounds),
                        only)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new HeldNow(
                                row.getString("currency"),
                                row.getInteger("age"),
                                row.getLong("holds"),
                                row.getBigDecimal("amount")))
                        .toList());
    }

    /** The call centres are the last parameter of what is asked of them only. */
    private Uni<RowSet<Row>> asked(String ofAll, String ofCenters, Tuple parameters, Optional<String[]> only) {
        return only.map(names -> pool.preparedQuery(ofCenters).execute(parameters.addArrayOfString(names)))
                .orElseGet(() -> pool.preparedQuery(ofAll).execute(parameters));
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

package io.holdfast.store.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testing.PostgresResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The counting of a database that was there before the call centres were counted, and has nobody else in it. */
@QuarkusTest
class OverviewCountTest {

    /** The last migration that knows of no call centres' hours. */
    private static final String BEFORE = "16";

    private static final Instant HOUR = Instant.now().truncatedTo(ChronoUnit.HOURS);

    @Inject
    Flyway flyway;

    @Inject
    Vertx vertx;

    private Map<String, String> own;
    private Pool database;

    @BeforeEach
    void create() {
        own = PostgresResource.ownDatabase("overview_count");
        PgConnectOptions options = PgConnectOptions.fromUri(own.get("quarkus.datasource.reactive.url"))
                .setUser(own.get("quarkus.datasource.username"))
                .setPassword(own.get("quarkus.datasource.password"));
        database = Pool.newInstance(
                PgBuilder.pool().using(vertx).connectingTo(options).build());
        migrations().target(BEFORE).load().migrate();
    }

    @AfterEach
    void close() {
        database.closeAndAwait();
    }

    @Test
    void whatWasBeforeTheUpgradeIsCountedByCallCentreAsWell() {
        // given
        story(HOUR.minus(Duration.ofDays(5)), "CC-NORTH");
        story(HOUR.minus(Duration.ofHours(40)), "CC-SOUTH");
        story(HOUR.minus(Duration.ofHours(2)), "CC-NORTH");
        // It wrote its hours, too; they are left out here, to see that nobody writes them again.
        progressIs(HOUR);
        migrations().load().migrate();

        // when
        new OverviewCount(database).advance().await().indefinitely();

        // then
        Figures north = figures(Optional.of(Set.of("CC-NORTH")));
        assertThat(north.countedUntil()).isAfter(HOUR.minus(Duration.ofHours(2)));
        assertThat(sum(north)).containsExactly(4L, 4L, 2L);
        assertThat(sum(figures(Optional.of(Set.of("CC-SOUTH"))))).containsExactly(2L, 2L, 1L);
        assertThat(sum(figures(Optional.of(Set.of("CC-NORTH", "CC-SOUTH"))))).containsExactly(6L, 6L, 3L);
        assertThat(rows("overview_center_hour")).isEqualTo(3);
        assertThat(rows("overview_hour")).isZero();
    }

    @Test
    void whereThereIsNoDisputeYetNothingIsLeftToCount() {
        // given
        migrations().load().migrate();

        // when
        Figures all = figures(Optional.empty());
        Figures none = figures(Optional.of(Set.of("CC-NORTH")));

        // then
        assertThat(all.countedUntil()).isEqualTo(all.until());
        assertThat(none.countedUntil()).isEqualTo(none.until());
    }

    @Test
    void ofAnHourThatIsOverEachCallCentreHasWhatIsItsOwnAndAllHaveTheSum() {
        // given
        migrations().load().migrate();
        story(HOUR.minus(Duration.ofHours(30)), "CC-NORTH");
        story(HOUR.minus(Duration.ofHours(30)), "CC-SOUTH");
        OverviewCount count = new OverviewCount(database);

        // when
        count.advance().await().indefinitely();
        count.advance().await().indefinitely();

        // then
        assertThat(sum(figures(Optional.empty()))).containsExactly(4L, 4L, 2L);
        assertThat(sum(figures(Optional.of(Set.of("CC-NORTH"))))).containsExactly(2L, 2L, 1L);
        assertThat(figures(Optional.of(Set.of("CC-NORTH"))).flows())
                .extracting(flow -> flow.heldIn().subtract(flow.heldOut()))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(BigDecimal.TEN);
        assertThat(new OverviewPages(database)
                        .centers(HOUR.minus(Duration.ofDays(7)))
                        .await()
                        .indefinitely())
                .isEqualTo(new Centers(List.of("CC-NORTH", "CC-SOUTH"), false));
    }

    @Test
    void hoursOfCallCentresAreKeptAsLongAsAViewLooksBack() {
        // given
        migrations().load().migrate();
        story(HOUR.minus(Duration.ofDays(130)), "CC-NORTH");
        story(HOUR.minus(Duration.ofDays(91)), "CC-NORTH");
        database.preparedQuery("INSERT INTO overview_center_hour"
                        + " VALUES ('CC-SOUTH', $1, 'erp', 'USD', 1, 1, 1, 1, 1, 1, 1, 1, '{}')")
                .executeAndAwait(Tuple.of(HOUR.minus(Duration.ofDays(101)).atOffset(ZoneOffset.UTC)));

        // when
        new OverviewCount(database).advance().await().indefinitely();

        // then
        List<Row> kept = StreamSupport.stream(
                        database.query("SELECT hour FROM overview_center_hour")
                                .executeAndAwait()
                                .spliterator(),
                        false)
                .toList();
        assertThat(kept)
                .extracting(row -> row.getOffsetDateTime("hour").toInstant())
                .containsExactly(HOUR.minus(Duration.ofDays(91)));
        assertThat(rows("overview_hour")).isEqualTo(2);
    }

    /** As it is for a view that reads how far the counting is, and then the hours, which somebody counts in between. */
    @Test
    void nothingIsToldTwiceOfAnHourThatIsCountedWhileItIsRead() {
        // given
        migrations().load().migrate();
        story(HOUR.minus(Duration.ofMinutes(260)), "CC-NORTH");
        new OverviewCount(database).advance().await().indefinitely();
        progressIs(HOUR.minus(Duration.ofHours(20)));

        // when
        Figures figures = new OverviewPages(database)
                .figures(
                        Optional.empty(),
                        HOUR.minus(Duration.ofDays(1)),
                        HOUR.minus(Duration.ofMinutes(90)),
                        Duration.ofDays(1),
                        List.of())
                .await()
                .indefinitely();

        // then
        assertThat(sum(figures)).containsExactly(2L, 2L, 1L);
    }

    @Test
    void aCallCentreWhoseFirstHourIsNotOverCanBeChosen() {
        // given
        migrations().load().migrate();
        story(HOUR.minus(Duration.ofDays(2)), "CC-NORTH");
        story(HOUR, "CC-SOUTH");
        OverviewPages pages = new OverviewPages(database);

        // when
        Centers now = pages.centers(HOUR).await().indefinitely();
        Centers later = pages.centers(HOUR.plus(Duration.ofHours(1))).await().indefinitely();

        // then
        assertThat(now).isEqualTo(new Centers(List.of("CC-SOUTH"), false));
        assertThat(later.names()).isEmpty();
    }

    @Test
    void ofMoreCallCentresThanCanBeChosenFromTheFirstAreTold() {
        // given
        migrations().load().migrate();
        database.preparedQuery("INSERT INTO overview_center_hour"
                        + " SELECT 'CC-' || lpad(n::text, 4, '0'), $1::timestamptz - n / 1000 * interval '10 days',"
                        + " 'erp', 'USD', 1, 1, 1, 1, 1, 1, 1, 1, '{}' FROM generate_series(900, 1099) n")
                .executeAndAwait(Tuple.of(HOUR.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC)));
        OverviewPages pages = new OverviewPages(database);

        // when
        Centers day = pages.centers(HOUR.minus(Duration.ofDays(1))).await().indefinitely();
        Centers month = pages.centers(HOUR.minus(Duration.ofDays(30))).await().indefinitely();

        // then
        assertThat(day.names()).hasSize(100).startsWith("CC-0900").endsWith("CC-0999");
        assertThat(day.more()).isFalse();
        assertThat(month.names()).isEqualTo(day.names());
        assertThat(month.more()).isTrue();
    }

    /** One that was charged, whose charge was taken back, and one that was charged. */
    private void story(Instant at, String callCenter) {
        Told told = new Told(database, "erp", at);
        told.of(callCenter, "dispute.opened", "hold.placed", "hold.charged", "charge.failed");
        told.of(callCenter, "dispute.opened", "hold.placed", "hold.charged");
    }

    private void progressIs(Instant until) {
        database.preparedQuery("UPDATE overview_progress SET counted_until = $1")
                .executeAndAwait(Tuple.of(until.atOffset(ZoneOffset.UTC)));
    }

    private Figures figures(Optional<Set<String>> callCenters) {
        return new OverviewPages(database)
                .figures(
                        callCenters,
                        HOUR.minus(Duration.ofDays(7)),
                        Instant.now(),
                        Duration.ofDays(10),
                        List.of(Duration.ofDays(1)))
                .await()
                .indefinitely();
    }

    private static List<Long> sum(Figures figures) {
        return List.of(
                figures.flows().stream().mapToLong(Flow::opened).sum(),
                figures.flows().stream().mapToLong(Flow::placed).sum(),
                figures.flows().stream().mapToLong(Flow::charged).sum());
    }

    private long rows(String table) {
        return database.query("SELECT count(*) AS rows FROM " + table)
                .executeAndAwait()
                .iterator()
                .next()
                .getLong("rows");
    }

    private FluentConfiguration migrations() {
        return Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(own.get("quarkus.datasource.jdbc.url"), "postgres", "postgres")
                // the framework's knows what was there when the program was built
                .resourceProvider(null);
    }
}

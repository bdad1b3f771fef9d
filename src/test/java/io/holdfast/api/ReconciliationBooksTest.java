package io.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.money.Money;
import io.holdfast.store.ReconciliationStore;
import io.holdfast.store.ReconciliationStore.Counts;
import io.holdfast.store.ReconciliationStore.Orphan;
import io.holdfast.store.ReconciliationStore.Phase;
import io.holdfast.store.ReconciliationStore.Run;
import io.holdfast.store.ReconciliationStore.VoidIntent;
import io.holdfast.testing.ScriptedGateway;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The reconciliation's own tables, against the real PostgreSQL. */
@QuarkusTest
class ReconciliationBooksTest {

    private static final Duration LEASE = Duration.ofMinutes(1);

    @Inject
    ReconciliationStore books;

    @Inject
    Clock clock;

    @Inject
    DataSource database;

    private final String gateway = "gateway-" + UUID.randomUUID();
    private final UUID lease = UUID.randomUUID();

    @Test
    void oneProcessIsAtItAtATime() {
        // given
        Run run = begin(lease).orElseThrow();

        // when
        Optional<Run> other = begin(UUID.randomUUID());

        // then
        assertThat(run.phase()).isEqualTo(Phase.LISTING);
        assertThat(other).isEmpty();
    }

    @Test
    void whoLostTheLeaseKeepsNothing() {
        // given
        Run run = begin(lease).orElseThrow();

        // when
        boolean kept = get(books.progress(run, UUID.randomUUID(), LEASE, Set.of(), List.of()));

        // then
        assertThat(kept).isFalse();
    }

    @Test
    void whoLostTheLeaseTakesNothingFromWhoHasItNow() throws SQLException {
        // given
        Run run = begin(lease).orElseThrow();
        DisputeId seen = new DisputeId(UUID.randomUUID());
        get(books.progress(run, lease, LEASE, Set.of(seen), List.of()));

        // when
        Run done = run.at(Phase.DONE, Optional.empty(), Counts.NONE);
        get(books.progress(done, UUID.randomUUID(), LEASE, Set.of(), List.of()));
        int left = seen();
        get(books.progress(done, lease, LEASE, Set.of(), List.of()));

        // then
        assertThat(left).isOne();
        assertThat(seen()).isZero();
    }

    @Test
    void aRunThatWasStoppedIsContinuedAndOneThatIsDoneIsNot() {
        // given
        Run first = begin(lease).orElseThrow();
        Run half = first.at(Phase.LISTING, Optional.of("auth_9"), new Counts(7, 6, 5, 4, 3, 2, 1));
        get(books.progress(half, lease, LEASE, Set.of(), List.of()));
        get(books.leave(gateway, lease));

        // when
        Run continued = begin(lease).orElseThrow();
        get(books.progress(
                continued.at(Phase.DONE, Optional.empty(), continued.counts()), lease, LEASE, Set.of(), List.of()));
        Run second = begin(lease).orElseThrow();

        // then
        assertThat(continued).isEqualTo(half);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.counts()).isEqualTo(Counts.NONE);
        assertThat(second.position()).isEmpty();
    }

    @Test
    void anOrphanThatAPageNamesTwiceIsOne() {
        // given
        Run run = begin(lease).orElseThrow();
        AuthorizationId id = new AuthorizationId("auth_" + UUID.randomUUID());
        Orphan orphan = new Orphan(id, new DisputeId(UUID.randomUUID()), Optional.of(Money.of("49.99", "USD")));

        // when
        boolean kept = get(books.progress(run, lease, LEASE, Set.of(), List.of(orphan, orphan)));

        // then
        assertThat(kept).isTrue();
        assertThat(get(books.orphans(gateway, run.id(), Optional.empty(), 10))).containsExactly(orphan);
    }

    @Test
    void anOrphansRowIsNotRemoved() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("DELETE FROM orphaned_hold"))
                    .hasMessageContaining("DELETE of orphaned_hold is refused");
        }
    }

    @Test
    void noneIsBegunBeforeItIsTime() {
        // given
        Run run = begin(lease).orElseThrow();
        get(books.progress(run.at(Phase.DONE, Optional.empty(), Counts.NONE), lease, LEASE, Set.of(), List.of()));

        // when
        Optional<Run> tooSoon = get(books.begin(
                gateway,
                lease,
                LEASE,
                false,
                Optional.of(clock.instant().minus(Duration.ofDays(7))),
                UUID.randomUUID()));
        Optional<Run> inTime = get(books.begin(
                gateway,
                lease,
                LEASE,
                false,
                Optional.of(clock.instant().plus(Duration.ofDays(7))),
                UUID.randomUUID()));

        // then
        assertThat(tooSoon).isEmpty();
        assertThat(inTime).isPresent();
    }

    @Test
    void anOrphansIntentIsWrittenOnceAndItsEndTakesItOffTheList() {
        // given
        Run run = begin(lease).orElseThrow();
        DisputeId nobodys = new DisputeId(UUID.randomUUID());
        Orphan orphan = new Orphan(new AuthorizationId("auth_1"), nobodys, Optional.of(Money.of("49.90", "USD")));
        Orphan strange = new Orphan(new AuthorizationId("auth_2"), nobodys, Optional.empty());
        get(books.progress(run, lease, LEASE, Set.of(), List.of(orphan, strange)));

        // when
        VoidIntent first =
                get(books.intend(gateway, orphan.id(), new VoidIntent("k1", new Sealed(new byte[] {1})), "a"));
        VoidIntent second =
                get(books.intend(gateway, orphan.id(), new VoidIntent("k2", new Sealed(new byte[] {2})), "b"));
        List<Orphan> before = get(books.orphans(gateway, run.id(), Optional.empty(), 10));
        get(books.outcome(gateway, orphan.id(), "approved", true));
        List<Orphan> after = get(books.orphans(gateway, run.id(), Optional.empty(), 10));

        // then
        assertThat(first.idempotencyKey()).isEqualTo("k1");
        assertThat(second.idempotencyKey()).isEqualTo("k1");
        assertThat(get(books.orphansOf(gateway, nobodys))).isEqualTo(1);
        assertThat(before).containsExactly(orphan, strange);
        assertThat(after).containsExactly(strange);
    }

    @Test
    void whatWasNotOnTheListAndIsAtRestIsMissing() {
        // given
        DisputeId seen = new DisputeId(UUID.fromString(Calls.opened("pm_1")));
        DisputeId lost = new DisputeId(UUID.fromString(Calls.opened("pm_1")));
        DisputeId released = new DisputeId(UUID.fromString(Calls.opened("pm_1")));
        Calls.agent().header("Prefer", "wait=10").post("/v1/disputes/" + released + "/release");
        Run run = get(books.begin(ScriptedGateway.NAME, lease, LEASE, true, Optional.empty(), UUID.randomUUID()))
                .orElseThrow();
        get(books.progress(run, lease, LEASE, Set.of(seen), List.of()));
        Instant later = clock.instant().plusSeconds(60);

        // when
        List<DisputeId> missing = get(books.missing(ScriptedGateway.NAME, Optional.empty(), later, 10_000));
        List<DisputeId> tooYoung = get(books.missing(
                ScriptedGateway.NAME, Optional.empty(), clock.instant().minus(Duration.ofDays(1)), 10_000));
        get(books.leave(ScriptedGateway.NAME, lease));

        // then
        assertThat(missing).contains(lost).doesNotContain(seen, released);
        assertThat(tooYoung).doesNotContain(lost);
        assertThat(get(books.held(ScriptedGateway.NAME))).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatTheGatewayHasBeenAskedAboutInVainIsMissingToo() throws SQLException {
        // given
        DisputeId inVain = new DisputeId(UUID.fromString(Calls.opened("pm_1")));
        DisputeId justNow = new DisputeId(UUID.fromString(Calls.opened("pm_1")));
        DisputeId charging = new DisputeId(UUID.fromString(Calls.opened("pm_1")));
        ask(inVain, "interval '2 hours'", "NULL");
        ask(justNow, "interval '1 minute'", "NULL");
        ask(charging, "interval '2 hours'", "'CHARGE'");
        Run run = get(books.begin(ScriptedGateway.NAME, lease, LEASE, true, Optional.empty(), UUID.randomUUID()))
                .orElseThrow();
        get(books.progress(run, lease, LEASE, Set.of(), List.of()));

        // when
        List<DisputeId> missing = get(books.missing(
                ScriptedGateway.NAME, Optional.empty(), clock.instant().minus(Duration.ofHours(1)), 10_000));
        get(books.leave(ScriptedGateway.NAME, lease));

        // then
        assertThat(missing).contains(inVain).doesNotContain(justNow, charging);
    }

    /** A question that nobody asks in the meantime. */
    private void ask(DisputeId dispute, String ago, String pending) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE dispute SET question_since = now() - " + ago
                    + ", question_next_at = now() + interval '1 day', pending_action = " + pending
                    + ", lease = gen_random_uuid(), work_at = now() + interval '1 day' WHERE dispute_id = '"
                    + dispute + "'");
        }
    }

    private int seen() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM reconciliation_seen WHERE gateway = '" + gateway + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Optional<Run> begin(UUID by) {
        return get(books.begin(gateway, by, LEASE, false, Optional.empty(), UUID.randomUUID()));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}

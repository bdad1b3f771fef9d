package io.holdfast.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.Announcement;
import io.holdfast.store.Announcements;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.OutboxStore;
import io.holdfast.store.OutboxStore.Forgotten;
import io.holdfast.store.OutboxStore.Message;
import io.holdfast.store.OutboxStore.Parcel;
import io.holdfast.store.PgDisputeStore;
import io.holdfast.testing.Connected;
import io.holdfast.testing.ListeningPool;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outbox against the real PostgreSQL, on a channel that nobody else reads. */
@QuarkusTest
@TestProfile(Connected.class)
class OutboxStoreTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final byte[] FINGERPRINT = new byte[] {1, 2, 3};

    private final String channel = "test-" + UUID.randomUUID();

    @Inject
    Pool pool;

    @Inject
    OutboxStore outbox;

    private ListeningPool listening;
    private DisputeStore told;
    private DisputeStore silent;

    @BeforeEach
    void stores() {
        listening = new ListeningPool(pool);
        told = new PgDisputeStore(listening, new Telling(channel), 32);
        silent = new PgDisputeStore(listening, new Telling(), 32);
    }

    /** Tells these channels of every change. */
    private record Telling(String... channels) implements Announcements {

        @Override
        public List<Announcement> of(Optional<Dispute> before, Dispute after, List<ChainedEntry> story) {
            return java.util.Arrays.stream(channels)
                    .map(it -> new Announcement(
                            it, after.head().sequence(), after.status().name()))
                    .toList();
        }

        @Override
        public void committed(List<Announcement> announcements) {}
    }

    @Test
    void withoutAChannelAnIntakeIsTheStatementThatItAlwaysWas() {
        // when
        open(silent, SomeDispute.opened());

        // then
        assertThat(listening.statements()).hasSize(1);
        assertThat(listening.statements().get(0)).doesNotContain("outbox");
    }

    @Test
    void withAChannelAnIntakeIsStillOneStatementAndOneTransaction() {
        // given
        SomeDispute opened = SomeDispute.opened();

        // when
        open(told, opened);

        // then
        assertThat(listening.statements()).hasSize(1);
        assertThat(take()).singleElement().satisfies(parcel -> {
            assertThat(parcel.dispute()).isEqualTo(opened.dispute().id());
            assertThat(parcel.attempts()).isEqualTo(1);
            assertThat(parcel.messages()).containsExactly(new Message(1, "INITIATED"));
        });
    }

    @Test
    void whatIsNotCommittedIsNotTold() {
        // given
        SomeDispute opened = SomeDispute.opened();
        open(told, opened);
        SomeDispute held = opened.held();
        assertThat(commit(told, opened, held)).isTrue();

        // when: somebody decided on what the dispute no longer is
        boolean again = commit(told, opened, held);

        // then
        assertThat(again).isFalse();
        assertThat(take().get(0).messages()).containsExactly(new Message(1, "INITIATED"), new Message(2, "HELD"));
    }

    @Test
    void twoReadersNeverHaveTheSameDispute() {
        // given
        for (int i = 0; i < 20; i++) {
            open(told, SomeDispute.opened());
        }

        // when
        List<List<Parcel>> both = Uni.join()
                .all(takeBy(UUID.randomUUID(), 10), takeBy(UUID.randomUUID(), 20))
                .andFailFast()
                .await()
                .indefinitely();

        // then
        List<DisputeId> all =
                both.stream().flatMap(List::stream).map(Parcel::dispute).toList();
        assertThat(all).hasSize(20).doesNotHaveDuplicates();
        assertThat(take()).isEmpty();
    }

    @Test
    void whatHappensWhileAMessageIsToldComesAfterIt() {
        // given
        SomeDispute opened = SomeDispute.opened();
        open(told, opened);
        Parcel first = take().get(0);

        // when
        commit(told, opened, opened.held());

        // then
        assertThat(take()).isEmpty();
        assertThat(finish(first)).isEqualTo(1);
        assertThat(take()).singleElement().satisfies(parcel -> {
            assertThat(parcel.messages()).containsExactly(new Message(2, "HELD"));
            assertThat(parcel.attempts()).isEqualTo(1);
        });
    }

    @Test
    void whatIsToldLeavesNothingBehind() {
        // given
        open(told, SomeDispute.opened());

        // when
        int more = finish(take().get(0));

        // then
        assertThat(more).isZero();
        assertThat(outbox.waiting().await().indefinitely())
                .noneMatch(waiting -> waiting.channel().equals(channel));
    }

    @Test
    void afterACrashTheSameIsToldAgainInOrderOnceTheLeaseIsOver() {
        // given: a replica that told the first message and died before it wrote that down
        SomeDispute opened = SomeDispute.opened();
        open(told, opened);
        commit(told, opened, opened.held());
        Parcel dead = take(UUID.randomUUID(), Duration.ofSeconds(3)).get(0);
        assertThat(take()).isEmpty();

        // when
        List<Parcel> again = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            again.addAll(take());
            return !again.isEmpty();
        });

        // then
        assertThat(again.get(0).messages()).isEqualTo(dead.messages());
        assertThat(again.get(0).attempts()).isEqualTo(2);
        // and should the dead one only have been slow, it changes nothing any more
        finish(dead);
        putOff(dead, Duration.ZERO);
        assertThat(finish(again.get(0))).isZero();
    }

    @Test
    void whatFailedWaitsForItsPauseAndCountsOnlyIfItShould() {
        // given
        open(told, SomeDispute.opened());
        Parcel first = take().get(0);

        // when
        putOff(first, Duration.ofHours(1));

        // then
        assertThat(take()).isEmpty();
        pool.preparedQuery("UPDATE outbox SET due_at = clock_timestamp() WHERE channel = $1")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(channel))
                .await()
                .indefinitely();
        Parcel second = take().get(0);
        assertThat(second.attempts()).isEqualTo(2);
        outbox.giveBack(channel, second.lease(), List.of(second.dispute()), Duration.ZERO)
                .await()
                .indefinitely();
        assertThat(take().get(0).attempts()).isEqualTo(2);
    }

    @Test
    void aDisputeThatNobodyCanBeToldOfDoesNotGrowForEver() {
        // given
        SomeDispute last = SomeDispute.opened();
        open(told, last);
        for (int i = 0; i < 510; i++) {
            SomeDispute next = last.unsettled("timeout");
            commit(told, last, next);
            last = next;
        }

        // when
        Parcel parcel = outbox.take(channel, 10, 1_000, UUID.randomUUID(), LEASE)
                .await()
                .indefinitely()
                .get(0);

        // then
        assertThat(parcel.messages()).hasSize(500);
        assertThat(parcel.messages().get(0).sequence()).isEqualTo(1);
        assertThat(parcel.lastSequence()).isEqualTo(511);
    }

    @Test
    void whatIsOlderThanAnyPatienceIsForgottenCountedAndNamed() {
        // given
        List<SomeDispute> opened = List.of(SomeDispute.opened(), SomeDispute.opened(), SomeDispute.opened());
        opened.forEach(it -> open(told, it));
        pool.preparedQuery("UPDATE outbox SET since = since - interval '6 days' WHERE channel = $1")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(channel))
                .await()
                .indefinitely();

        // when: younger than what the application itself forgets
        List<Forgotten> forgotten =
                outbox.forget(Duration.ofDays(5), 1_000, 2).await().indefinitely();

        // then
        assertThat(forgotten)
                .filteredOn(it -> it.channel().equals(channel))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.parcels()).isEqualTo(3);
                    assertThat(it.messages()).isEqualTo(3);
                    assertThat(it.named())
                            .hasSize(2)
                            .isSubsetOf(opened.stream()
                                    .map(each -> each.dispute().id())
                                    .toList());
                });
        assertThat(take()).isEmpty();
    }

    @Test
    void noMoreIsForgottenAtOnceThanIsAskedFor() {
        // given
        List<SomeDispute> opened = List.of(SomeDispute.opened(), SomeDispute.opened(), SomeDispute.opened());
        opened.forEach(it -> open(told, it));
        pool.preparedQuery("UPDATE outbox SET since = since - interval '6 days' WHERE channel = $1")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(channel))
                .await()
                .indefinitely();

        // when
        List<Forgotten> forgotten =
                outbox.forget(Duration.ofDays(5), 2, 20).await().indefinitely();

        // then
        assertThat(forgotten.stream().mapToInt(Forgotten::parcels).sum()).isEqualTo(2);
        outbox.forget(Duration.ofDays(5), 1_000, 20).await().indefinitely();
        assertThat(take()).isEmpty();
    }

    @Test
    void manyCommitsAndManyReadersNeitherWaitInACircleNorLoseNorDoubleNorMixUpAnything() {
        // given
        String second = channel + "-b";
        DisputeStore both = new PgDisputeStore(pool, new Telling(channel, second), 32);
        int disputes = 24;
        int changes = 12;
        List<Uni<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < disputes; i++) {
            SomeDispute opened = SomeDispute.opened();
            writers.add(openUni(both, opened).chain(stored -> changed(both, opened, changes)));
        }
        Map<String, List<Integer>> heard = new ConcurrentHashMap<>();
        AtomicBoolean written = new AtomicBoolean();
        List<Uni<Boolean>> all = new ArrayList<>();
        all.add(Uni.join().all(writers).andFailFast().map(done -> true).invoke(() -> written.set(true)));
        for (String name : List.of(channel, second, channel, second)) {
            all.add(readAll(name, heard, written));
        }

        // when
        Uni.join().all(all).andFailFast().await().atMost(Duration.ofSeconds(120));

        // then
        assertThat(heard).hasSize(2 * disputes);
        List<Integer> whole = IntStream.rangeClosed(1, changes + 1).boxed().toList();
        assertThat(heard.values()).allSatisfy(sequences -> assertThat(sequences).isEqualTo(whole));
    }

    /** Tells whatever there is until nothing more is written and nothing is left. */
    private Uni<Boolean> readAll(String name, Map<String, List<Integer>> heard, AtomicBoolean written) {
        boolean last = written.get();
        UUID lease = UUID.randomUUID();
        return outbox.take(name, 50, 3, lease, LEASE).chain(parcels -> {
            if (parcels.isEmpty()) {
                return last ? Uni.createFrom().item(true) : readAll(name, heard, written);
            }
            Map<DisputeId, Integer> upTo = new HashMap<>();
            for (Parcel parcel : parcels) {
                List<Integer> sequences =
                        heard.computeIfAbsent(name + parcel.dispute(), key -> new CopyOnWriteArrayList<>());
                parcel.messages().forEach(message -> sequences.add(message.sequence()));
                upTo.put(parcel.dispute(), parcel.lastSequence());
            }
            return outbox.told(name, lease, upTo).chain(more -> readAll(name, heard, written));
        });
    }

    private static Uni<Boolean> changed(DisputeStore store, SomeDispute before, int times) {
        if (times == 0) {
            return Uni.createFrom().item(true);
        }
        SomeDispute after = before.unsettled("timeout");
        return commitUni(store, before, after).chain(done -> {
            assertThat(done).isTrue();
            return changed(store, after, times - 1);
        });
    }

    private static Uni<DisputeStore.Intake> openUni(DisputeStore store, SomeDispute opened) {
        return store.open(opened.dispute(), opened.story(), LEASE, FINGERPRINT, Optional.empty());
    }

    private void open(DisputeStore store, SomeDispute opened) {
        DisputeStore.Intake intake = openUni(store, opened).await().indefinitely();
        assertThat(intake).isInstanceOf(DisputeStore.Intake.Stored.class);
    }

    private static boolean commit(DisputeStore store, SomeDispute before, SomeDispute after) {
        return commitUni(store, before, after).await().indefinitely();
    }

    private static Uni<Boolean> commitUni(DisputeStore store, SomeDispute before, SomeDispute after) {
        Dispute decided = after.dispute();
        Change change = new Change(
                before.dispute(),
                new Dispute(
                        decided.id(),
                        before.dispute().version(),
                        decided.terms(),
                        decided.paymentToken(),
                        Optional.empty(),
                        decided.state(),
                        decided.pending(),
                        decided.attentions(),
                        decided.surplus(),
                        decided.counters(),
                        decided.operation(),
                        decided.question(),
                        decided.upkeep(),
                        decided.head(),
                        decided.lease(),
                        decided.createdAt(),
                        decided.updatedAt()),
                List.of(),
                new Change.Work.Unchanged(),
                Optional.empty());
        return store.commit(change, decided, after.story());
    }

    private List<Parcel> take() {
        return take(UUID.randomUUID(), LEASE);
    }

    private List<Parcel> take(UUID lease, Duration leaseTime) {
        return outbox.take(channel, 100, 100, lease, leaseTime).await().indefinitely();
    }

    private Uni<List<Parcel>> takeBy(UUID lease, int limit) {
        return outbox.take(channel, limit, 1, lease, LEASE);
    }

    private int finish(Parcel parcel) {
        return outbox.told(channel, parcel.lease(), Map.of(parcel.dispute(), parcel.lastSequence()))
                .await()
                .indefinitely();
    }

    private void putOff(Parcel parcel, Duration pause) {
        outbox.putOff(channel, parcel.lease(), List.of(parcel.dispute()), pause)
                .await()
                .indefinitely();
    }
}

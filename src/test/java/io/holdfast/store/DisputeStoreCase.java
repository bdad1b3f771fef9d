package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.audit.HashChain;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.NewsId;
import io.holdfast.dispute.model.StoryEntry;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.notify.SomeDispute;
import io.holdfast.store.DisputeStore.Intake;
import io.holdfast.testing.ListeningPool;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A store in PostgreSQL, and what many disputes do to it. */
abstract class DisputeStoreCase {

    static final Duration LONGEST = Duration.ofSeconds(60);
    static final Duration LEASE = Duration.ofSeconds(30);
    static final int DISPUTES = 60;
    static final Instant NOW = Instant.parse("2026-11-26T23:59:59.123456Z");

    /** What a careless statement would take for something else. */
    static final String AWKWARD = "a'b\"c\\d{e},NULL [f] \u00fc\u20ac\ud83d\ude00\tg\nh";

    static final List<AuthorizationId> AWKWARD_IDS =
            List.of(new AuthorizationId(AWKWARD), new AuthorizationId("NULL"), new AuthorizationId("{}"));

    final String channel = "test-" + UUID.randomUUID();

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    WebhookStore webhooks;

    ListeningPool listening;

    /** Tells of every second dispute. */
    final class Telling implements Announcements {

        @Override
        public List<Announcement> of(Optional<Dispute> before, Dispute after, List<ChainedEntry> story) {
            return isTold(after)
                    ? List.of(new Announcement(channel, after.head().sequence(), AWKWARD))
                    : List.of();
        }

        @Override
        public void committed(List<Announcement> announcements) {}
    }

    static boolean isTold(Dispute dispute) {
        return dispute.id().value().getLeastSignificantBits() % 2 == 0;
    }

    DisputeStore store(int batchSize) {
        listening = new ListeningPool(pool);
        return new PgDisputeStore(listening, new Telling(), batchSize);
    }

    List<SomeDispute> committed(DisputeStore store, List<Changed> changes) {
        assertThat(all(changes.stream().map(it -> it.commit(store)))).containsOnly(true);
        return changes.stream().map(Changed::after).toList();
    }

    List<SomeDispute> opened(DisputeStore store) {
        List<SomeDispute> opened =
                IntStream.range(0, DISPUTES).mapToObj(i -> SomeDispute.opened()).toList();
        all(opened.stream().map(it -> open(store, it, Optional.empty())));
        return opened;
    }

    static IdempotencyClaim claim(String credential, int i) {
        return new IdempotencyClaim(credential, AWKWARD + i, new byte[] {(byte) i});
    }

    static Uni<Intake> open(DisputeStore store, SomeDispute opened, Optional<IdempotencyClaim> claim) {
        return store.open(opened.dispute(), opened.story(), LEASE, new byte[] {1}, claim);
    }

    record Changed(Change change, SomeDispute after) {

        Uni<Boolean> commit(DisputeStore store) {
            return store.commit(change, after.dispute(), after.story());
        }

        Changed of(NewsId news) {
            return new Changed(
                    new Change(change.before(), change.after(), change.story(), change.work(), Optional.of(news)),
                    after);
        }
    }

    static List<Changed> changed(List<SomeDispute> before, UnaryOperator<Dispute> change) {
        return before.stream().map(it -> changed(it, change)).toList();
    }

    /** With two entries of the story. */
    static Changed changed(SomeDispute before, UnaryOperator<Dispute> how) {
        Dispute after = how.apply(before.dispute());
        List<ChainedEntry> story = HashChain.append(
                after.head(),
                after.id(),
                List.of(
                        new StoryEntry(StoryType.GATEWAY_UNSETTLED, AWKWARD, Map.of("outcome", AWKWARD)),
                        new StoryEntry(StoryType.HOLD_PLACED, "gateway:scripted", Map.of())),
                NOW);
        ChainedEntry last = story.get(story.size() - 1);
        Change.Work work =
                after.lease().isPresent() ? new Change.Work.In(Duration.ofSeconds(5)) : new Change.Work.None();
        return new Changed(
                new Change(before.dispute(), after, List.of(), work, Optional.empty()),
                new SomeDispute(after.committed(new ChainHead(last.sequence(), last.hash()), NOW), story));
    }

    void assertStored(DisputeStore store, List<SomeDispute> expected) {
        Map<UUID, List<String>> stories = new HashMap<>();
        pool.preparedQuery(
                        "SELECT dispute_id, type || ' ' || actor || ' ' || detail || ' ' || encode(hash, 'hex') || ' ' || at AS entry"
                                + " FROM dispute_event WHERE dispute_id = ANY($1) ORDER BY dispute_id, sequence")
                .execute(Tuple.of(
                        expected.stream().map(it -> it.dispute().id().value()).toArray(UUID[]::new)))
                .await()
                .atMost(LONGEST)
                .forEach(row -> stories.computeIfAbsent(row.getUUID(0), id -> new ArrayList<>())
                        .add(row.getString(1)));
        for (SomeDispute each : expected) {
            Optional<Dispute> found = store.find(each.dispute().id()).await().atMost(LONGEST);
            assertThat(found).usingRecursiveComparison().isEqualTo(Optional.of(each.dispute()));
            List<String> story = stories.get(each.dispute().id().value());
            assertThat(story).hasSize(each.dispute().head().sequence());
            for (int i = 0; i < each.story().size(); i++) {
                ChainedEntry entry = each.story().get(i);
                assertThat(story.get(entry.sequence() - 1))
                        .startsWith(entry.type() + " " + entry.actor() + " " + entry.detail() + " "
                                + java.util.HexFormat.of().formatHex(entry.hash()));
            }
        }
    }

    static <T> List<T> all(Stream<Uni<T>> work) {
        return Uni.join().all(work.toList()).andFailFast().await().atMost(LONGEST);
    }
}

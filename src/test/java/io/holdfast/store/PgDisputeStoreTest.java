package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.audit.JsonDetail;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.NewsId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import io.holdfast.notify.SomeDispute;
import io.holdfast.store.DisputeStore.Intake;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.holdfast.testing.StrictPool;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many disputes bring at once is stored as it was meant, whether each has a statement of its own or all have one. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class PgDisputeStoreTest extends DisputeStoreCase {

    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void everyChangeIsStoredAsItWasMeant(int batchSize) {
        // given
        DisputeStore store = store(batchSize);
        List<SomeDispute> now = new ArrayList<>();
        for (int i = 0; i < DISPUTES; i++) {
            now.add(SomeDispute.opened(i % 3 == 0 ? Optional.empty() : Optional.of(AWKWARD.replace("\t", " ") + i)));
        }
        assertThat(all(now.stream().map(it -> open(store, it, Optional.empty()))))
                .hasOnlyElementsOfType(Intake.Stored.class);
        assertStored(store, now);

        for (UnaryOperator<Dispute> change : life()) {
            // when
            List<Changed> next = changed(now, change);
            List<Boolean> done = all(next.stream().map(it -> it.commit(store)));
            for (int i = 0; i < DISPUTES; i++) {
                now.set(i, next.get(i).after());
            }

            // then
            assertThat(done).hasSize(DISPUTES).containsOnly(true);
            assertStored(store, now);
        }
        assertThat(told())
                .isEqualTo(now.stream().filter(it -> isTold(it.dispute())).count() * (1 + life().size()));
        assertThat(listening.statements().stream().anyMatch(sql -> sql.contains("json_to_recordset")))
                .isEqualTo(batchSize > 1);
        if (batchSize > 1) {
            assertThat(listening.statements().stream().filter(PgDisputeStoreTest::writes))
                    .as("statements that write")
                    .hasSizeLessThan(DISPUTES * (1 + life().size()) / 3);
        }
    }

    /** Each of the ways to commit, with every column in use at least once. */
    private static List<UnaryOperator<Dispute>> life() {
        return List.of(
                // its operation goes on
                before -> before.withOperation(before.operation()
                                .map(it -> it.parked(
                                        OperationState.WAITING,
                                        true,
                                        NOW.plusSeconds(5),
                                        Optional.of(NOW.plusSeconds(4)),
                                        AWKWARD)))
                        .withLease(Optional.empty()),
                // and ends
                before -> before.withOperation(Optional.empty())
                        .withState(new HoldState.Held(new Hold(AWKWARD_IDS.get(0), NOW.plusSeconds(7))))
                        .withUpkeep(new Upkeep(Optional.of(NOW), Optional.of(NOW.plusSeconds(1))))
                        .withPaymentToken(
                                new Sealed(new byte[] {0, -1, 92, 39, 34}), TokenFingerprint.of("erp", AWKWARD)),
                // there is none
                before -> before.withSurplus(AWKWARD_IDS)
                        .withAttentions(
                                Set.of(Attention.RENEWAL_FAILED, Attention.ORPHANED_HOLD, Attention.CAPTURE_FAILED))
                        .withQuestion(Optional.of(new Question(
                                NOW,
                                AWKWARD_IDS,
                                NOW.plusSeconds(1),
                                Optional.of(NOW.plusSeconds(2)),
                                Optional.of(NOW.plusSeconds(3))))),
                // one begins
                before -> before.withQuestion(Optional.empty())
                        .withSurplus(List.of())
                        .withPending(Optional.of(new Settlement.Charge(Money.of("20.05", "USD"))))
                        .withIntent(operation(OperationKind.CAPTURE, Optional.of("00-0af7-b7ad-01"))),
                // and another follows it
                before -> before.withState(new HoldState.Charged(
                                new Hold(AWKWARD_IDS.get(0), NOW.plusSeconds(7)), Money.of("20.05", "USD")))
                        .withPending(Optional.empty())
                        .withIntent(operation(OperationKind.VOID, Optional.empty())));
    }

    private static GatewayOperation operation(OperationKind kind, Optional<String> traceparent) {
        return GatewayOperation.intended(
                new OperationId(UUID.randomUUID()),
                kind,
                1,
                Optional.of(AWKWARD_IDS.get(0)),
                kind == OperationKind.CAPTURE ? Optional.of(Money.of("20.05", "USD")) : Optional.empty(),
                AWKWARD,
                new Sealed(new byte[] {0, 1, -128, 127}),
                NOW,
                traceparent);
    }

    @Test
    void whoeverDecidedOnWhatIsNoLongerSoChangesNothingAmongOthersWhoDo() {
        // given
        DisputeStore store = store(32);
        List<SomeDispute> opened = opened(store);
        List<Changed> held = changed(opened, life().get(1));
        for (int i = 0; i < DISPUTES; i += 4) {
            assertThat(held.get(i).commit(store).await().atMost(LONGEST)).isTrue();
        }
        long told = told();

        // when
        List<Changed> late = changed(opened, life().get(0));
        List<Boolean> done = all(late.stream().map(it -> it.commit(store)));

        // then
        assertStored(
                store,
                IntStream.range(0, DISPUTES)
                        .mapToObj(i -> (i % 4 == 0 ? held : late).get(i).after())
                        .toList());
        for (int i = 0; i < DISPUTES; i++) {
            assertThat(done.get(i)).as("%s", i).isEqualTo(i % 4 != 0);
        }
        assertThat(told() - told)
                .isEqualTo(IntStream.range(0, DISPUTES)
                        .filter(i -> i % 4 != 0 && isTold(opened.get(i).dispute()))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void whoeverDecidedOnTheSameVersionOfAnotherHistoryChangesNothing(int batchSize) {
        // given: each is changed, and then changed once more by three who read it
        DisputeStore store = store(batchSize);
        List<SomeDispute> opened = opened(store);
        List<SomeDispute> now = committed(store, changed(opened, life().get(0)));
        UnaryOperator<Dispute> anothersLease = it -> it.withLease(Optional.of(UUID.randomUUID()));
        List<Changed> otherStory = changed(
                opened.stream().map(PgDisputeStoreTest::withAnotherStory).toList(), life().get(1));
        List<Changed> otherLease = changed(
                now.stream()
                        .map(it -> new SomeDispute(anothersLease.apply(it.dispute()), it.story()))
                        .toList(),
                life().get(1));
        List<Changed> same = changed(now, life().get(1));

        // when
        List<Boolean> done = all(IntStream.range(0, DISPUTES)
                .mapToObj(i ->
                        List.of(otherStory, otherLease, same).get(i % 3).get(i).commit(store)));

        // then
        for (int i = 0; i < DISPUTES; i++) {
            assertThat(done.get(i)).as("%s", i).isEqualTo(i % 3 == 2);
        }
        assertStored(
                store,
                IntStream.range(0, DISPUTES)
                        .mapToObj(i -> i % 3 == 2 ? same.get(i).after() : now.get(i))
                        .toList());
    }

    /** As after the first change. */
    private static SomeDispute withAnotherStory(SomeDispute opened) {
        Changed changed = changed(opened, life().get(0));
        ChainHead other = new ChainHead(changed.after().dispute().head().sequence(), new byte[32]);
        return new SomeDispute(changed.change().after().committed(other, NOW), opened.story());
    }

    @Test
    void anEndOfAStoryHasBeenIfItIsInTheStory() {
        // given
        DisputeStore store = store(1);
        SomeDispute opened = opened(store).get(0);

        // when
        Changed stored = changed(opened, life().get(0));
        committed(store, List.of(stored));

        // then
        DisputeId id = opened.dispute().id();
        assertThat(hasBeen(store, id, opened.dispute().head())).isTrue();
        assertThat(hasBeen(store, id, stored.after().dispute().head())).isTrue();
        assertThat(hasBeen(store, id, new ChainHead(opened.dispute().head().sequence(), new byte[32])))
                .isFalse();
        assertThat(hasBeen(store, id, new ChainHead(9, opened.dispute().head().hash())))
                .isFalse();
    }

    private static boolean hasBeen(DisputeStore store, DisputeId id, ChainHead head) {
        return store.hasBeen(id, head).await().atMost(LONGEST);
    }

    @Test
    void whatAStoryTellsIsFoundByItsFacts() {
        // given
        DisputeStore store = store(1);
        DisputeId id = committed(store, changed(opened(store), life().get(0)))
                .get(0)
                .dispute()
                .id();

        // then
        assertThat(hasTold(store, id, StoryType.GATEWAY_UNSETTLED, Map.of("outcome", AWKWARD)))
                .isTrue();
        assertThat(hasTold(store, id, StoryType.GATEWAY_UNSETTLED, Map.of("outcome", AWKWARD, "n", "1")))
                .isFalse();
        assertThat(hasTold(store, id, StoryType.SURPLUS_RETURNED, Map.of("outcome", AWKWARD)))
                .isFalse();
        assertThat(lastTold(store, id, StoryType.SURPLUS_RETURNED)).isEmpty();
        assertThat(lastTold(store, id, StoryType.GATEWAY_UNSETTLED).map(JsonDetail::read))
                .hasValueSatisfying(facts -> assertThat(facts).containsEntry("outcome", AWKWARD));
    }

    private static Optional<String> lastTold(DisputeStore store, DisputeId id, StoryType type) {
        return store.lastTold(id, type).await().atMost(LONGEST);
    }

    private static boolean hasTold(DisputeStore store, DisputeId id, StoryType type, Map<String, String> facts) {
        return store.hasTold(id, type, facts).await().atMost(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void newsIsUsedWithTheChangeThatComesOfItAndOnlyOnce(int batchSize) {
        // given
        DisputeStore store = store(batchSize);
        List<SomeDispute> before = opened(store);
        List<SomeDispute> now = committed(store, changed(before, life().get(0)));
        for (UnaryOperator<Dispute> change : life().subList(1, life().size())) {
            List<NewsId> news = keptNews();
            List<Changed> old = of(news, changed(before, UnaryOperator.identity()));
            List<Changed> next = of(news, changed(now, change));

            // when: one in four is decided on what is no longer so
            List<Boolean> done = all(IntStream.range(0, DISPUTES)
                    .mapToObj(i -> (i % 4 == 0 ? old : next).get(i).commit(store)));

            // then
            for (int i = 0; i < DISPUTES; i++) {
                assertThat(done.get(i)).isEqualTo(i % 4 != 0);
                assertThat(store.isUsed(news.get(i)).await().atMost(LONGEST)).isEqualTo(i % 4 != 0);
            }

            // when: all of it comes again, and then once more, to somebody who took long
            List<Boolean> again = all(next.stream().map(it -> it.commit(store)));
            before = now;
            now = next.stream().map(Changed::after).toList();
            List<Boolean> late = all(
                    of(news, changed(now, UnaryOperator.identity())).stream().map(it -> it.commit(store)));

            // then
            for (int i = 0; i < DISPUTES; i++) {
                assertThat(again.get(i)).isEqualTo(i % 4 == 0);
            }
            assertThat(late).hasSize(DISPUTES).containsOnly(false);
            assertStored(store, now);
        }
    }

    private static List<Changed> of(List<NewsId> news, List<Changed> changes) {
        return IntStream.range(0, DISPUTES)
                .mapToObj(i -> changes.get(i).of(news.get(i)))
                .toList();
    }

    private List<NewsId> keptNews() {
        String run = UUID.randomUUID().toString();
        List<GatewayEvent> events = IntStream.range(0, DISPUTES)
                .mapToObj(i -> new GatewayEvent(run + i, "T", Optional.empty(), Optional.empty(), Optional.empty()))
                .toList();
        webhooks.keep("scripted", events, Duration.ofDays(1)).await().atMost(LONGEST);
        return events.stream().map(it -> new NewsId("scripted", it.id())).toList();
    }

    @Test
    void aPieceOfNewsLeadsToTheDisputeThatItNamed() {
        // given
        DisputeStore store = store(1);
        String name = UUID.randomUUID().toString();
        DisputeId id = new DisputeId(UUID.randomUUID());
        GatewayEvent named = new GatewayEvent(name, "T", Optional.of(id), Optional.empty(), Optional.empty());
        GatewayEvent nameless =
                new GatewayEvent(name + "-less", "T", Optional.empty(), Optional.empty(), Optional.empty());

        // when
        webhooks.keep("scripted", List.of(named, nameless), Duration.ofDays(1))
                .await()
                .atMost(LONGEST);

        // then
        assertThat(disputeOf(store, "scripted", name)).hasValue(id);
        assertThat(disputeOf(store, "scripted", name + "-less")).isEmpty();
        assertThat(disputeOf(store, "another", name)).isEmpty();
    }

    private static Optional<DisputeId> disputeOf(DisputeStore store, String gateway, String news) {
        return store.disputeOf(new NewsId(gateway, news)).await().atMost(LONGEST);
    }

    @Test
    void newsOfAGatewayThatIsOffIsTakenOnlyWhenNobodyElseDid() {
        // given
        String gateway = "off-" + UUID.randomUUID();
        GatewayEvent event = new GatewayEvent("evt_1", "T", Optional.empty(), Optional.empty(), Optional.empty());
        webhooks.keep(gateway, List.of(event), Duration.ZERO).await().atMost(LONGEST);

        // when
        List<String> withoutIt = taken(Set.of("scripted"), Duration.ofHours(1));
        List<String> nobody = taken(Set.of("scripted"), Duration.ZERO);
        webhooks.putBack(gateway, event.id(), "why", Duration.ZERO).await().atMost(LONGEST);
        List<String> withIt = taken(Set.of("scripted", gateway), Duration.ofHours(1));

        // then
        assertThat(withoutIt).doesNotContain(gateway);
        assertThat(nobody).contains(gateway);
        assertThat(withIt).contains(gateway);
    }

    private List<String> taken(Set<String> gateways, Duration left) {
        return webhooks.take(gateways, left, 1_000, Duration.ofMinutes(1)).await().atMost(LONGEST).stream()
                .map(WebhookStore.Waiting::gateway)
                .toList();
    }

    @Test
    void whatAReplicaOfTheVersionBeforeClearedHidesNothingAnyMore() {
        // given
        DisputeStore store = store(1);
        DisputeId id = committed(
                        store,
                        changed(
                                opened(store),
                                before -> before.withAttentions(
                                        Set.of(Attention.CAPTURE_FAILED, Attention.ORPHANED_HOLD))))
                .get(0)
                .dispute()
                .id();

        for (Optional<Attention> left : List.of(Optional.<Attention>empty(), Optional.of(Attention.RENEWAL_FAILED))) {
            // when
            pool.preparedQuery("UPDATE dispute SET attention = $1 WHERE dispute_id = $2")
                    .execute(Tuple.of(left.map(Attention::name).orElse(null), id.value()))
                    .await()
                    .atMost(LONGEST);

            // then: the record says what the story sealed
            assertThat(store.find(id).await().atMost(LONGEST))
                    .hasValueSatisfying(it -> assertThat(it.attentions())
                            .containsExactlyInAnyOrderElementsOf(left.stream().toList()));
        }
    }

    @Test
    void anAuthorizationIsOfTheDisputeThatStandsOnItOrHasToGiveItBack() {
        // given
        DisputeStore store = store(1);
        SomeDispute opened = SomeDispute.opened();
        open(store, opened, Optional.empty()).await().atMost(LONGEST);
        AuthorizationId current = new AuthorizationId("auth_" + UUID.randomUUID());
        AuthorizationId surplus = new AuthorizationId("auth_" + UUID.randomUUID());
        DisputeId own = opened.dispute().id();
        DisputeId other = new DisputeId(UUID.randomUUID());

        // when
        Dispute held = opened.dispute()
                .withState(new HoldState.Held(new Hold(current, NOW)))
                .withSurplus(List.of(surplus));
        committed(store, List.of(changed(List.of(opened), before -> held).get(0)));

        // then
        assertThat(isAnothers(store, "scripted", current, other)).isTrue();
        assertThat(isAnothers(store, "scripted", surplus, other)).isTrue();
        assertThat(isAnothers(store, "scripted", current, own)).isFalse();
        assertThat(isAnothers(store, "scripted", surplus, own)).isFalse();
        assertThat(isAnothers(store, "erp", current, other)).isFalse();
        assertThat(isAnothers(store, "erp", surplus, other)).isFalse();
    }

    private static boolean isAnothers(DisputeStore store, String gateway, AuthorizationId id, DisputeId except) {
        return store.isAnothers(gateway, id, except).await().atMost(LONGEST);
    }

    @Test
    void twoChangesOfOneDisputeAtOnceAreNeverBothDone() {
        // given
        DisputeStore store = store(32);
        List<SomeDispute> opened = opened(store);

        // when: each dispute is changed twice in the same moment
        List<Changed> first = changed(opened, life().get(0));
        List<Changed> second = changed(opened, life().get(1));
        List<Boolean> done = all(IntStream.range(0, 2 * DISPUTES)
                .mapToObj(i -> (i % 2 == 0 ? first : second).get(i / 2).commit(store)));

        // then
        for (int i = 0; i < DISPUTES; i++) {
            assertThat(List.of(done.get(2 * i), done.get(2 * i + 1)))
                    .as("%s", i)
                    .containsExactlyInAnyOrder(true, false);
        }
        assertStored(
                store,
                IntStream.range(0, DISPUTES)
                        .mapToObj(i -> (done.get(2 * i) ? first : second).get(i).after())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void aKeyOpensOneDisputeAndATradedTokenNoneAmongOthers(int batchSize) {
        // given: every third has a key that was used, every fifth a token that was traded
        DisputeStore store = store(batchSize);
        String credential = "c-" + UUID.randomUUID();
        TokenFingerprint traded =
                TokenFingerprint.of("scripted", UUID.randomUUID().toString());
        store.changeTrade(traded.bytes(), Optional.empty(), Optional.of(new Sealed(new byte[] {1})))
                .await()
                .atMost(LONGEST);
        List<SomeDispute> first = new ArrayList<>();
        List<SomeDispute> then = new ArrayList<>();
        for (int i = 0; i < DISPUTES; i++) {
            first.add(SomeDispute.opened());
            then.add(SomeDispute.opened());
        }
        for (int i = 0; i < DISPUTES; i += 3) {
            open(store, first.get(i), Optional.of(claim(credential, i))).await().atMost(LONGEST);
        }

        // when
        List<Intake> answers = all(IntStream.range(0, DISPUTES)
                .mapToObj(i -> store.open(
                        then.get(i).dispute(),
                        then.get(i).story(),
                        LEASE,
                        i % 5 == 0 ? traded.bytes() : new byte[] {1},
                        Optional.of(claim(credential, i)))));

        // then
        for (int i = 0; i < DISPUTES; i++) {
            boolean stored = store.find(then.get(i).dispute().id())
                    .await()
                    .atMost(LONGEST)
                    .isPresent();
            if (i % 3 == 0) {
                UUID opened = first.get(i).dispute().id().value();
                assertThat(answers.get(i))
                        .as("%s", i)
                        .isInstanceOfSatisfying(
                                Intake.KeyTaken.class,
                                taken -> assertThat(taken.dispute().value()).isEqualTo(opened));
            } else if (i % 5 == 0) {
                assertThat(answers.get(i)).as("%s", i).isInstanceOf(Intake.TokenTraded.class);
            } else {
                assertThat(answers.get(i)).as("%s", i).isInstanceOf(Intake.Stored.class);
            }
            assertThat(stored).as("%s", i).isEqualTo(answers.get(i) instanceof Intake.Stored);
        }
    }

    @Test
    void theSameKeyInTheSameMomentOpensOneDispute() {
        // given
        DisputeStore store = store(32);
        IdempotencyClaim claim = claim("c-" + UUID.randomUUID(), 1);
        List<SomeDispute> same =
                IntStream.range(0, DISPUTES).mapToObj(i -> SomeDispute.opened()).toList();

        // when
        List<Intake> answers = all(same.stream().map(it -> open(store, it, Optional.of(claim))));

        // then
        assertThat(answers.stream().filter(Intake.Stored.class::isInstance)).hasSize(1);
        assertThat(same.stream()
                        .filter(it -> store.find(it.dispute().id())
                                .await()
                                .atMost(LONGEST)
                                .isPresent()))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
    void ofTwoReplicasThatRaceOneWinsAndTheOtherIsToldHoweverTransactionsAreIsolated(String isolation) {
        // given
        Pool strict = StrictPool.with(vertx, "default_transaction_isolation", isolation);
        DisputeStore one = new PgDisputeStore(strict, new Telling(), 32);
        DisputeStore other = new PgDisputeStore(strict, new Telling(), 32);
        List<Changed> changes = changed(opened(one), life().get(0));
        IdempotencyClaim claim = claim("c-" + UUID.randomUUID(), 1);

        // when
        List<Boolean> done =
                all(changes.stream().flatMap(it -> Stream.of(it.commit(one), it.commit(other), it.commit(other))));
        List<Intake> answers = all(IntStream.range(0, DISPUTES)
                .mapToObj(i -> open(i % 2 == 0 ? one : other, SomeDispute.opened(), Optional.of(claim))));

        // then
        for (int i = 0; i < DISPUTES; i++) {
            assertThat(done.subList(3 * i, 3 * i + 3)).as("%s", i).containsOnlyOnce(true);
        }
        assertThat(answers.stream().filter(Intake.Stored.class::isInstance)).hasSize(1);
        assertThat(answers.stream().filter(Intake.KeyTaken.class::isInstance)).hasSize(DISPUTES - 1);
        strict.close().await().atMost(LONGEST);
    }

    @Test
    void whatLosesToAnotherTransactionIsSentAgainAndSeesWhatThatOneDid() {
        // given
        Pool strict = StrictPool.with(vertx, "default_transaction_isolation", "repeatable read");
        DisputeStore store = new PgDisputeStore(strict, new Telling(), 32);
        Dispute opened = opened(store).get(0).dispute();
        SqlConnection other = pool.getConnection().await().atMost(LONGEST);
        Transaction holding = other.begin().await().atMost(LONGEST);
        other.preparedQuery("UPDATE dispute SET version = version + 1 WHERE dispute_id = $1")
                .execute(Tuple.of(opened.id().value()))
                .await()
                .atMost(LONGEST);

        // when
        CompletableFuture<Integer> handedBack =
                store.handBack(List.of(opened), "why").subscribeAsCompletionStage();
        Awaitility.await()
                .atMost(LONGEST)
                .until(() -> pool.query(
                                        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                                .execute()
                                .await()
                                .atMost(LONGEST)
                                .size()
                        == 1);
        holding.commit().await().atMost(LONGEST);

        // then
        assertThat(handedBack.join()).isEqualTo(1);
        other.close().await().atMost(LONGEST);
        strict.close().await().atMost(LONGEST);
    }

    private long told() {
        return pool.preparedQuery(
                        "SELECT coalesce(sum(cardinality(sequences)), 0)::bigint FROM outbox WHERE channel = $1"
                                + " AND bodies[1] = $2")
                .execute(Tuple.of(channel, AWKWARD))
                .await()
                .atMost(LONGEST)
                .iterator()
                .next()
                .getLong(0);
    }

    private static boolean writes(String sql) {
        return sql.startsWith("WITH");
    }
}

package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.notify.SomeDispute;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who takes a dispute up, what for, and what is known of the request that he may find. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class PgClaimsTest extends DisputeStoreCase {

    @Test
    void whoeverTakesADisputeUpIsToldWhetherItsTokenIsStillGood() {
        // given
        DisputeStore store = store(1);
        TokenFingerprint token =
                TokenFingerprint.of("scripted", UUID.randomUUID().toString());
        SomeDispute opened = SomeDispute.opened();
        Dispute dispute = opened.dispute().withPaymentToken(new Sealed(new byte[] {1}), token);
        store.open(dispute, opened.story(), Duration.ZERO, token.bytes(), Optional.empty())
                .await()
                .atMost(LONGEST);
        SomeDispute tokenless = SomeDispute.opened();
        store.open(tokenless.dispute(), tokenless.story(), Duration.ZERO, token.bytes(), Optional.empty())
                .await()
                .atMost(LONGEST);

        // when
        boolean good = tokenIsGood(store, dispute);
        store.changeTrade(token.bytes(), Optional.empty(), Optional.of(new Sealed(new byte[] {2})))
                .await()
                .atMost(LONGEST);

        // then
        assertThat(good).isTrue();
        assertThat(tokenIsGood(store, dispute)).isFalse();
        assertThat(tokenIsGood(store, tokenless.dispute()))
                .as("of one whose token's name is not known")
                .isFalse();
    }

    @Test
    void whoDiesAfterTakingUpWhatWasNeverSentLeavesItKnownNotToBeSentWhereItsTokenIsNotGood() {
        // given
        DisputeStore store = store(1);
        TokenFingerprint token =
                TokenFingerprint.of("scripted", UUID.randomUUID().toString());
        Sealed trade = new Sealed(new byte[] {2});
        Dispute waiting = opened(store, token, true);
        Dispute running = opened(store, token, false);

        // when
        changeTrade(store, token, Optional.empty(), Optional.of(trade));
        GatewayOperation first = takenForNoTime(store, waiting);
        GatewayOperation again = takenForNoTime(store, waiting);
        GatewayOperation doubted = takenForNoTime(store, running);
        changeTrade(store, token, Optional.of(trade), Optional.empty());
        GatewayOperation good = takenForNoTime(store, waiting);
        GatewayOperation goodAgain = takenForNoTime(store, waiting);

        // then
        assertThat(List.of(first, again)).allSatisfy(it -> {
            assertThat(it.state()).isEqualTo(OperationState.WAITING);
            assertThat(it.maybeSent()).isFalse();
        });
        assertThat(List.of(doubted, good, goodAgain))
                .allSatisfy(it -> assertThat(it.state()).isEqualTo(OperationState.RUNNING))
                .extracting(GatewayOperation::maybeSent)
                .containsExactly(true, false, true);
    }

    private static Dispute opened(DisputeStore store, TokenFingerprint token, boolean waits) {
        SomeDispute opened = SomeDispute.opened();
        Dispute dispute = opened.dispute().withPaymentToken(new Sealed(new byte[] {1}), token);
        Dispute stored = waits
                ? dispute.withOperation(
                        dispute.operation().map(it -> it.heldBack(OperationState.WAITING, it.nextAttemptAt(), "why")))
                : dispute;
        store.open(stored, opened.story(), Duration.ZERO, token.bytes(), Optional.empty())
                .await()
                .atMost(LONGEST);
        return stored;
    }

    private static void changeTrade(
            DisputeStore store, TokenFingerprint token, Optional<Sealed> before, Optional<Sealed> after) {
        store.changeTrade(token.bytes(), before, after).await().atMost(LONGEST);
    }

    /** By a replica whose lease ends at once. */
    private static GatewayOperation takenForNoTime(DisputeStore store, Dispute dispute) {
        return store.claim(dispute.id(), UUID.randomUUID(), Duration.ZERO)
                .await()
                .atMost(LONGEST)
                .flatMap(it -> it.dispute().operation())
                .orElseThrow();
    }

    private static boolean tokenIsGood(DisputeStore store, Dispute dispute) {
        return store.claim(dispute.id(), UUID.randomUUID(), Duration.ZERO)
                .await()
                .atMost(LONGEST)
                .orElseThrow()
                .tokenIsGood();
    }

    @Test
    void aClaimOfSeveralGatewaysGivesEachDisputeALeaseThatCoversACallToItsOwn() {
        // given
        DisputeStore store = store(32);
        Map<String, Duration> slow = Map.of("slow-" + UUID.randomUUID(), LEASE);
        Map<String, Duration> quick = Map.of("quick-" + UUID.randomUUID(), Duration.ZERO);
        Stream.of(slow, quick)
                .flatMap(it -> it.keySet().stream())
                .map(SomeDispute::openedAt)
                .forEach(it -> store.open(it.dispute(), it.story(), Duration.ZERO, new byte[] {1}, Optional.empty())
                        .await()
                        .atMost(LONGEST));

        // when
        List<String> first = recovered(store, slow, quick);
        List<String> again = recovered(store, quick, slow);

        // then
        assertThat(first).hasSize(2).containsAll(slow.keySet()).containsAll(quick.keySet());
        assertThat(again).containsExactlyElementsOf(quick.keySet());
    }

    @Test
    void whatIsTooOldIsSoByTheCallersClockAndByTheDatabases() {
        // given
        DisputeStore store = store(1);
        Instant now = Clock.systemUTC().instant();
        String gateway = "aged-" + UUID.randomUUID();
        DisputeId old = held(store, gateway, now.minus(Duration.ofDays(61)));
        held(store, gateway, now.minus(Duration.ofDays(59)));

        // when
        List<DisputeId> behind = tooOld(store, gateway, now.minus(Duration.ofDays(400)));
        List<DisputeId> ahead = tooOld(store, gateway, now.plus(Duration.ofDays(400)));

        // then
        assertThat(behind).isEmpty();
        assertThat(ahead).containsExactly(old);
    }

    @Test
    void aHoldWhoseChargeCameToNothingIsNotTooOld() {
        // given
        DisputeStore store = store(1);
        Instant now = Clock.systemUTC().instant();
        String gateway = "aged-" + UUID.randomUUID();
        attentions(held(store, gateway, now.minus(Duration.ofDays(61))), "CAPTURE_FAILED");
        attentions(held(store, gateway, now.minus(Duration.ofDays(62))), "GATEWAY_MISMATCH", "CAPTURE_FAILED");
        DisputeId old = held(store, gateway, now.minus(Duration.ofDays(63)));
        attentions(old, "UNEXPECTED_CAPTURE", "RENEWAL_FAILED");

        // when
        List<DisputeId> tooOld = tooOld(store, gateway, now);

        // then
        assertThat(tooOld).containsExactly(old);
    }

    private void attentions(DisputeId id, String shown, String... hidden) {
        pool.preparedQuery("UPDATE dispute SET attention = $2, attention_hidden = $3 WHERE dispute_id = $1")
                .execute(Tuple.of(id.value(), shown, hidden))
                .await()
                .atMost(LONGEST);
    }

    private static List<DisputeId> tooOld(DisputeStore store, String gateway, Instant now) {
        DisputeStore.Wish wish = new DisputeStore.Wish(
                DisputeStore.Due.AGE,
                64,
                UUID.randomUUID(),
                Map.of(gateway, LEASE),
                Map.of(),
                now,
                Duration.ofDays(60));
        return store.claim(wish).await().atMost(LONGEST).stream()
                .map(it -> it.dispute().id())
                .toList();
    }

    private DisputeId held(DisputeStore store, String gateway, Instant openedAt) {
        UUID id = new UUID(
                openedAt.toEpochMilli() << 16 | 0x7000L, UUID.randomUUID().getLeastSignificantBits());
        SomeDispute held = SomeDispute.openedAs(id, gateway).held();
        store.open(
                        held.dispute().withLease(Optional.empty()),
                        held.story(),
                        Duration.ZERO,
                        new byte[] {1},
                        Optional.empty())
                .await()
                .atMost(LONGEST);
        pool.preparedQuery("UPDATE gateway_operation SET state = 'DONE' WHERE dispute_id = $1")
                .execute(Tuple.of(id))
                .await()
                .atMost(LONGEST);
        return new DisputeId(id);
    }

    /** Of which gateways. */
    private static List<String> recovered(
            DisputeStore store, Map<String, Duration> available, Map<String, Duration> unavailable) {
        return store
                .claim(new DisputeStore.Wish(
                        DisputeStore.Due.RECOVERY,
                        64,
                        UUID.randomUUID(),
                        available,
                        unavailable,
                        NOW,
                        Duration.ofDays(60)))
                .await()
                .atMost(LONGEST)
                .stream()
                .map(it -> it.dispute().terms().gateway())
                .toList();
    }

    @Test
    void whatIsHandedBackIsDueAtOnceAndKnownNotToBeSentUnlessADeadReplicaMayHaveSentIt() {
        // given
        DisputeStore store = store(32);
        List<Dispute> opened =
                opened(store).stream().map(SomeDispute::dispute).limit(3).toList();
        Dispute fresh = opened.get(0);
        Dispute doubted = opened.get(1).withOperation(opened.get(1).operation().map(it -> it.claimed(true)));
        Dispute anothers = opened.get(2).withLease(Optional.of(UUID.randomUUID()));

        // when
        int count =
                store.handBack(List.of(fresh, doubted, anothers), "why").await().atMost(LONGEST);

        // then
        assertThat(count).isEqualTo(2);
        assertThat(taken(store, fresh)).hasValueSatisfying(it -> {
            assertThat(it.maybeSent()).isFalse();
            assertThat(it.lastOutcome()).contains("why");
        });
        assertThat(taken(store, doubted))
                .hasValueSatisfying(it -> assertThat(it.maybeSent()).isTrue());
        assertThat(taken(store, anothers)).isEmpty();
    }

    /** By another replica, now. */
    private static Optional<GatewayOperation> taken(DisputeStore store, Dispute dispute) {
        return store.claim(dispute.id(), UUID.randomUUID(), LEASE)
                .await()
                .atMost(LONGEST)
                .map(it -> it.dispute().operation().orElseThrow());
    }
}

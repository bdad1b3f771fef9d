package io.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.SettableClock;
import io.holdfast.store.AccessRow;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchedAccessJournalTest {

    private static final int ENOUGH = 1_000;

    private final MemoryAccessStore store = new MemoryAccessStore();
    private final HandScheduling scheduling = new HandScheduling();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final AtomicLong dropped = new AtomicLong();
    private final BatchedAccessJournal journal =
            new BatchedAccessJournal(store, clock, scheduling, UUID::randomUUID, "pod-1", dropped::addAndGet);

    @Test
    void entriesAreKeptInOneChainThatBeginsWithItsOpening() {
        // given
        UUID dispute = UUID.randomUUID();

        // when
        journal.record(AccessEntry.read("anna", "10.0.0.7", "GET /v1/disputes/{dispute_id}", List.of(dispute)));
        journal.record(denied("10.0.0.8"));
        scheduling.run(ENOUGH);

        // then
        assertThat(store.rows)
                .extracting(AccessRow::kind)
                .containsExactly("journal.opened", "dispute.read", "call.denied");
        assertThat(store.rows).extracting(AccessRow::sequence).containsExactly(1, 2, 3);
        assertThat(store.rows.get(1).disputes()).containsExactly(dispute);
        assertThat(scheduling.isQuiet()).isTrue();
        assertChained();
    }

    @Test
    void aFloodOfTheSameDeniedCallIsOneEntryThatSaysHowMany() {
        // given
        for (int i = 0; i < 40; i++) {
            journal.record(denied("10.0.0.8"));
        }
        journal.record(denied("10.0.0.9"));

        // when
        scheduling.run(ENOUGH);

        // then
        List<AccessRow> kept = store.of(AccessKind.CALL_DENIED);
        assertThat(kept).hasSize(2);
        assertThat(kept.get(0).detail()).contains("\"times\":\"40\"");
        assertThat(kept.get(1).detail()).doesNotContain("times");
    }

    @Test
    void whatIsReadTwiceIsToldTwice() {
        // given
        AccessEntry read = AccessEntry.read("anna", "10.0.0.7", "GET /v1/disputes", List.of(UUID.randomUUID()));

        // when
        journal.record(read);
        journal.record(read);
        scheduling.run(ENOUGH);

        // then
        assertThat(store.of(AccessKind.DISPUTE_READ)).hasSize(2);
    }

    @Test
    void anOutageDelaysEntriesAndKeepsTheirOrder() {
        // given
        store.away = true;
        journal.record(denied("10.0.0.1"));
        scheduling.run(3);
        journal.record(denied("10.0.0.2"));

        // when
        store.away = false;
        scheduling.run(ENOUGH);

        // then
        assertThat(store.of(AccessKind.CALL_DENIED))
                .extracting(AccessRow::source)
                .containsExactly("10.0.0.1", "10.0.0.2");
        assertChained();
    }

    @Test
    void whatMustBeToldFirstIsKeptWhenItsCallerGoesOnBehindWhatWaited() {
        // given
        for (int i = 0; i < 2 * BatchedAccessJournal.BATCH; i++) {
            journal.record(read());
        }

        // when
        journal.keep(denied("10.0.0.1")).await().indefinitely();

        // then
        assertThat(store.of(AccessKind.CALL_DENIED)).hasSize(1);
        assertThat(store.of(AccessKind.DISPUTE_READ)).hasSize(2 * BatchedAccessJournal.BATCH);
        scheduling.run(ENOUGH);
        assertChained();
    }

    @Test
    void whatMustBeToldFirstFailsWhileTheDatabaseIsAwayAndIsToldLaterAllTheSame() {
        // given
        store.away = true;

        // when
        assertThatThrownBy(() -> journal.keep(read()).await().indefinitely()).hasMessage("away");
        store.away = false;
        scheduling.run(ENOUGH);

        // then
        assertThat(store.of(AccessKind.DISPUTE_READ)).hasSize(1);
    }

    @Test
    void aBatchWhoseAnswerWasLostIsKeptOnce() {
        // given
        store.losesItsAnswer = true;

        // when
        journal.record(denied("10.0.0.1"));
        scheduling.run(ENOUGH);

        // then
        assertThat(store.of(AccessKind.CALL_DENIED)).hasSize(1);
        assertChained();
    }

    @Test
    void whatFindsTheQueueFullIsCountedAndTheCountIsInTheJournal() {
        // given
        store.away = true;
        int tooMany = WaitingEntries.Share.DONE.room + 25;

        // when
        for (int i = 0; i < tooMany; i++) {
            journal.record(read());
        }
        store.away = false;
        scheduling.run(ENOUGH);

        // then
        assertThat(dropped).hasValue(25);
        assertThat(store.of(AccessKind.JOURNAL_DROPPED))
                .extracting(AccessRow::detail)
                .containsExactly("{\"entries\":\"25\"}");
        assertChained();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000})
    void noFloodOfRefusalsTakesTheRoomOfWhatWasAnswered(int addresses) {
        // given
        store.away = true;
        for (int i = 0; i < 100_000; i++) {
            journal.record(AccessEntry.cardDataRefused(
                    AccessEntry.NOBODY, "address " + i % addresses, "header", "GET /unknown"));
        }

        // when
        journal.record(read());
        journal.record(AccessEntry.denied("anna", "10.0.0.7", 403, "forbidden", "GET /v1/disputes", List.of()));
        store.away = false;
        scheduling.run(ENOUGH);

        // then
        assertThat(store.of(AccessKind.DISPUTE_READ)).hasSize(1);
        assertThat(store.of(AccessKind.CALL_DENIED)).hasSize(1);
        assertThat(store.of(AccessKind.CARD_DATA_REFUSED))
                .hasSize(Math.min(addresses, WaitingEntries.Share.DENIED_TO_STRANGERS.room));
        assertThat(dropped).hasValue(Math.max(0, addresses - WaitingEntries.Share.DENIED_TO_STRANGERS.room));
        assertChained();
    }

    @Test
    void whatIsRepeatedAfterItWasWrittenIsCountedAnew() {
        // given
        journal.record(denied("10.0.0.1"));
        journal.record(denied("10.0.0.1"));
        scheduling.run(ENOUGH);

        // when
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(1));
            journal.record(denied("10.0.0.1"));
        }
        scheduling.run(ENOUGH);

        // then
        assertThat(store.of(AccessKind.CALL_DENIED))
                .extracting(AccessRow::detail)
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"times\":\"2\""),
                        second -> assertThat(second)
                                .contains("\"times\":\"3\"")
                                .contains("\"until\":\"2026-11-25T10:00:03Z\""));
    }

    @Test
    void theLastOfItIsWrittenToTheEnd() {
        // given
        int many = BatchedAccessJournal.BATCH + BatchedAccessJournal.BATCH / 2;
        for (int i = 0; i < many; i++) {
            journal.record(read());
            journal.mark(new DisputeId(UUID.randomUUID()), ChainHead.START);
        }

        // when
        journal.flush().await().indefinitely();

        // then
        assertThat(store.of(AccessKind.DISPUTE_READ)).hasSize(many);
        assertThat(store.of(AccessKind.STORY_MARKS))
                .flatExtracting(AccessRow::disputes)
                .hasSize(many);
        assertChained();
    }

    @Test
    void eachDayHasAStreamOfItsOwnThatNamesTheOneBefore() {
        // given
        journal.record(denied("10.0.0.1"));
        scheduling.run(ENOUGH);
        AccessRow last = store.rows.get(store.rows.size() - 1);

        // when
        clock.advance(Duration.ofHours(15));
        journal.record(denied("10.0.0.1"));
        scheduling.run(ENOUGH);

        // then
        List<AccessRow> openings = store.of(AccessKind.JOURNAL_OPENED);
        assertThat(openings).extracting(AccessRow::stream).doesNotHaveDuplicates();
        assertThat(openings.get(1).detail())
                .contains(last.stream().toString())
                .contains(java.util.HexFormat.of().formatHex(last.hash()));
        assertChained();
    }

    @Test
    void whatCouldNotBeWrittenInItsDayIsToldInTheNextOneWithTheTimeAtWhichItHappened() {
        // given
        journal.record(denied("10.0.0.1"));
        scheduling.run(ENOUGH);
        AccessRow last = store.rows.get(store.rows.size() - 1);
        clock.advance(Duration.ofHours(13).plusMinutes(50));
        store.away = true;
        journal.record(denied("10.0.0.2"));
        scheduling.run(3);
        journal.record(denied("10.0.0.3"));

        // when
        clock.advance(Duration.ofMinutes(41));
        store.away = false;
        scheduling.run(ENOUGH);

        // then
        List<AccessRow> late = store.rows.subList(store.rows.indexOf(last) + 1, store.rows.size());
        assertThat(late).extracting(AccessRow::kind).containsExactly("journal.opened", "call.denied", "call.denied");
        assertThat(late).extracting(AccessRow::at).containsOnly(Instant.parse("2026-11-26T00:31:00Z"));
        assertThat(late.get(0).detail())
                .contains(last.stream().toString())
                .contains(java.util.HexFormat.of().formatHex(last.hash()));
        assertThat(late.subList(1, 3)).extracting(AccessRow::source).containsExactly("10.0.0.2", "10.0.0.3");
        assertThat(late.subList(1, 3))
                .extracting(AccessRow::detail)
                .allMatch(detail -> detail.contains("\"happened\":\"2026-11-25T23:50:00Z\""));
        assertChained();
    }

    @Test
    void whatIsWrittenSoonAfterMidnightStaysInItsDay() {
        // given
        clock.advance(Duration.ofHours(13).plusMinutes(50));
        store.away = true;
        journal.record(denied("10.0.0.2"));
        scheduling.run(3);

        // when
        clock.advance(Duration.ofMinutes(39));
        store.away = false;
        scheduling.run(ENOUGH);

        // then
        assertThat(store.rows).extracting(AccessRow::at).containsOnly(Instant.parse("2026-11-25T23:50:00Z"));
        assertThat(store.of(AccessKind.CALL_DENIED))
                .extracting(AccessRow::detail)
                .noneMatch(it -> it.contains("happened"));
    }

    @Test
    void whatWasKeptInItsDayIsNotToldAgainInTheNextOneThoughItsAnswerWasLost() {
        // given
        clock.advance(Duration.ofHours(13).plusMinutes(50));
        store.losesItsAnswer = true;
        journal.record(denied("10.0.0.2"));
        scheduling.run(1);
        AccessRow last = store.rows.get(store.rows.size() - 1);
        journal.record(denied("10.0.0.3"));

        // when
        clock.advance(Duration.ofHours(2));
        scheduling.run(ENOUGH);

        // then
        assertThat(store.of(AccessKind.CALL_DENIED))
                .extracting(AccessRow::source)
                .containsExactly("10.0.0.2", "10.0.0.3");
        assertThat(store.of(AccessKind.JOURNAL_OPENED).get(1).detail())
                .contains(last.stream().toString())
                .contains(java.util.HexFormat.of().formatHex(last.hash()));
        assertChained();
    }

    @Test
    void oneAttemptIsMadeAtATimeAndAllWaitForIt() {
        // given
        store.answersLater = true;
        journal.record(denied("10.0.0.1"));
        scheduling.run(1);

        // when
        UniAssertSubscriber<Void> keeping =
                journal.keep(denied("10.0.0.2")).subscribe().withSubscriber(UniAssertSubscriber.create());
        UniAssertSubscriber<Void> flushing = journal.flush().subscribe().withSubscriber(UniAssertSubscriber.create());

        // then
        assertThat(store.unanswered).hasSize(1);
        keeping.assertNotTerminated();
        store.answersLater = false;
        store.unanswered.poll().run();
        keeping.assertCompleted();
        flushing.assertCompleted();
        assertThat(store.of(AccessKind.CALL_DENIED)).hasSize(2);
        assertChained();
    }

    @Test
    void marksSayWhereEachStoryStood() {
        // given
        DisputeId dispute = new DisputeId(UUID.randomUUID());
        byte[] hash = new byte[32];
        hash[5] = 77;

        // when
        journal.mark(dispute, ChainHead.START);
        journal.mark(dispute, new ChainHead(4, hash));
        journal.mark(dispute, new ChainHead(3, new byte[32]));
        scheduling.run(ENOUGH);

        // then
        AccessRow kept = store.of(AccessKind.STORY_MARKS).get(0);
        List<StoryMarks.Mark> marks = StoryMarks.read(kept.disputes(), JsonDetail.read(kept.detail()));
        assertThat(marks).hasSize(1);
        assertThat(marks.get(0).dispute()).isEqualTo(dispute.value());
        assertThat(marks.get(0).sequence()).isEqualTo(4);
        assertThat(marks.get(0).fits(hash)).isTrue();
        assertThat(marks.get(0).fits(new byte[32])).isFalse();
    }

    @Test
    void aCardNumberInAnEntryIsMasked() {
        // when
        journal.record(AccessEntry.denied("4111111111111111", "10.0.0.1", 401, "x", "GET /unknown", List.of()));
        scheduling.run(ENOUGH);

        // then
        assertThat(store.of(AccessKind.CALL_DENIED).get(0).actor()).isEqualTo("****************");
    }

    private static AccessEntry read() {
        return AccessEntry.read("anna", "10.0.0.7", "GET /v1/disputes", List.of(UUID.randomUUID()));
    }

    private static AccessEntry denied(String source) {
        return AccessEntry.denied(AccessEntry.NOBODY, source, 401, "unauthenticated", "GET /v1/disputes", List.of());
    }

    private void assertChained() {
        Map<UUID, byte[]> heads = new HashMap<>();
        for (AccessRow row : store.rows) {
            byte[] previous = heads.getOrDefault(row.stream(), new byte[32]);
            assertThat(row.hash()).isEqualTo(AccessStream.hash(previous, row));
            heads.put(row.stream(), row.hash());
        }
    }
}

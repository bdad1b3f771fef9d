package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.audit.AccessEntry;
import io.holdfast.audit.AccessKind;
import io.holdfast.audit.AccessesInMemory;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.money.Money;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.ReconciliationStore.Phase;
import io.holdfast.store.ReconciliationStore.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The use case against the simulated bank, which lists two authorizations a page. */
class ReconcileTest {

    private static final Duration SETTLE = Duration.ofMinutes(10);
    private static final DisputeId NOBODYS = new DisputeId(UUID.fromString("018f0000-0000-7000-8000-000000000001"));
    private static final DisputeId ALSO_NOBODYS =
            new DisputeId(UUID.fromString("018f0000-0000-7000-8000-000000000002"));
    private static final DisputeId NOR_THIS = new DisputeId(UUID.fromString("018f0000-0000-7000-8000-000000000003"));

    private final Stage stage = Stage.withoutSchedules();
    private final List<String> told = new ArrayList<>();
    private final List<String> remaining = new ArrayList<>();
    private final AccessesInMemory accesses = new AccessesInMemory();
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final BooksInMemory books = new BooksInMemory(() -> stage.database().disputes());

    ReconcileTest() {
        stage.orphansIntents(id -> Optional.ofNullable(books.orphans.get(id)).flatMap(BooksInMemory.Row::intent));
    }

    @Test
    void whatMatchesIsLeftAsItIs() {
        // given
        List<DisputeId> held = List.of(stage.held(), stage.held(), stage.held());
        stage.pass(SETTLE.plusMinutes(1));
        List<Long> versions =
                held.stream().map(id -> stage.stored(id).version()).toList();

        // when
        Run run = reconcile(true);

        // then
        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.counts().listed()).isEqualTo(3);
        assertThat(run.counts().matched()).isEqualTo(3);
        assertThat(held.stream().map(id -> stage.stored(id).version())).isEqualTo(versions);
    }

    @Test
    void whatCannotBeReadIsToldOfAndTheOthersAreCompared() {
        // given
        stage.held();
        stage.bank().invent(stage.held(), Stage.AMOUNT);
        stage.held();
        stage.bank().listsAlso("an id that begins with a*******...");
        stage.pass(SETTLE.plusMinutes(1));

        // when
        Run run = reconcile(true);

        // then
        assertThat(unreadable).containsExactly("an id that begins with a*******...");
        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.counts().matched()).isEqualTo(3);
        assertThat(run.counts().orphaned()).isOne();
    }

    @Test
    void aHoldThatIsGoneIsCorrectedByAsking() {
        // given
        DisputeId id = stage.held();
        stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        stage.bank().voidAtDesk(stage.books(id).get(0).id());

        // when
        Run run = reconcile(false);

        // then
        assertThat(run.counts().asked()).isEqualTo(1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aHoldThatTheGatewayDoesNotKnowIsNamedAsLongAsItSaysNothingOfIt() {
        // given
        DisputeId id = stage.held();
        AuthorizationId hold = stage.stored(id).state().authorizationId().orElseThrow();
        stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        stage.bank().forget(hold);

        // when
        reconcileWithSilence();
        List<String> first = List.copyOf(lost);
        stage.pass(SETTLE.plusMinutes(1));
        Run second = reconcileWithSilence();

        // then
        assertThat(first).containsExactly(hold.value());
        assertThat(lost).containsExactly(hold.value(), hold.value());
        assertThat(second.counts().asked()).isZero();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void whatTheGatewayIsAskedAboutSinceAMomentAgoIsNoLoss() {
        // given
        DisputeId id = stage.held();
        AuthorizationId hold = stage.stored(id).state().authorizationId().orElseThrow();
        stage.pass(SETTLE.plusMinutes(1));
        stage.bank().forget(hold);
        reconcileWithSilence();
        lost.clear();

        // when
        reconcileWithSilence();

        // then
        assertThat(lost).isEmpty();
    }

    @Test
    void aHoldOfWhichTheListSaysThatSomeIsTakenIsAskedAboutAndToldOf() {
        // given
        DisputeId id = stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        stage.bank().takeSomeAtDesk(stage.stored(id).state().authorizationId().orElseThrow(), Money.of("5.00", "USD"));

        // when
        Run run = reconcile(false);

        // then
        assertThat(run.counts().matched()).isZero();
        assertThat(run.counts().asked()).isOne();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aChargeOfARenewalThatIsNotOnRecordIsTakenForOne() {
        // given
        DisputeId id = stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization renewed = stage.bank().invent(id, Stage.AMOUNT);
        stage.bank().voidAtDesk(stage.stored(id).state().authorizationId().orElseThrow());
        stage.bank().captureAtDesk(renewed.id(), Stage.AMOUNT);

        // when
        reconcile(false);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).state().authorizationId()).contains(renewed.id());
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.stored(id).surplus()).isEmpty();
    }

    @Test
    void aRenewalThatIsNotOnRecordIsGivenBackWithTheHold() {
        // given
        DisputeId id = stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization renewed = stage.bank().invent(id, Stage.AMOUNT);
        stage.bank().voidAtDesk(stage.stored(id).state().authorizationId().orElseThrow());
        stage.hear("erp", stage.latestNews());

        // when
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(renewed.status()).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void aHoldOfADisputeThatIsOverIsGivenBack() {
        // given
        DisputeId id = stage.held();
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization late = stage.bank().invent(id, Stage.AMOUNT);

        // when
        Run run = reconcile(false);
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(run.counts().orphaned()).isEqualTo(1);
        assertThat(late.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.story(id)).containsSubsequence("surplus.found", "surplus.returned");
    }

    @Test
    void aSecondHoldOfALiveDisputeIsShownAndGivenBackOnlyIfThatIsWanted() {
        // given
        DisputeId id = stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        AuthorizationId own = stage.stored(id).state().authorizationId().orElseThrow();

        // when
        reconcile(false);
        Optional<Attention> attention = stage.stored(id).attention();
        AuthorizationView.Status shown = extra.status();
        reconcile(true);
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(attention).contains(Attention.ORPHANED_HOLD);
        assertThat(shown).isEqualTo(AuthorizationView.Status.AUTHORIZED);
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).state().authorizationId()).contains(own);
    }

    @Test
    void aSecondHoldThatIsGivenBackAtTheGatewaysDeskIsNoWorryAnyMore() {
        // given
        DisputeId id = stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        reconcile(false);
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);

        // when
        stage.bank().voidAtDesk(extra.id());
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aSecondHoldThatIsNoLongerFoundIsNoWorryAnyMore() {
        // given
        DisputeId id = stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        reconcile(false);
        stage.held();
        stage.bank().voidAtDesk(extra.id());

        // when
        reconcile(false);

        // then
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aSecondHoldThatIsStillFoundStaysAWorryAndIsNotGivenBack() {
        // given
        DisputeId id = stage.held();
        stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        reconcile(false);

        // when
        reconcile(false);

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void aSecondHoldIsNoWorryLessBecauseAnotherOneHasEnded() {
        // given
        DisputeId id = stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        Bank.Authorization other = stage.bank().invent(id, Stage.AMOUNT);
        reconcile(false);
        stage.always(Call.VOID, Fate.lost());

        // when
        stage.bank().voidAtDesk(other.id());
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
        assertThat(stage.stored(id).surplus()).containsExactly(extra.id());
    }

    @Test
    void aHoldOfADisputeThatNobodyKnowsIsShownAndGivenBackOnlyIfThatIsWanted() {
        // given
        Bank.Authorization orphan = stage.bank().invent(NOBODYS, Stage.AMOUNT);

        // when
        Run shown = reconcile(false);
        AuthorizationView.Status before = orphan.status();
        Run returned = reconcile(true);

        // then
        assertThat(told).containsOnly(orphan.id().value() + " unknown");
        assertThat(shown.counts().orphaned()).isEqualTo(1);
        assertThat(before).isEqualTo(AuthorizationView.Status.AUTHORIZED);
        assertThat(returned.counts().returned()).isEqualTo(1);
        assertThat(orphan.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(books.orphans.get(orphan.id()).intent().orElseThrow().idempotencyKey())
                .isEqualTo(NOBODYS + ":void:1000001");
    }

    @Test
    void theAccessJournalTellsOfAnOrphanBeforeAndAfterItIsGivenBack() {
        // given
        Bank.Authorization orphan = stage.bank().invent(NOBODYS, Stage.AMOUNT);

        // when
        reconcile(true);

        // then
        assertThat(accesses.entries).extracting(AccessEntry::outcome).containsExactly("intended", "approved");
        assertThat(accesses.entries).allSatisfy(entry -> {
            assertThat(entry.kind()).isEqualTo(AccessKind.ORPHAN_RETURNED);
            assertThat(entry.actor()).isEqualTo("reconcile");
            assertThat(entry.disputes()).containsExactly(NOBODYS.value());
            assertThat(entry.detail())
                    .containsEntry("authorization", orphan.id().value())
                    .containsEntry("gateway", stage.bank().name())
                    .containsEntry("amount", Stage.AMOUNT.toString());
        });
    }

    @Test
    void anOrphanWhoseAmountCannotBeReadIsGivenBackToo() {
        // given
        Bank.Authorization orphan = stage.bank().invent(NOBODYS, Stage.AMOUNT);
        books.amountsAreUnreadable = true;

        // when
        Run run = reconcile(true);

        // then
        assertThat(run.counts().returned()).isOne();
        assertThat(orphan.status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(accesses.entries)
                .allSatisfy(entry -> assertThat(entry.detail()).containsEntry("amount", "unreadable"));
    }

    @Test
    void noOrphanIsGivenBackThatCannotBeTold() {
        // given
        Bank.Authorization orphan = stage.bank().invent(NOBODYS, Stage.AMOUNT);
        accesses.away = true;

        // when
        assertThatThrownBy(() -> reconcile(true)).hasMessageContaining("away");

        // then
        assertThat(orphan.status()).isEqualTo(AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void theVoidOfAnOrphanThatGotNoAnswerIsRepeatedWithItsKey() {
        // given
        Bank.Authorization orphan = stage.bank().invent(NOBODYS, Stage.AMOUNT);
        stage.next(Call.VOID, Fate.lost());

        // when
        Run first = reconcile(true);
        String key = books.orphans.get(orphan.id()).intent().orElseThrow().idempotencyKey();
        Run second = reconcile(true);

        // then
        assertThat(first.counts().returned()).isZero();
        assertThat(second.counts().returned()).isEqualTo(1);
        assertThat(books.orphans.get(orphan.id()).intent().orElseThrow().idempotencyKey())
                .isEqualTo(key);
    }

    @Test
    void anOrphanThatCouldNotBeGivenBackRemains() {
        // given
        Bank.Authorization nobodys = stage.bank().invent(NOBODYS, Stage.AMOUNT);
        stage.next(Call.VOID, Fate.lost());

        // when
        reconcile(true);
        List<String> first = List.copyOf(remaining);
        remaining.clear();
        reconcile(true);

        // then
        assertThat(first).containsExactly(nobodys.id().value());
        assertThat(remaining).isEmpty();
    }

    @Test
    void anOrphanOfADisputeOnRecordRemainsUntilTheDisputeHasGivenItBack() {
        // given
        DisputeId id = stage.held();
        stage.pass(SETTLE.plusMinutes(1));
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);
        stage.always(Call.VOID, Fate.lost());

        // when
        stage.disputes()
                .reconcile(books, accesses)
                .run(stage.bank().name(), wish(true, SETTLE), new Ear())
                .subscribe()
                .with(run -> {});
        stage.pass(Duration.ofMinutes(1));
        List<String> first = List.copyOf(remaining);
        remaining.clear();
        Run second = reconcile(true);
        List<String> stillReturning = List.copyOf(remaining);
        remaining.clear();
        stage.well();
        stage.pass(SETTLE.multipliedBy(2));
        reconcile(true);

        // then
        assertThat(first).containsExactly(extra.id().value());
        assertThat(second.counts().moving()).isEqualTo(2);
        assertThat(stillReturning).containsExactly(extra.id().value());
        assertThat(remaining).isEmpty();
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void whatIsBeingPlacedIsLeftAlone() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(9)));
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(2));

        // when
        Run run = reconcile(true, Duration.ZERO);
        stage.pass(Duration.ofSeconds(10));

        // then
        assertThat(run.counts().moving()).isEqualTo(1);
        assertThat(run.counts().orphaned()).isZero();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aRenewalWithTwoLiveHoldsIsLeftAlone() {
        // given
        Stage weeks = Stage.forWeeks();
        DisputeId id = weeks.held();
        weeks.next(Call.RENEW, Fate.plain().back(Duration.ofSeconds(8)));
        BooksInMemory theirs = new BooksInMemory(() -> weeks.database().disputes());
        for (int i = 0; i < 5_000 && weeks.books(id).size() < 2; i++) {
            weeks.pass(Duration.ofMinutes(5));
        }
        weeks.round(DisputeStore.Due.RENEWAL);

        // when
        Run run = weeks.answer(weeks.others()
                        .reconcile(theirs, accesses)
                        .run(weeks.bank().name(), wish(true, Duration.ZERO), new Ear()))
                .orElseThrow();
        weeks.pass(Duration.ofMinutes(1));

        // then
        assertThat(run.counts().orphaned()).isZero();
        assertThat(weeks.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(weeks.books(id).stream().filter(it -> it.status() == AuthorizationView.Status.AUTHORIZED))
                .hasSize(1);
    }

    @Test
    void whatChangedAMomentAgoIsLeftAlone() {
        // given
        DisputeId id = stage.held();
        Bank.Authorization extra = stage.bank().invent(id, Stage.AMOUNT);

        // when
        Run run = reconcile(true);

        // then
        assertThat(run.counts().moving()).isEqualTo(2);
        assertThat(extra.status()).isEqualTo(AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void aRunThatWasStoppedGoesOnWhereItWas() {
        // given
        for (int i = 0; i < 5; i++) {
            stage.held();
        }
        stage.pass(SETTLE.plusMinutes(1));
        books.pagesLeft = 1;
        assertThatThrownBy(() -> reconcile(false)).hasMessageContaining("away");
        books.pagesLeft = Integer.MAX_VALUE;

        // when
        Run run = reconcile(false);

        // then
        assertThat(run.phase()).isEqualTo(Phase.DONE);
        assertThat(run.counts().listed()).isEqualTo(5);
        assertThat(run.counts().asked()).isZero();
    }

    @Test
    void aRunWhoseProcessIsToEndGivesNoFurtherOrphanBackAndTellsOfTheOneUnderWay() {
        // given
        List<Bank.Authorization> orphans = Stream.of(NOBODYS, ALSO_NOBODYS, NOR_THIS)
                .map(id -> stage.bank().invent(id, Stage.AMOUNT))
                .toList();
        stage.next(Call.VOID, Fate.plain().back(Duration.ofSeconds(5)));
        AtomicReference<Throwable> end = new AtomicReference<>();
        stage.disputes()
                .reconcile(books, accesses)
                .run(stage.bank().name(), wish(true, SETTLE), new Ear())
                .subscribe()
                .with(run -> {}, end::set);
        stage.pass(Duration.ofSeconds(2));

        // when
        stage.answer(stage.disputes().stop(Duration.ofSeconds(15)));
        List<AuthorizationView.Status> left =
                orphans.stream().map(Bank.Authorization::status).toList();
        Run goneOn = stage.answer(stage.others()
                        .reconcile(books, accesses)
                        .run(stage.bank().name(), wish(true, SETTLE), new Ear()))
                .orElseThrow();

        // then
        assertThat(end.get()).hasMessageContaining("to end");
        assertThat(left).containsOnlyOnce(AuthorizationView.Status.VOIDED);
        assertThat(goneOn.counts().orphaned()).isEqualTo(3);
        assertThat(goneOn.counts().returned()).isEqualTo(3);
        assertThat(orphans).extracting(Bank.Authorization::status).containsOnly(AuthorizationView.Status.VOIDED);
    }

    @Test
    void aRunWhoseProcessIsToEndWaitsForNoAnswerThatIsNotAskedForAnyMore() {
        // given
        stage.bank().invent(stage.held(), Stage.AMOUNT);
        stage.pass(SETTLE.plusMinutes(1));
        stage.always(Call.VOID, Fate.lost());
        AtomicReference<Throwable> end = new AtomicReference<>();
        stage.disputes()
                .reconcile(books, accesses)
                .run(stage.bank().name(), wish(true, SETTLE), new Ear())
                .subscribe()
                .with(run -> {}, end::set);
        stage.pass(Duration.ofSeconds(12));

        // when
        stage.answer(stage.disputes().stop(Duration.ofSeconds(15)));

        // then
        assertThat(end.get()).hasMessageContaining("to end");
        assertThat(remaining).hasSize(1);
    }

    private Run reconcile(boolean voidOrphans) {
        return reconcile(voidOrphans, SETTLE);
    }

    private Run reconcile(boolean voidOrphans, Duration settle) {
        return stage.answer(stage.disputes()
                        .reconcile(books, accesses)
                        .run(stage.bank().name(), wish(voidOrphans, settle), new Ear()))
                .orElseThrow();
    }

    /** For as long as it waits for answers that do not come. */
    private Run reconcileWithSilence() {
        List<Run> runs = new ArrayList<>();
        stage.disputes()
                .reconcile(books, accesses)
                .run(stage.bank().name(), wish(false, SETTLE), new Ear())
                .subscribe()
                .with(run -> runs.add(run.orElseThrow()));
        stage.pass(Duration.ofMinutes(1));
        return runs.get(0);
    }

    private static Reconcile.Wish wish(boolean voidOrphans, Duration settle) {
        return new Reconcile.Wish(voidOrphans, settle, false, Optional.empty(), "reconcile");
    }

    private final class Ear implements Reconcile.Witness {

        @Override
        public void reached(Run run) {}

        @Override
        public void orphan(String gateway, AuthorizationId id, DisputeId dispute, boolean known) {
            told.add(id.value() + (known ? " known" : " unknown"));
        }

        @Override
        public void unreadable(String gateway, String named) {
            unreadable.add(named);
        }

        @Override
        public void lost(String gateway, AuthorizationId hold, DisputeId dispute) {
            lost.add(hold.value());
        }

        @Override
        public void remains(String gateway, AuthorizationId id, DisputeId dispute) {
            remaining.add(id.value());
        }
    }
}

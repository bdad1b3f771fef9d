package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A hold is kept alive until somebody decides. */
class RenewHoldTest extends RenewalCase {

    @Test
    void aHoldIsRenewedBeforeItLapsesAndTheOldOneIsGivenBack() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = current(id);

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(current(id)).isNotEqualTo(old);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.story(id))
                .containsExactly(
                        "dispute.opened",
                        "hold.placed",
                        "renewal.started",
                        "hold.renewed",
                        "surplus.found",
                        "surplus.returned");
    }

    @Test
    void theNewHoldIsPlacedBeforeTheOldOneIsGivenBack() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.VOID, Fate.lost());

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(statuses(id))
                .containsExactly(AuthorizationView.Status.AUTHORIZED, AuthorizationView.Status.AUTHORIZED);
        assertThat(current(id)).isEqualTo(stage.books(id).get(1).id());
        assertThat(stage.stored(id).surplus())
                .containsExactly(stage.books(id).get(0).id());
    }

    @Test
    void aHoldIsRenewedAsOftenAsItTakes() {
        // given
        DisputeId id = stage.held();

        // when
        stage.pass(Duration.ofDays(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).counters().renewals()).isBetween(4, 5);
        assertThat(live(id)).containsExactly(current(id));
    }

    @Test
    void holdsThatWerePlacedTogetherAreNotRenewedTogether() {
        // given
        List<DisputeId> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(stage.open());
        }

        // when
        stage.pass(Duration.ofSeconds(2));

        // then
        Set<Instant> hours = new HashSet<>();
        ids.forEach(id -> hours.add(
                stage.stored(id).upkeep().renewAt().orElseThrow().truncatedTo(java.time.temporal.ChronoUnit.HOURS)));
        assertThat(hours).hasSizeGreaterThan(6);
    }

    @Test
    void aDeclinedRenewalIsNotRepeatedAndTheOldHoldStands() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));

        // when
        stage.pass(Duration.ofDays(6).plusHours(23));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.calls(Call.RENEW)).isOne();
        assertThat(live(id)).containsExactly(current(id));
    }

    @Test
    void aHoldThatCouldNotBeRenewedExpiresWhenTheGatewaySaysSo() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));

        // when
        stage.pass(Duration.ofDays(7).plusMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.story(id)).endsWith("attention.raised", "hold.expired");
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.database().workAt(id)).isEmpty();
    }

    @Test
    void anOlderHoldThatIsNotOnRecordIsNotTakenForTheRenewalAndIsGivenBack() {
        // given one that nobody here knows, and a renewal that the gateway does not show yet
        DisputeId id = stage.held();
        stage.pass(Duration.ofDays(1));
        AuthorizationId orphan = stage.bank().invent(id, Stage.AMOUNT).id();
        stage.next(Call.RENEW, Fate.lost());

        // when
        stage.pass(Duration.ofDays(6).minusHours(2));

        // then
        assertThat(stage.story(id)).contains("hold.renewed");
        assertThat(current(id)).isNotEqualTo(orphan);
        assertThat(live(id)).containsExactly(current(id));
        assertThat(stage.calls(Call.RENEW)).isEqualTo(2);
    }

    @Test
    void aRenewalWhoseAnswerIsLostIsFoundByAskingAndNotPlacedAgain() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.answered(Fate.Answer.NONE));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.calls(Call.RENEW)).isOne();
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void aRenewalThatIsPendingIsWaitedFor() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofMinutes(10)));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
        assertThat(stage.calls(Call.RENEW)).isOne();
    }

    @Test
    void anotherHoldThatLivesIsNotTakenForARenewalThatIsPending() {
        // given
        DisputeId id = stage.held();
        stage.bank().invent(id, Stage.AMOUNT);
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofMinutes(10)));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(statuses(id))
                .containsExactly(
                        AuthorizationView.Status.VOIDED,
                        AuthorizationView.Status.VOIDED,
                        AuthorizationView.Status.AUTHORIZED);
        assertThat(live(id)).containsExactly(current(id));
    }

    @Test
    void moneyTakenForAnotherHoldIsNoticedWhenARenewalIsAskedAfter() {
        // given
        DisputeId id = stage.held();
        Bank.Authorization another = stage.bank().invent(id, Stage.AMOUNT);
        stage.bank().captureAtDesk(another.id(), Stage.AMOUNT);
        stage.next(Call.RENEW, Fate.lost());

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).counters().renewals()).isOne();
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aRenewalThatIsPendingAndThenDeclinedFailed() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.LATER_NO).later(Duration.ofMinutes(10)));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.stored(id).counters().renewals()).isOne();
        assertThat(live(id)).containsExactly(current(id));
    }

    @Test
    void aDeclinedRenewalWhoseAnswerIsLostIsFoundByAsking() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.NO).with(Fate.Answer.NONE));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void aRenewalWithAnotherAmountIsGivenBackAndTheOldHoldStands() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = current(id);
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.OTHER_AMOUNT));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(current(id)).isEqualTo(old);
        assertThat(live(id)).containsExactly(old);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
    }

    @Test
    void anAnswerToARenewalThatNamesAnotherAmountIsAskedAfter() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.answered(Fate.Answer.OTHER_AMOUNT));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void moneyTakenInsteadOfARenewedHoldIsNotTakenOnceMore() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.CAPTURED_AT_ONCE));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.CAPTURED);
    }

    @Test
    void aReleaseInTheMiddleOfARenewalGivesBothBack() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.plain().there(Duration.ofSeconds(8)));
        whileRenewing(id);

        // when
        Settling settling = stage.answer(stage.others().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(settling).isInstanceOf(Settling.Accepted.class);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).surplus()).isEmpty();
    }

    @Test
    void aChargeInTheMiddleOfARenewalCapturesTheNewHoldAndGivesTheOldOneBack() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.plain().there(Duration.ofSeconds(8)));
        whileRenewing(id);

        // when
        stage.answer(stage.others().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.CAPTURED);
    }

    @Test
    void aLapseInTheMiddleOfARenewalDoesNotEndTheDisputeIfTheNewHoldLives() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.plain().there(Duration.ofSeconds(8)));
        whileRenewing(id);
        stage.bank().lapse(current(id));

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.EXPIRED, AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void aLapseThatAGatewayReportsInTheMiddleOfARenewalIsNotTakenForItsEnd() {
        // given
        DisputeId id = stage.held("adyen");
        stage.next(Call.RENEW, Fate.plain().there(Duration.ofSeconds(8)));
        whileRenewing(id);
        stage.silentBank().lapse(current(id));

        // when
        Hearing early = stage.answer(stage.others().hearNews().hear("adyen", stage.latestNews()));
        stage.hear("adyen", stage.latestNews());
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(early).isEqualTo(Hearing.LATER);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(live(id)).containsExactly(current(id));
    }

    @Test
    void theFirstNewsOfAHoldThatWasRenewedAndReturnedIsOld() {
        // given
        DisputeId id = stage.held("adyen");
        GatewayEvent first = stage.news().get(0);
        stage.pass(UNTIL_RENEWED);
        stage.hear("adyen", stage.latestNews());
        stage.pass(Duration.ofMinutes(1));
        assertThat(stage.stored(id).surplus()).isEmpty();
        int voids = stage.calls(Call.VOID);

        // when
        Hearing hearing = stage.hear("adyen", first);
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(first.view().orElseThrow().id()).isNotEqualTo(current(id));
        assertThat(hearing).isEqualTo(Hearing.KNOWN);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.calls(Call.VOID)).isEqualTo(voids);
    }

    @Test
    void aHoldThatEndsWhileItsRenewalIsPendingIsRaised() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofDays(3)));
        whileRenewing(id);

        // when
        stage.bank().lapse(current(id));
        stage.pass(Duration.ofMinutes(10));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
    }

    @Test
    void anOldHoldThatLapsedBeforeItCouldBeGivenBackIsNoWorry() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.VOID, Fate.lost());
        stage.always(Call.FIND, Fate.lost());
        stage.pass(UNTIL_RENEWED);

        // when
        stage.pass(Duration.ofHours(11));
        stage.well();
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(live(id)).containsExactly(current(id));
    }

    @Test
    void anOldHoldThatCannotBeGivenBackIsShownAsOrphaned() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.VOID, Fate.answered(Fate.Answer.SERVER_ERROR).there(Duration.ofSeconds(11)));

        // when
        stage.next(Call.FIND, Fate.plain());
        stage.always(Call.FIND, Fate.lost());
        stage.pass(UNTIL_RENEWED.plusHours(2));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.ORPHANED_HOLD);
    }

    @Test
    void aHoldThatNobodyDecidedOnIsReleasedAtItsMaximumAge() {
        // given
        DisputeId id = stage.held();

        // when
        stage.pass(Duration.ofDays(60).plusHours(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.database().story(id))
                .filteredOn(it -> it.detail().contains("max_age"))
                .singleElement()
                .satisfies(it -> assertThat(it.actor()).isEqualTo("system"));
        assertThat(live(id)).isEmpty();
    }

    @Test
    void aHoldWhoseChargeCameToNothingIsLeftToAPersonHoweverOldItIs() {
        // given
        DisputeId id = stage.held();
        stage.pass(Duration.ofDays(60).minusHours(1));
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));

        // when
        stage.pass(Duration.ofDays(1).plusHours(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).contains(Attention.CAPTURE_FAILED);
        assertThat(stage.story(id)).doesNotContain("release.requested");
    }

    @Test
    void aHoldWhoseChargeCameToNothingIsNotRenewedBeyondItsMaximumAgeSoThatItEnds() {
        // given
        DisputeId id = stage.held();
        stage.pass(Duration.ofDays(60).minusHours(1));
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        int renewed = stage.calls(Call.RENEW);

        // when
        stage.pass(Duration.ofDays(8));

        // then
        assertThat(stage.calls(Call.RENEW)).isEqualTo(renewed);
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attentions()).contains(Attention.CAPTURE_FAILED);
        assertThat(stage.database().story(id))
                .anyMatch(
                        it -> it.type().equals("renewal.failed") && it.detail().contains("max_age"));
        assertThat(live(id)).isEmpty();
    }
}

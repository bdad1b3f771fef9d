package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway that can be asked places no new hold for hours, or does not say whether it did; everything else works. */
class RenewalInTheWayTest extends RenewalCase {

    private static final Duration A_WHILE = Duration.ofMinutes(5);
    private static final Duration UNTIL_NOTHING_COMES_ANY_MORE = Duration.ofHours(1);

    @Test
    void aChargeIsMadeThoughARenewalDoesNotSettle() {
        // given
        DisputeId id = whoseRenewal(isUnknown());

        // when
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(A_WHILE);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.CAPTURED);
    }

    @Test
    void aHoldWhoseChargeIsRefusedIsRenewedAfterAll() {
        // given
        DisputeId id = whoseRenewal(isUnknown());
        AuthorizationId old = current(id);
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(A_WHILE);
        stage.well();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);

        // when
        stage.pass(Duration.ofDays(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(current(id)).isNotEqualTo(old);
        assertThat(live(id)).containsExactly(current(id));
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
    }

    @Test
    void aReleaseIsMadeThoughARenewalDoesNotSettle() {
        // given
        DisputeId id = whoseRenewal(isUnknown());

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(A_WHILE);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED);
    }

    @Test
    void aDecisionComesSoonAfterARenewalWhoseOutcomeCannotBeAskedAfter() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, isUnknown());
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        whileRenewing(id);

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aRenewalThatSucceededWhileItsAnswerWasLostIsWhatACaptureIsMadeOf() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.answered(Fate.Answer.NONE));
        stage.next(Call.FIND, Fate.plain());
        stage.always(Call.FIND, Fate.lost());
        whileRenewing(id);
        stage.pass(Duration.ofSeconds(10));
        stage.well();

        // when
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(A_WHILE);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.CAPTURED);
    }

    @Test
    void aChargeIsMadeThoughARenewalIsNotDecidedForADayAndWhatComesOfThatIsGivenBack() {
        // given
        DisputeId id = whoseRenewal(Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofHours(30)));

        // when
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(A_WHILE);
        Dispute soon = stage.stored(id);
        stage.pass(Duration.ofHours(32));

        // then
        assertThat(soon.status()).isEqualTo(Status.CHARGED);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.CAPTURED, AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void aRenewalThatIsNotDecidedForLongIsToldOfUntilItIsGivenBack() {
        // given
        DisputeId id = whoseRenewal(Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofDays(2)));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));

        // when
        stage.pass(Stage.POLICY.patience().plusMinutes(30));
        Dispute waiting = stage.stored(id);
        stage.pass(Duration.ofDays(2));

        // then
        assertThat(waiting.status()).isEqualTo(Status.CHARGED);
        assertThat(waiting.attentions()).containsExactly(Attention.ORPHANED_HOLD);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(live(id)).isEmpty();
        assertThat(stage.story(id)).containsOnlyOnce("attention.raised");
    }

    @Test
    void aRenewalThatArrivesAfterTheDecisionIsGivenBack() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.answered(Fate.Answer.SERVER_ERROR).there(Duration.ofMinutes(10)));
        whileRenewing(id);
        stage.pass(Duration.ofSeconds(10));

        // when
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(A_WHILE);
        Dispute soon = stage.stored(id);
        stage.pass(UNTIL_NOTHING_COMES_ANY_MORE);

        // then
        assertThat(soon.status()).isEqualTo(Status.CHARGED);
        assertThat(soon.question().flatMap(Question::allUntil)).isPresent();
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.CAPTURED, AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.database().workAt(id)).isEmpty();
    }

    @Test
    void nothingIsAskedAnyMoreWhenARenewalThatWasLeftSurelyNeverCame() {
        // given
        DisputeId id = whoseRenewal(isUnknown());

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(UNTIL_NOTHING_COMES_ANY_MORE);

        // then
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.database().workAt(id)).isEmpty();
        assertThat(stage.story(id)).contains("renewal.failed").endsWith("gateway.confirmed");
    }

    /** Rule 10: every hold ends; and a status says what is true. */
    @Test
    void aHoldThatLapsedIsExpiredThoughItsRenewalDoesNotSettle() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, isUnknown());

        // when
        stage.pass(Duration.ofDays(7).plusMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
    }

    @Test
    void aHoldThatLapsedAtAGatewayThatCannotBeAskedIsExpiredThoughItsRenewalIsNotDecidedForDays() {
        // given
        DisputeId id = stage.held("adyen");
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofDays(4)));
        whileRenewing(id);

        stage.pass(Duration.ofDays(1).plusHours(6));

        // when
        Hearing hearing = stage.hear("adyen", stage.latestNews());
        stage.pass(Duration.ofDays(5));

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_OVER);
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(live(id)).isEmpty();
    }

    @Test
    void aChargeOfAHoldThatLapsedMeanwhileFailed() {
        // given
        DisputeId id = whoseRenewal(isUnknown());
        stage.bank().lapse(current(id));

        // when
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(A_WHILE);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
        assertThat(stage.calls(Call.CAPTURE)).isZero();
    }

    @Test
    void aHoldIsReleasedAtItsGreatestAgeThoughItsRenewalDoesNotSettle() {
        // given
        Stage young = Stage.thatGivesUpAfter(Duration.ofDays(6).plusHours(18));
        DisputeId id = young.held();
        young.always(Call.RENEW, isUnknown());

        // when
        young.pass(Duration.ofDays(6).plusHours(19));

        // then
        assertThat(young.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(young.calls(Call.RENEW)).isPositive();
    }

    /** It does not list what it has for the dispute, but says of each authorization how it stands. */
    @Test
    void aHoldThatLapsedIsExpiredThoughItsRenewalCannotBeSearchedFor() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.answered(Fate.Answer.NONE));
        stage.always(Call.SEARCH, Fate.answered(Fate.Answer.SERVER_ERROR));

        // when
        stage.pass(Duration.ofDays(7).plusMinutes(1));
        Dispute soon = stage.stored(id);
        stage.well();
        stage.pass(UNTIL_NOTHING_COMES_ANY_MORE);

        // then
        assertThat(soon.status()).isEqualTo(Status.EXPIRED);
        assertThat(soon.question().flatMap(Question::allUntil)).isPresent();
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.EXPIRED, AuthorizationView.Status.VOIDED);
    }

    @Test
    void newsOfTheEndOfAHoldIsAskedAboutThoughItsRenewalCannotBeSearchedFor() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.answered(Fate.Answer.NONE));
        stage.always(Call.SEARCH, Fate.answered(Fate.Answer.SERVER_ERROR));
        whileRenewing(id);
        stage.pass(Duration.ofHours(2));
        stage.bank().lapse(current(id));

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void newsOfARenewalIsAskedAboutThoughItCannotBeSearchedFor() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = current(id);
        stage.next(Call.RENEW, Fate.answered(Fate.Answer.NONE));
        stage.always(Call.SEARCH, Fate.answered(Fate.Answer.SERVER_ERROR));
        whileRenewing(id);
        stage.pass(Duration.ofHours(2));

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(current(id)).isNotEqualTo(old);
        assertThat(live(id)).containsExactly(current(id));
    }

    @Test
    void aHoldThatSomebodyCapturedIsNotRenewedAnyMore() {
        // given
        DisputeId id = whoseRenewal(isUnknown());

        // when
        stage.bank().captureAtDesk(current(id), Stage.AMOUNT);
        stage.pass(Duration.ofMinutes(20));
        int renewals = stage.calls(Call.RENEW);
        stage.pass(Duration.ofHours(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.calls(Call.RENEW)).isEqualTo(renewals);
    }

    /** And has been sent, and asked after, for a while. */
    private DisputeId whoseRenewal(Fate fate) {
        DisputeId id = stage.held();
        stage.always(Call.RENEW, fate);
        whileRenewing(id);
        stage.pass(A_WHILE);
        return id;
    }

    private static Fate isUnknown() {
        return Fate.lost().with(Fate.Answer.SERVER_ERROR);
    }
}

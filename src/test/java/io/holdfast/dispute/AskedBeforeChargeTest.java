package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.money.Money;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What somebody took at the gateway's own desk, of another hold of the dispute or of the one that is to be charged, is heard before a charge is sent that would take it once more. */
class AskedBeforeChargeTest extends RenewalCase {

    private static final Money TWENTY = Money.of("20.00", "USD");

    @Test
    void newsOfMoneyTakenOfTheHoldBeforeIsHeardBeforeAChargeThatWaits() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        stage.always(Call.CAPTURE, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        charge(id);
        untilNobodyWorksOn(id);
        stage.bank().captureAtDesk(old, Stage.AMOUNT);
        stage.well();
        long tried = stage.calls(Call.CAPTURE);

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofHours(1));

        // then
        assertChargedBy(id, old);
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(tried);
    }

    @Test
    void aChargeWaitsForAGatewayThatDoesNotSayWhatBecameOfTheHoldBefore() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        stage.bank().captureAtDesk(old, Stage.AMOUNT);
        stage.hear("erp", stage.latestNews());

        // when
        charge(id);
        stage.pass(Duration.ofMinutes(5));

        // then
        assertThat(stage.calls(Call.CAPTURE)).isZero();
        assertThat(stage.stored(id).operation().orElseThrow().lastOutcome().orElseThrow())
                .startsWith("ask_");
        stage.well();
        stage.pass(Duration.ofHours(1));
        assertChargedBy(id, old);
        assertThat(stage.calls(Call.CAPTURE)).isZero();
    }

    @Test
    void aChargeDoesNotWaitForThatForEver() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));

        // when
        charge(id);
        stage.pass(Stage.POLICY.patience().plus(Stage.POLICY.slowPace().multipliedBy(2)));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(current(id)).isNotEqualTo(old);
    }

    @Test
    void norUntilTheHoldLapses() {
        // given
        DisputeId id = stage.held();
        renewedAndNotGivenBack(id);
        stage.always(Call.RENEW, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        stage.pass(Duration.between(stage.now(), end(id)).minusMinutes(20));
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));

        // when
        charge(id);
        stage.pass(Duration.ofMinutes(19));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
    }

    @Test
    void afterALongOutageItIsAskedAboutFirstAllTheSame() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        stage.always(Call.FIND, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        stage.always(Call.CAPTURE, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        stage.bank().captureAtDesk(old, Stage.AMOUNT);
        charge(id);
        stage.pass(Stage.POLICY.patience().multipliedBy(2));
        untilNobodyWorksOn(id);
        long tried = stage.calls(Call.CAPTURE);

        // when
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertChargedBy(id, old);
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(tried);
    }

    @Test
    void aHoldBeforeThatCouldNotBeGivenBackIsAskedAboutThoughNobodyToldOfIt() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        stage.bank().captureAtDesk(old, Stage.AMOUNT);

        // when
        charge(id);
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertChargedBy(id, old);
        assertThat(stage.calls(Call.CAPTURE)).isZero();
    }

    @Test
    void moneyTakenOfAHoldThatIsNotOnRecordIsWhatTheDisputeIsChargedBy() {
        // given
        DisputeId id = stage.held();
        AuthorizationId known = current(id);
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        AuthorizationId unknown = stage.bank().invent(id, Stage.AMOUNT).id();
        stage.bank().captureAtDesk(unknown, Stage.AMOUNT);
        stage.hear("erp", stage.latestNews());
        charge(id);

        // when
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.stored(id).state()).isInstanceOf(HoldState.Charged.class);
        assertThat(current(id)).isEqualTo(unknown).isNotEqualTo(known);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.CAPTURED);
        assertThat(stage.calls(Call.CAPTURE)).isZero();
    }

    @Test
    void aHoldBeforeThatStillLivesDoesNotKeepThePersonWaiting() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        AuthorizationId renewed = current(id);

        // when
        charge(id);
        stage.pass(Duration.ofSeconds(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(current(id)).isEqualTo(renewed);
        assertThat(stage.stored(id).surplus()).containsExactly(old);
    }

    @Test
    void aChargeThatWasNotSentGivesWayToWhatSomebodyTookOfItsHold() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.CAPTURE, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        charge(id);
        untilNobodyWorksOn(id);
        stage.bank().captureAtDesk(current(id), TWENTY);
        stage.well();
        long tried = stage.calls(Call.CAPTURE);

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.stored(id).state())
                .isInstanceOfSatisfying(
                        HoldState.Charged.class, it -> assertThat(it.amount()).isEqualTo(TWENTY));
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(tried);
    }

    @Test
    void aChargeThatMayHaveBeenSentIsNotRepeatedBesideWhatSomebodyTookOfTheHoldBefore() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        chargeWithoutAnAnswer(id, Fate.lost());
        stage.bank().captureAtDesk(old, Stage.AMOUNT);

        // when
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertChargedBy(id, old);
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(1);
    }

    @Test
    void norIsItBeforeTheGatewayHasSaidOfThat() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        chargeWithoutAnAnswer(id, Fate.lost());
        stage.bank().captureAtDesk(old, Stage.AMOUNT);
        Fate silent = Fate.answered(Fate.Answer.SERVER_ERROR);

        // when
        stage.next(Call.FIND, Fate.plain(), silent, Fate.plain(), silent, Fate.plain(), silent);
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(1);
        stage.well();
        stage.pass(Duration.ofHours(1));
        assertChargedBy(id, old);
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(1);
    }

    @Test
    void aChargeThatWasCarriedOutStandsBesideWhatSomebodyTookOfTheHoldBefore() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        AuthorizationId renewed = current(id);
        chargeWithoutAnAnswer(id, Fate.answered(Fate.Answer.NONE));
        stage.bank().captureAtDesk(old, Stage.AMOUNT);

        // when
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertChargedAsAsked(id, renewed);
        assertThat(stage.stored(id).surplus()).isEmpty();
    }

    @Test
    void aChargeWhoseOwnHoldIsNotAnsweredForMayHaveBeenCarriedOut() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        AuthorizationId renewed = current(id);
        chargeWithoutAnAnswer(id, Fate.answered(Fate.Answer.NONE));
        stage.bank().captureAtDesk(old, Stage.AMOUNT);

        // when
        stage.well();
        stage.next(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR), Fate.plain());
        stage.pass(Duration.ofHours(1));

        // then
        assertChargedAsAsked(id, renewed);
    }

    @Test
    void moneyTakenOfTheHoldBeforeChargesTheDisputeAlsoIfItsOwnHoldWasCancelledBeside() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        chargeWithoutAnAnswer(id, Fate.lost());

        // when
        stage.bank().captureAtDesk(old, Stage.AMOUNT);
        stage.bank().voidAtDesk(current(id));
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertChargedBy(id, old);
        assertThat(stage.stored(id).surplus()).isEmpty();
    }

    @Test
    void eachHoldThatMoneyWasTakenOfIsTold() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = renewedAndNotGivenBack(id);
        AuthorizationId renewed = current(id);
        chargeWithoutAnAnswer(id, Fate.lost());
        stage.bank().captureAtDesk(old, Stage.AMOUNT);
        stage.well();
        stage.always(Call.VOID, Fate.lost());
        stage.pass(Duration.ofMinutes(1));
        assertThat(current(id)).isEqualTo(old);

        // when
        stage.bank().captureAtDesk(renewed, Stage.AMOUNT);
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.database().story(id).stream()
                        .filter(it -> it.type().equals(StoryType.ATTENTION_RAISED.code())
                                && it.detail().contains("UNEXPECTED_CAPTURE"))
                        .map(ChainedEntry::detail))
                .hasSize(2)
                .anyMatch(it -> it.contains(old.value()))
                .anyMatch(it -> it.contains(renewed.value()));
    }

    @Test
    void moneyTakenOfAnotherAmountLeavesAChargeToAPerson() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        anotherAmountIsTaken(id);
        charge(id);

        // when
        stage.well();
        stage.pass(Duration.ofMinutes(1));

        // then
        assertLeftToAPerson(id);
        assertThat(stage.calls(Call.CAPTURE)).isZero();

        // when
        charge(id);
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(1);
    }

    @Test
    void andOneThatMayHaveBeenSentWhenItHasBeenOutOfTheQuestionForLong() {
        // given
        DisputeId id = stage.held();
        chargeWithoutAnAnswer(id, Fate.lost());
        anotherAmountIsTaken(id);
        stage.always(Call.CAPTURE, Fate.plain());

        // when
        stage.pass(Duration.ofMinutes(2));

        // then
        assertThat(stage.stored(id).pending()).isPresent();
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(1);

        // when
        stage.pass(Stage.POLICY.patience().plus(Stage.POLICY.slowPace().multipliedBy(2)));

        // then
        assertLeftToAPerson(id);
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(1);
    }

    /** Of a hold that nobody asked for, and news tells of it. */
    private void anotherAmountIsTaken(DisputeId id) {
        AuthorizationId other = stage.bank().invent(id, TWENTY).id();
        stage.bank().captureAtDesk(other, TWENTY);
        stage.hear("erp", stage.latestNews());
    }

    private void assertLeftToAPerson(DisputeId id) {
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).pending()).isEmpty();
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.stored(id).attentions()).contains(Attention.UNEXPECTED_CAPTURE, Attention.CAPTURE_FAILED);
    }

    @Test
    void newsAloneStopTheRepeatWhereAGatewayCannotBeAsked() {
        // given
        DisputeId id = stage.held("adyen");
        AuthorizationId old = current(id);
        stage.always(Call.VOID, Fate.lost());
        stage.pass(UNTIL_RENEWED);
        assertThat(stage.stored(id).surplus()).containsExactly(old);
        stage.always(Call.CAPTURE, Fate.lost());
        charge(id);
        untilNobodyWorksOn(id);
        long tried = stage.calls(Call.CAPTURE);

        // when
        stage.silentBank().captureAtDesk(old, Stage.AMOUNT);
        stage.hear("adyen", stage.latestNews());
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertChargedBy(id, old);
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(tried);
    }

    private AuthorizationId renewedAndNotGivenBack(DisputeId id) {
        AuthorizationId old = current(id);
        stage.always(Call.VOID, Fate.lost());
        stage.pass(UNTIL_RENEWED);
        assertThat(stage.stored(id).surplus()).containsExactly(old);
        return old;
    }

    private Instant end(DisputeId id) {
        return ((HoldState.Held) stage.stored(id).state()).theHold().expiresAt();
    }

    /** Nobody here knows whether the gateway has carried it out. */
    private void chargeWithoutAnAnswer(DisputeId id, Fate fate) {
        stage.next(Call.CAPTURE, fate);
        charge(id);
        untilNobodyWorksOn(id);
        assertThat(stage.stored(id).operation().orElseThrow().maybeSent()).isTrue();
    }

    private void charge(DisputeId id) {
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
    }

    /** And somebody has to know of what was taken beside it. */
    private void assertChargedAsAsked(DisputeId id, AuthorizationId renewed) {
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(current(id)).isEqualTo(renewed);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    private void assertChargedBy(DisputeId id, AuthorizationId old) {
        assertThat(stage.stored(id).state()).isInstanceOf(HoldState.Charged.class);
        assertThat(current(id)).isEqualTo(old);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.CAPTURED, AuthorizationView.Status.VOIDED);
    }
}

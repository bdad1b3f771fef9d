package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Glass;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore.Due;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One customer's token in many disputes, and refreshes that do not settle. That no traded token is used the simulation's rules see to in each of these. */
class SharedTokenTest {

    private static final Duration UNTIL_REFRESH = Duration.ofDays(30).plusMinutes(1);
    private static final Duration A_HOLD_LIVES = Duration.ofDays(40);

    /** A refresh and a renewal are due about then, within half a day. */
    private static final Duration A_SHORTER_ONE = Duration.ofDays(31);

    private final Stage stage = Stage.withoutSchedules();
    private final OpenCommand command = stage.command("erp");

    SharedTokenTest() {
        stage.bank().holdsLive(A_HOLD_LIVES);
    }

    @Test
    void aRenewalThatWasNeverSentGivesWayToOneWithTheNewToken() {
        // given
        stage.bank().holdsLive(A_SHORTER_ONE);
        DisputeId one = held();
        DisputeId other = held();
        stage.pass(UNTIL_REFRESH.plusHours(12));
        stage.next(Call.RENEW, Fate.notSent(GatewayOutcome.Reason.RATE_LIMITED).retryAfter(Duration.ofMinutes(10)));
        stage.round(Due.RENEWAL);

        // when
        stage.round(Due.REFRESH);
        stage.workOn(0, Duration.ofMinutes(11));

        // then
        assertThat(stage.stored(one).counters().renewals()
                        + stage.stored(other).counters().renewals())
                .isEqualTo(3);
        assertThat(token(one))
                .isEqualTo(token(other))
                .isNotEqualTo(command.paymentMethodId().reveal());
        assertThat(stage.books(one)).hasSize(2);
        assertThat(stage.books(other)).hasSize(2);
    }

    @Test
    void whileOneDisputeHasTheTokenTradedTheOthersWait() {
        // given
        DisputeId one = held();
        DisputeId other = held();
        stage.pass(UNTIL_REFRESH);
        stage.always(Call.REFRESH, Fate.answered(Fate.Answer.NONE));

        // when
        stage.round(Due.REFRESH);
        stage.workOn(0, Duration.ofMinutes(2));
        int inDoubt = stage.calls(Call.REFRESH);
        stage.well();
        stage.workOn(0, Duration.ofMinutes(3));

        // then
        assertThat(inDoubt).isGreaterThan(1);
        assertThat(stage.calls(Call.REFRESH)).isEqualTo(inDoubt + 1);
        assertThat(token(one))
                .isEqualTo(token(other))
                .isNotEqualTo(command.paymentMethodId().reveal());
    }

    @Test
    void aDisputeThatIsOpenedWhileItsTokenIsTradedIsAnsweredAtOnceAndHeldWithTheNewOne() {
        // given
        held();
        stage.pass(UNTIL_REFRESH);
        stage.next(Call.REFRESH, Fate.answered(Fate.Answer.NONE));
        stage.round(Due.REFRESH);

        // when
        DisputeId fresh = open();
        Status before = stage.stored(fresh).status();
        int sent = stage.books(fresh).size();
        stage.workOn(0, Duration.ofMinutes(1));

        // then
        assertThat(before).isEqualTo(Status.INITIATED);
        assertThat(sent).isZero();
        assertThat(stage.stored(fresh).status()).isEqualTo(Status.HELD);
        assertThat(token(fresh)).isNotEqualTo(command.paymentMethodId().reveal());
        assertThat(stage.books(fresh)).hasSize(1);
    }

    @Test
    void aTokenIsNotTradedWhileAHoldIsBeingPlacedWithIt() {
        // given
        DisputeId one = held();
        stage.pass(UNTIL_REFRESH);
        stage.next(Call.AUTHORIZE, Fate.plain().there(Duration.ofSeconds(6)));
        DisputeId other = open();
        stage.pass(Duration.ofSeconds(1));

        // when
        stage.round(Due.REFRESH);
        int before = stage.calls(Call.REFRESH);
        stage.workOn(0, Duration.ofSeconds(20));

        // then
        assertThat(before).isZero();
        assertThat(stage.stored(other).status()).isEqualTo(Status.HELD);
        assertThat(token(one)).isNotEqualTo(command.paymentMethodId().reveal());
    }

    @Test
    void aReleaseDoesNotWaitForARefreshThatWasNeverSent() {
        // given
        DisputeId id = held();
        stage.pass(UNTIL_REFRESH);
        stage.always(Call.REFRESH, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        stage.round(Due.REFRESH);

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        // the token is as good as it was, for anybody
        stage.well();
        assertThat(stage.stored(held()).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aRefreshThatDoesNotSettleGivesWayToTheRenewalWhenPatienceIsOver() {
        // given
        stage.bank().holdsLive(A_SHORTER_ONE);
        DisputeId id = held();
        stage.pass(Duration.ofDays(30).plusSeconds(1));
        stage.always(Call.REFRESH, Fate.lost().with(Fate.Answer.SERVER_ERROR));
        stage.round(Due.REFRESH);

        // when
        stage.workOn(0, Duration.ofHours(13));
        stage.round(Due.RENEWAL);
        // it asks what became of the token, and has the same patience
        stage.workOn(0, Duration.ofHours(2));

        // then
        assertThat(stage.story(id)).contains("token.refresh_failed", "renewal.started");
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void aRefreshThatGaveWayToTheRenewalIsMadeGoodWhenTheGatewaySaysThatTheTokenIsAsItWas() {
        // given one that nobody answers until patience is over
        stage.bank().holdsLive(A_SHORTER_ONE);
        stage.bank().refreshesInPlace();
        DisputeId id = held();
        stage.pass(Duration.ofDays(30).plusSeconds(1));
        stage.always(Call.REFRESH, Fate.lost());
        stage.round(Due.REFRESH);
        stage.workOn(0, Duration.ofHours(13));
        stage.round(Due.RENEWAL);
        Optional<Attention> before = stage.stored(id).attention();

        // when
        stage.well();
        stage.workOn(0, Duration.ofHours(1));

        // then
        assertThat(before).contains(Attention.TOKEN_REFRESH_FAILED);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).upkeep().refreshAt()).isPresent();
        assertThat(stage.story(id)).containsSubsequence("token.refresh_failed", "token.refreshed", "hold.renewed");
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void aRefreshThatDoesNotSettleDoesNotHideThatTheHoldLapsed() {
        // given
        DisputeId id = held();
        stage.pass(A_HOLD_LIVES.minusMinutes(20));
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.NO));
        stage.round(Due.RENEWAL);
        stage.always(Call.REFRESH, Fate.answered(Fate.Answer.NONE));
        stage.round(Due.REFRESH);

        // when
        stage.workOn(0, Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void aReleaseDoesNotWaitLongForARefreshThatGetsNoAnswer() {
        // given
        DisputeId id = held();
        stage.pass(UNTIL_REFRESH);
        stage.always(Call.REFRESH, Fate.answered(Fate.Answer.NONE));
        stage.round(Due.REFRESH);
        // sent after two seconds
        stage.pass(Duration.ofSeconds(2));

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.workOn(0, Duration.ofMinutes(2));

        // then
        assertThat(stage.calls(Call.REFRESH)).isEqualTo(Step.TRIES_BEFORE_A_DECISION);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aRenewalWaitsForATradeThatIsInDoubtAndAReleaseDoesNotWaitForTheRenewal() {
        // given one whose token is to be refreshed, and two that are to be renewed about then
        DisputeId one = held();
        stage.pass(Duration.ofDays(12));
        stage.bank().holdsLive(Duration.ofDays(20));
        DisputeId released = held();
        DisputeId renewed = held();
        stage.pass(Duration.ofDays(20).minusHours(12));
        stage.always(Call.REFRESH, Fate.answered(Fate.Answer.NONE));
        stage.round(Due.REFRESH);

        // when
        stage.round(Due.RENEWAL);
        stage.workOn(0, Duration.ofMinutes(14));
        int early = stage.calls(Call.RENEW);
        boolean waits = isRenewing(released) && isRenewing(renewed);
        stage.answer(stage.disputes().releaseHold().release(released, "agent"));
        stage.pass(Duration.ofSeconds(1));
        Status decided = stage.stored(released).status();
        stage.workOn(0, Duration.ofHours(2));

        // then
        assertThat(stage.story(one)).contains("token.refresh_started");
        assertThat(early).isZero();
        assertThat(waits).isTrue();
        assertThat(decided).isEqualTo(Status.RELEASED);
        assertThat(stage.calls(Call.RENEW)).isEqualTo(1);
        assertThat(stage.story(renewed)).contains("renewal.failed");
    }

    @Test
    void aTradeThatIsSentLongAfterItWasBegunIsWaitedForAsLongAsAnyOther() {
        // given one whose refresh is begun, and not sent before every replica dies, and one that is to be renewed
        held();
        stage.pass(Duration.ofDays(12));
        stage.bank().holdsLive(Duration.ofDays(18).plusMinutes(40));
        held();
        stage.pass(Duration.ofDays(18).plusMinutes(2));
        stage.always(Call.REFRESH, Fate.answered(Fate.Answer.NONE));
        stage.round(Due.REFRESH);
        stage.replica(0).die();
        stage.replica(1).die();
        stage.pass(Duration.ofMinutes(10));
        stage.replica(0).start();

        // when
        stage.workOn(0, Duration.ofMinutes(1));
        int traded = stage.calls(Call.REFRESH);
        stage.round(Due.RENEWAL);
        stage.workOn(0, Duration.ofMinutes(6));

        // then
        assertThat(traded).isPositive();
        assertThat(stage.calls(Call.RENEW)).isZero();
    }

    @Test
    void aRenewalThatWaitsForATradeDoesNotHideThatTheHoldLapsed() {
        // given one whose token is to be refreshed, and one whose hold lapses while nobody knows what became of the
        // token
        held();
        stage.pass(Duration.ofDays(12));
        stage.bank().holdsLive(Duration.ofDays(18).plusMinutes(10));
        DisputeId lapsing = held();
        stage.pass(Duration.ofDays(18).plusMinutes(2));
        stage.always(Call.REFRESH, Fate.answered(Fate.Answer.NONE));
        stage.round(Due.REFRESH);
        stage.round(Due.RENEWAL);
        boolean waits = isRenewing(lapsing);

        // when
        stage.workOn(0, Duration.ofMinutes(14));

        // then
        assertThat(waits).isTrue();
        assertThat(stage.calls(Call.RENEW)).isZero();
        assertThat(stage.stored(lapsing).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(lapsing).operation()).isEmpty();
    }

    @Test
    void aRenewalThatCouldNotBeSentBeforeTheEndIsNotSentAfterIt() {
        // given
        stage.bank().holdsLive(A_SHORTER_ONE);
        DisputeId id = held();
        stage.pass(A_SHORTER_ONE.minusMinutes(20));
        stage.always(Call.RENEW, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        stage.round(Due.RENEWAL);

        // when the hold lapses, and then the gateway can be reached again
        stage.workOn(0, Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        stage.well();
        stage.workOn(0, Duration.ofMinutes(10));
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.books(id)).hasSize(1);
    }

    @Test
    void aTradeWhoseDisputeWasReleasedIsRepeatedForTheNextThatNeedsTheToken() {
        // given one whose refresh got no answer before it was released, and a younger one with the same token
        DisputeId one = held();
        stage.pass(Duration.ofDays(1));
        DisputeId other = held();
        stage.pass(UNTIL_REFRESH.minusDays(1));
        releasedInTheMiddleOfItsRefresh(one);
        int sent = stage.calls(Call.REFRESH);
        stage.well();

        // when
        stage.pass(Duration.ofDays(1));
        stage.round(Due.REFRESH);
        stage.workOn(0, Duration.ofMinutes(1));

        // then
        assertThat(stage.calls(Call.REFRESH)).isEqualTo(sent + 1);
        assertThat(token(other)).isNotEqualTo(command.paymentMethodId().reveal());
        assertThat(stage.stored(other).attention()).isEmpty();
        assertThat(stage.stored(other).operation()).isEmpty();
    }

    @Test
    void aDisputeThatIsOpenedAfterATradeWhoseDisputeWasReleasedIsHeldWithTheNewToken() {
        // given
        DisputeId one = held();
        stage.pass(UNTIL_REFRESH);
        releasedInTheMiddleOfItsRefresh(one);
        stage.well();

        // when
        DisputeId fresh = open();
        stage.workOn(0, Duration.ofMinutes(20));

        // then
        assertThat(stage.stored(fresh).status()).isEqualTo(Status.HELD);
        assertThat(token(fresh)).isNotEqualTo(command.paymentMethodId().reveal());
    }

    @Test
    void aRenewalRepeatsATradeWhoseDisputeWasReleased() {
        // given
        DisputeId one = held();
        stage.pass(Duration.ofDays(12));
        stage.bank().holdsLive(Duration.ofDays(20));
        DisputeId other = held();
        stage.pass(Duration.ofDays(20).minusHours(12));
        releasedInTheMiddleOfItsRefresh(one);
        stage.well();

        // when
        stage.round(Due.RENEWAL);
        stage.workOn(0, Duration.ofMinutes(20));

        // then
        assertThat(stage.story(other))
                .contains("token.replaced", "hold.renewed")
                .doesNotContain("renewal.failed");
        assertThat(stage.calls(Call.RENEW)).isOne();
    }

    @Test
    void whileATradeGetsNoAnswerAHoldIsNotPlacedWithATokenThatMayBeGoneAndAPersonIsTold() {
        // given
        DisputeId one = held();
        stage.pass(UNTIL_REFRESH);
        releasedInTheMiddleOfItsRefresh(one);

        // when
        DisputeId fresh = open();
        stage.workOn(0, Duration.ofMinutes(30));
        Status before = stage.stored(fresh).status();
        Optional<Attention> attention = stage.stored(fresh).attention();
        stage.well();
        stage.workOn(0, Duration.ofMinutes(2));

        // then
        assertThat(before).isEqualTo(Status.INITIATED);
        assertThat(attention).contains(Attention.GATEWAY_UNREACHABLE);
        assertThat(stage.stored(fresh).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(fresh).attention()).isEmpty();
        assertThat(token(fresh)).isNotEqualTo(command.paymentMethodId().reveal());
    }

    @Test
    void aTradeThatTheGatewayRefusesWhenItIsRepeatedLeavesTheTokenAsItWas() {
        // given one whose refresh never arrived
        DisputeId one = held();
        stage.pass(UNTIL_REFRESH);
        releasedInTheMiddleOfItsRefresh(one, Fate.lost());
        stage.well();
        stage.always(Call.REFRESH, Fate.of(Fate.Verdict.NO));

        // when
        DisputeId fresh = open();
        stage.workOn(0, Duration.ofMinutes(20));

        // then
        assertThat(stage.stored(fresh).status()).isEqualTo(Status.HELD);
        assertThat(token(fresh)).isEqualTo(command.paymentMethodId().reveal());
    }

    private void releasedInTheMiddleOfItsRefresh(DisputeId id) {
        releasedInTheMiddleOfItsRefresh(id, Fate.answered(Fate.Answer.NONE));
    }

    private void releasedInTheMiddleOfItsRefresh(DisputeId id, Fate refresh) {
        stage.always(Call.REFRESH, refresh);
        stage.round(Due.REFRESH);
        // sent after two seconds
        stage.pass(Duration.ofSeconds(2));
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.workOn(0, Duration.ofMinutes(2));
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    private boolean isRenewing(DisputeId id) {
        return stage.stored(id)
                .operation()
                .filter(it -> it.kind() == OperationKind.RENEW)
                .isPresent();
    }

    private String token(DisputeId id) {
        return Glass.token(stage.stored(id));
    }

    private DisputeId held() {
        DisputeId id = open();
        stage.pass(Duration.ofSeconds(1));
        return id;
    }

    private DisputeId open() {
        Opening opening = stage.answer(stage.disputes().openDispute().open(command));
        return ((Opening.Opened) opening).dispute().id();
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Glass;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshTokenTest {

    private static final Duration A_MONTH = Duration.ofDays(30).plusHours(2);

    private final Stage stage = Stage.forWeeks();

    @Test
    void aTokenIsRefreshedAndTheNewOneIsUsedFromThenOn() {
        // given
        DisputeId id = stage.held();
        String old = Glass.token(stage.stored(id));

        // when
        stage.pass(A_MONTH);

        // then
        assertThat(Glass.token(stage.stored(id))).isNotEqualTo(old);
        assertThat(stage.calls(Call.REFRESH)).isOne();
        assertThat(stage.story(id)).contains("token.refresh_started", "token.refreshed");
        // the rules see to it that no later intent uses the old one
        stage.pass(Duration.ofDays(10));
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void aTokenThatTwoDisputesHaveIsTradedOnceAndTheOldOneIsUsedByNeither() {
        // given
        OpenCommand first = stage.command("erp");
        DisputeId one = open(first);
        DisputeId other = open(first);

        // when
        stage.pass(A_MONTH.plusDays(3));

        // then
        assertThat(Glass.token(stage.stored(one)))
                .isEqualTo(Glass.token(stage.stored(other)))
                .isNotEqualTo(first.paymentMethodId().reveal());
        assertThat(List.of(stage.stored(one), stage.stored(other)))
                .allSatisfy(dispute -> assertThat(dispute.attention()).isEmpty());
    }

    @Test
    void aRefreshIsNotTriedAgainOnceAnotherDisputesHasTradedTheToken() {
        // given
        OpenCommand first = stage.command("erp");
        DisputeId one = open(first);
        DisputeId other = open(first);
        stage.next(Call.REFRESH, Fate.notSent(GatewayOutcome.Reason.RATE_LIMITED));

        // when
        stage.pass(A_MONTH.plusDays(3));

        // then
        assertThat(stage.calls(Call.REFRESH)).isEqualTo(2);
        assertThat(Glass.token(stage.stored(one)))
                .isEqualTo(Glass.token(stage.stored(other)))
                .isNotEqualTo(first.paymentMethodId().reveal());
        assertThat(List.of(stage.stored(one), stage.stored(other)))
                .allSatisfy(dispute -> assertThat(dispute.operation()).isEmpty());
    }

    @Test
    void aDisputeThatIsOpenedWithATokenThatWasTradedGetsTheNewOne() {
        // given
        OpenCommand command = stage.command("erp");
        DisputeId old = open(command);
        stage.pass(A_MONTH);

        // when
        DisputeId fresh = open(command);
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(Glass.token(stage.stored(fresh))).isEqualTo(Glass.token(stage.stored(old)));
        assertThat(stage.stored(fresh).status()).isEqualTo(Status.HELD);
    }

    @Test
    void aTokenThatIsGoneIsShownAndNotAskedForAgain() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.REFRESH, Fate.of(Fate.Verdict.NO));

        // when
        stage.pass(A_MONTH.plusDays(3));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.TOKEN_REFRESH_FAILED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.calls(Call.REFRESH)).isOne();
    }

    @Test
    void aRefreshWhoseAnswerIsLostIsRepeatedWithItsKey() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.REFRESH, Fate.answered(Fate.Answer.NONE), Fate.answered(Fate.Answer.RESET));

        // when
        stage.pass(A_MONTH);

        // then
        assertThat(stage.stored(id).counters().refreshes()).isOne();
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.calls(Call.REFRESH)).isEqualTo(3);
    }

    @Test
    void aRefreshThatCouldNotBeSentForHoursIsSentOnceItCan() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.REFRESH, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        stage.pass(A_MONTH.plusHours(3));
        assertThat(stage.stored(id).operation()).isPresent();

        // when
        stage.always(Call.REFRESH, Fate.plain());
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.story(id)).contains("token.refreshed");
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void aRenewalAfterAFailedRefreshIsStillTried() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.REFRESH, Fate.of(Fate.Verdict.NO));
        stage.pass(A_MONTH);
        int renewals = stage.stored(id).counters().renewals();

        // when
        stage.pass(Duration.ofDays(8));

        // then
        assertThat(stage.stored(id).counters().renewals()).isGreaterThan(renewals);
        assertThat(stage.stored(id).attention()).contains(Attention.TOKEN_REFRESH_FAILED);
    }

    @Test
    void aTokenOfAGatewayThatRefreshesNoneIsNeverDue() {
        // given
        DisputeId id = stage.open("adyen");

        // when
        stage.pass(A_MONTH);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).upkeep().refreshAt()).isEmpty();
        assertThat(stage.calls(Call.REFRESH)).isZero();
    }

    @Test
    void aHoldThatIsTooOldDoesNotWaitForARefreshThatHangs() {
        // given
        Stage strict = Stage.thatGivesUpAfter(Stage.POLICY.refreshAfter().plusHours(1));
        DisputeId id = strict.held();
        strict.always(Call.REFRESH, Fate.lost());

        // when
        strict.pass(Stage.POLICY.refreshAfter().plusHours(2));

        // then
        assertThat(strict.stored(id).counters().refreshes()).isOne();
        assertThat(strict.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aReleaseInTheMiddleOfARefreshRunsNext() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.REFRESH, Fate.plain().there(Duration.ofSeconds(8)));
        while (stage.stored(id).counters().refreshes() == 0) {
            stage.pass(Duration.ofSeconds(1));
        }
        // sent after two seconds, and under way for eight
        stage.pass(Duration.ofSeconds(3));

        // when
        stage.answer(stage.others().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.story(id)).contains("token.refreshed");
    }

    /** It is asked about again and again, and is not renewed any more: a token is of no use to it. */
    @Test
    void theTokenOfAHoldThatOutlivesItsEndIsNotTriedAtEachRound() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        stage.bank().outliveItsEnd(stage.books(id).get(0).id());

        // when
        stage.pass(A_MONTH.plusDays(3));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.story(id)).containsOnlyOnce("token.refresh_started");
    }

    private DisputeId open(OpenCommand command) {
        Opening opening = stage.answer(stage.disputes().openDispute().open(command));
        return ((Opening.Opened) opening).dispute().id();
    }
}

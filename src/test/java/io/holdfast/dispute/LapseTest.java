package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.money.Money;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Glass;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Only the gateway's word makes EXPIRED. */
class LapseTest {

    private final Stage stage = Stage.forWeeks();

    @Test
    void aLapseThatTheGatewayReportsIsAskedAboutAndThenExpired() {
        // given
        DisputeId id = stage.held();
        stage.bank().lapse(stage.books(id).get(0).id());

        // when
        Hearing hearing = stage.hear("erp", stage.news().get(1));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_UP);
        assertThat(stage.calls(Call.FIND))
                .as("about the hold, and about others that the dispute may have")
                .isEqualTo(2);
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).question()).isEmpty();
    }

    /** The dispute cannot be charged by it, and does not stand on it either. */
    @Test
    void moneyTakenOfAHoldOfAnotherAmountDoesNotHideThatTheHoldHasEnded() {
        // given
        DisputeId id = stage.held();
        Money other = Money.of("20.00", "USD");
        AuthorizationId unknown = stage.bank().invent(id, other).id();
        stage.bank().captureAtDesk(unknown, other);
        stage.bank().lapse(stage.books(id).get(0).id());

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.stored(id).question()).isEmpty();
    }

    @Test
    void aHoldThatLivesOnAtItsEndIsNotExpired() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        stage.bank().prolong(stage.books(id).get(0).id(), Duration.ofDays(2));

        // when
        stage.pass(Duration.ofDays(7).plusHours(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).state().hold().orElseThrow().expiresAt())
                .isAfter(stage.now().plus(Duration.ofDays(1)));
    }

    @Test
    void aHoldThatIsToEndSoonerIsRenewedInTime() {
        // given
        DisputeId id = stage.held();
        Bank.Authorization hold = stage.books(id).get(0);
        stage.bank().prolong(hold.id(), Duration.ofDays(-5));

        // when
        Hearing hearing = stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_UP);
        assertThat(stage.stored(id).state().hold().orElseThrow().expiresAt())
                .isBefore(stage.now().plus(Duration.ofDays(2)));

        // when
        stage.pass(Duration.ofDays(3));

        // then
        assertThat(stage.calls(Call.RENEW)).isEqualTo(1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).state().authorizationId()).isPresent().isNotEqualTo(Optional.of(hold.id()));
    }

    /** Such as one of a gateway that is wrong about its time zone: every renewal of it would be one more hold on the card. */
    @Test
    void aHoldThatIsOverAlreadyWhenItIsPlacedIsNotRenewedButShown() {
        // given
        stage.bank().holdsLive(Duration.ofMillis(1));
        DisputeId id = stage.open();

        // when
        for (int i = 0; i < 2_000; i++) {
            stage.books(id).forEach(it -> stage.bank().outliveItsEnd(it.id()));
            if (!stage.steps(1)) {
                stage.pass(Duration.ofSeconds(5));
            }
        }

        // then
        assertThat(stage.calls(Call.RENEW)).isZero();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
    }

    @Test
    void aProlongedHoldIsAskedAboutAtItsNewEnd() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        stage.bank().prolong(stage.books(id).get(0).id(), Duration.ofDays(2));

        // when
        stage.pass(Duration.ofDays(9).plusHours(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.calls(Call.FIND)).isLessThan(5);
    }

    @Test
    void aHoldThatOutlivesItsEndIsAskedAboutWithPausesAndReleasedAtItsGreatestAge() {
        // given
        Stage weeks = Stage.thatGivesUpAfter(Duration.ofDays(9));
        DisputeId id = weeks.held();
        weeks.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        weeks.bank().outliveItsEnd(weeks.books(id).get(0).id());

        // when
        weeks.pass(Duration.ofDays(9).minusMinutes(1));

        // then
        assertThat(weeks.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(weeks.calls(Call.FIND)).isBetween(40, 300);
        weeks.pass(Duration.ofHours(2));
        assertThat(weeks.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(weeks.books(id).get(0).status()).isEqualTo(AuthorizationView.Status.VOIDED);
        weeks.pass(Duration.ofHours(1));
        assertThat(weeks.stored(id).question()).isEmpty();
    }

    @Test
    void aRenewalThatCannotBeSentDoesNotKeepAHoldBeyondItsGreatestAge() {
        // given
        Stage weeks = Stage.thatGivesUpAfter(Duration.ofDays(9));
        DisputeId id = weeks.held();
        weeks.always(Call.RENEW, Fate.notSent(GatewayOutcome.Reason.RATE_LIMITED));
        weeks.bank().outliveItsEnd(weeks.books(id).get(0).id());

        // when
        weeks.pass(Duration.ofDays(9).plusHours(3));

        // then
        assertThat(weeks.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aHoldWhoseRenewalWasMissedIsRenewedIfTheGatewaySaysThatItLives() {
        // given
        DisputeId id = stage.held();
        stage.bank().outliveItsEnd(stage.books(id).get(0).id());
        stage.replica(0).die();
        stage.replica(1).die();
        stage.pass(Duration.ofDays(8));

        // when
        stage.replica(0).start();
        stage.pass(Duration.ofMinutes(20));

        // then
        assertThat(stage.calls(Call.RENEW)).isOne();
        assertThat(stage.calls(Call.FIND)).isLessThan(4);
        assertThat(stage.books(id).stream().map(Bank.Authorization::status))
                .containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
    }

    @Test
    void aChargeThatWasNotCarriedOutIsStillSaidAfterTheHoldHasLapsed() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofMinutes(1));

        // when
        stage.bank().lapse(stage.books(id).get(0).id());
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
    }

    @Test
    void aTokenThatCouldNotBeRefreshedIsNoWorryOnceTheHoldHasLapsed() {
        // given
        DisputeId id = stage.held();
        stage.bank().disableAndTell(Glass.token(stage.stored(id)));
        stage.hear("erp", stage.latestNews());
        boolean raised = stage.stored(id).attention().isPresent();

        // when
        stage.bank().lapse(stage.books(id).get(0).id());
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(raised).isTrue();
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void aGatewayThatCannotBeAskedIsWaitedForWithoutUselessWork() {
        // given
        DisputeId id = stage.held("adyen");
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        stage.pass(Duration.ofDays(6).plusHours(23));
        long version = stage.stored(id).version();

        // when
        stage.pass(Duration.ofDays(3));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.stored(id).version()).isEqualTo(version);
        assertThat(stage.database().workAt(id)).isEmpty();
    }

    @Test
    void aGatewayThatDoesNotAnswerAtTheHoldsEndLeavesItHeldAndUnreachable() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.RENEW, Fate.of(Fate.Verdict.NO));
        stage.always(Call.FIND, Fate.lost());

        // when
        stage.pass(Duration.ofDays(7).plusHours(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.calls(Call.FIND)).isBetween(10, 120);
    }

    @Test
    void aReleaseOfWhatLapsedBeforeItWasSeenLiveIsDone() {
        // given
        stage.next(Call.AUTHORIZE, Fate.answered(Fate.Answer.NONE));
        DisputeId id = stage.held();
        stage.answer(stage.others().releaseHold().release(id, "agent"));
        stage.bank().lapse(stage.books(id).get(0).id());

        // when
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).pending()).isEmpty();
    }
}

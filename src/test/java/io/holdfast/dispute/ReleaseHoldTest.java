package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Rejection;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.testing.LogLines;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReleaseHoldTest {

    private final Stage stage = new Stage();

    @Test
    void aReleaseIsAcceptedBeforeTheGatewayIsCalled() {
        // given
        DisputeId id = stage.held();

        // when
        Settling settling = release(id);

        // then
        assertThat(settling).isInstanceOf(Settling.Accepted.class);
        assertThat(((Settling.Accepted) settling).dispute().pending()).contains(new Settlement.Release());
        assertThat(stage.calls(Call.VOID)).isZero();
    }

    @Test
    void theLogSaysOnceWhoHadItReleased() {
        try (LogLines log = new LogLines("io.holdfast.dispute.story")) {
            // given
            DisputeId id = stage.held();

            // when
            stage.answer(stage.disputes().releaseHold().release(id, "anna"));
            stage.answer(stage.disputes().releaseHold().release(id, "bert"));

            // then
            assertThat(log.lines()).containsExactly("INFO dispute " + id + ": release asked for by anna");
        }
    }

    @Test
    void aReleasedHoldIsGivenBack() {
        // given
        DisputeId id = stage.held();

        // when
        release(id);
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).pending()).isEmpty();
        assertThat(stage.stored(id).lease()).isEmpty();
        assertThat(stage.database().workAt(id)).isEmpty();
        assertThat(status(id)).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void aRepeatedReleaseIsNotDoneYetWhileItIsPending() {
        // given
        DisputeId id = stage.held();
        stage.bankIsAway();
        release(id);

        // when
        Settling again = release(id);

        // then
        assertThat(again)
                .isInstanceOfSatisfying(
                        Settling.Repeated.class, it -> assertThat(it.done()).isFalse());
    }

    @Test
    void aRepeatedReleaseIsDoneOnceTheGatewayHasConfirmed() {
        // given
        DisputeId id = stage.held();
        release(id);
        stage.pass(Duration.ofSeconds(1));

        // when
        Settling again = release(id);

        // then
        assertThat(again)
                .isInstanceOfSatisfying(
                        Settling.Repeated.class, it -> assertThat(it.done()).isTrue());
        assertThat(stage.calls(Call.VOID)).isOne();
    }

    @Test
    void aFailedDisputeCannotBeReleased() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));
        DisputeId id = stage.held();

        // when
        Settling settling = release(id);

        // then
        assertThat(settling).isEqualTo(new Settling.Rejected(Rejection.NOT_HELD));
    }

    @Test
    void aChargedDisputeCannotBeReleased() {
        // given
        DisputeId id = stage.held();
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));

        // when
        Settling settling = release(id);

        // then
        assertThat(settling).isEqualTo(new Settling.Rejected(Rejection.ALREADY_CHARGED));
    }

    @Test
    void anExpiredDisputeCannotBeReleased() {
        // given
        DisputeId id = expired();

        // when
        Settling settling = release(id);

        // then
        assertThat(settling).isEqualTo(new Settling.Rejected(Rejection.HOLD_EXPIRED));
    }

    @Test
    void anUnknownDisputeIsNotFound() {
        // when
        Settling settling = release(new DisputeId(new UUID(1, 2)));

        // then
        assertThat(settling).isInstanceOf(Settling.NotFound.class);
    }

    @Test
    void aReleaseOfWhatIsNotKnownYetIsCarriedOutOnceTheGatewaySaysYes() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().there(Duration.ofSeconds(3)));
        DisputeId id = stage.open();

        // when
        Settling settling = release(id);
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(settling).isInstanceOf(Settling.Accepted.class);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(status(id)).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void aReleaseOfWhatIsNotKnownYetEndsInFailedIfTheGatewaySaysNo() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO).there(Duration.ofSeconds(3)));
        DisputeId id = stage.open();

        // when
        release(id);
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(stage.stored(id).pending()).isEmpty();
        assertThat(stage.calls(Call.VOID)).isZero();
    }

    @Test
    void aReleaseOfWhatIsPendingWaitsForTheGatewaysDecision() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofSeconds(20)));
        DisputeId id = stage.held();
        release(id);
        stage.pass(Duration.ofSeconds(15));
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.calls(Call.VOID)).isZero();

        // when
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aReleaseOfAHoldWithAnotherAmountGivesItBack() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.OTHER_AMOUNT));
        DisputeId id = stage.held();

        // when
        release(id);
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(status(id)).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void aReleaseWhoseAnswerIsLostIsFoundByAsking() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.VOID, Fate.answered(Fate.Answer.NONE));

        // when
        release(id);
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.calls(Call.VOID)).isOne();
    }

    @Test
    void aReleaseKeepsItsKeyWhileThereIsPatienceWithTheGateway() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.VOID, Fate.of(Fate.Verdict.NO));

        // when
        release(id);
        stage.pass(Stage.POLICY.patience());

        // then
        assertThat(stage.calls(Call.VOID)).isGreaterThan(2);
        assertThat(stage.stored(id).counters().voids()).isOne();
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }

    @Test
    void aReleaseThatItsKeyHasABadAnswerToForEverIsSentWithAnotherOneWhenPatienceIsOver() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.VOID, Fate.of(Fate.Verdict.NO));
        release(id);

        // when
        stage.pass(Stage.POLICY.patience().plus(Stage.POLICY.slowPace().multipliedBy(2)));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).counters().voids()).isEqualTo(2);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void aPendingReleaseWhoseHoldHasLapsedIsReleased() {
        // given
        DisputeId id = stage.held();
        stage.bankIsAway();
        release(id);
        stage.pass(Duration.ofSeconds(20));
        stage.bank().lapse(stage.books(id).get(0).id());

        // when
        stage.well();
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void aPendingReleaseWhoseHoldWasCapturedByTheGatewayIsAnIncident() {
        // given
        DisputeId id = stage.held();
        stage.bank().captureAtDesk(stage.books(id).get(0).id(), Stage.AMOUNT);

        // when
        release(id);
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aReleaseOfAHoldOfAGatewayThatCannotBeAskedIsDoneWhenItSaysSo() {
        // given
        DisputeId id = stage.open("adyen");
        stage.pass(Duration.ofSeconds(1));
        stage.next(Call.VOID, Fate.plain().later(Duration.ofSeconds(30)));
        release(id);
        stage.pass(Duration.ofSeconds(40));
        assertThat(stage.stored(id).pending()).isPresent();

        // when
        stage.hear("adyen", stage.latestNews());
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void ofAReleaseAndAChargeThatRaceOneWinsAndTheOtherIsTold() {
        // given
        DisputeId id = stage.held();

        // when
        Uni<Settling> release = stage.disputes().releaseHold().release(id, "one");
        Uni<Settling> charge = stage.others().chargeHold().charge(id, Optional.empty(), "two");
        io.smallrye.mutiny.tuples.Tuple2<Settling, Settling> both =
                stage.answer(Uni.combine().all().unis(release, charge).asTuple());
        stage.pass(Duration.ofSeconds(2));

        // then
        boolean released = both.getItem1() instanceof Settling.Accepted;
        assertThat(stage.stored(id).status()).isEqualTo(released ? Status.RELEASED : Status.CHARGED);
        assertThat(released ? both.getItem2() : both.getItem1())
                .isEqualTo(new Settling.Rejected(released ? Rejection.ALREADY_RELEASED : Rejection.ALREADY_CHARGED));
        assertThat(stage.calls(Call.VOID) + stage.calls(Call.CAPTURE)).isOne();
    }

    @Test
    void aLateYesForADisputeThatFailedIsGivenBackAndTheStateStays() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));
        DisputeId id = stage.held();
        stage.bank().invent(id, Stage.AMOUNT);

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(stage.books(id).get(1).status()).isEqualTo(AuthorizationView.Status.VOIDED);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(stage.story(id)).contains("surplus.found", "surplus.returned");
    }

    @Test
    void aLateYesForADisputeThatIsReleasedIsGivenBackAndTheStateStays() {
        // given
        DisputeId id = stage.held();
        release(id);
        stage.pass(Duration.ofSeconds(1));
        stage.bank().invent(id, Stage.AMOUNT);

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.books(id).get(1).status()).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    private DisputeId expired() {
        DisputeId id = stage.held();
        stage.bank().lapse(stage.books(id).get(0).id());
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        return id;
    }

    private AuthorizationView.Status status(DisputeId id) {
        return stage.books(id).get(0).status();
    }

    private Settling release(DisputeId id) {
        return stage.answer(stage.disputes().releaseHold().release(id, "agent"));
    }
}

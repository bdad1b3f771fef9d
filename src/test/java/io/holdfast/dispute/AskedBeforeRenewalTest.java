package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.money.Money;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody did with a hold at the gateway's own desk, and nobody here heard of, is heard before it is renewed: a second hold beside it could be charged as well. */
class AskedBeforeRenewalTest extends RenewalCase {

    @Test
    void aHoldThatWasChargedAtTheDeskIsNotRenewedAndNotChargedOnceMore() {
        // given
        DisputeId id = stage.held();
        stage.bank().captureAtDesk(current(id), Stage.AMOUNT);

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).state()).isInstanceOf(HoldState.Charged.class);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent")))
                .isInstanceOf(Settling.Repeated.class);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.CAPTURED);
        assertThat(stage.calls(Call.RENEW)).isZero();
    }

    @Test
    void aHoldThatWasGivenBackAtTheDeskIsReleasedAndNotRenewed() {
        // given
        DisputeId id = stage.held();
        stage.bank().voidAtDesk(current(id));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED);
        assertThat(stage.calls(Call.RENEW)).isZero();
    }

    @Test
    void aHoldThatWasChargedAtTheDeskAsItWasRenewedIsWhatTheDisputeIsChargedBy() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = current(id);
        stage.always(Call.VOID, Fate.lost());
        stage.pass(UNTIL_RENEWED);
        AuthorizationId renewed = current(id);

        // when
        stage.bank().captureAtDesk(old, Stage.AMOUNT);
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(renewed).isNotEqualTo(old);
        assertThat(stage.stored(id).state()).isInstanceOf(HoldState.Charged.class);
        assertThat(current(id)).isEqualTo(old);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.stored(id).surplus()).isEmpty();
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.CAPTURED, AuthorizationView.Status.VOIDED);
    }

    @Test
    void aHoldThatWasChargedAtTheDeskBesideOneThatWasGivenBackThereIsWhatTheDisputeIsChargedBy() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = current(id);
        stage.always(Call.VOID, Fate.lost());
        stage.pass(UNTIL_RENEWED);

        // when
        stage.bank().captureAtDesk(old, Stage.AMOUNT);
        stage.bank().voidAtDesk(current(id));
        stage.hear(
                id,
                new AuthorizationView(
                        current(id),
                        AuthorizationView.Status.VOIDED,
                        Optional.of(Stage.AMOUNT),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        stage.now().plus(Duration.ofDays(7)),
                        Optional.of(id)),
                "desk");
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.stored(id).state()).isInstanceOf(HoldState.Charged.class);
        assertThat(current(id)).isEqualTo(old);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aHoldThatLapsedEarlierThanItWasSaidToIsNotRenewedAndThatIsTold() {
        // given
        DisputeId id = stage.held();
        stage.bank().lapse(current(id));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(stage.story(id)).contains("renewal.failed");
        assertThat(stage.calls(Call.RENEW)).isZero();
    }

    @Test
    void aDecisionThatComesWhileTheGatewayIsAskedIsCarriedOutAtOnce() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.FIND, Fate.lost());
        while (stage.stored(id).operation().isEmpty()) {
            stage.pass(Duration.ofSeconds(1));
        }

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(15));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.calls(Call.RENEW)).isZero();
    }

    @Test
    void aPartThatWasTakenOfALiveHoldIsTold() {
        // given
        DisputeId id = stage.held();
        stage.bank().takeSomeAtDesk(current(id), Money.of("5.00", "USD"));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void anotherAmountThanIsHeldIsToldWhereTheRenewalDoesNotMakeItRight() {
        // given
        DisputeId refused = stage.held();
        DisputeId renewed = stage.held();
        stage.always(Call.FIND, Fate.answered(Fate.Answer.OTHER_AMOUNT));
        stage.next(Call.RENEW, Fate.of(Fate.Verdict.NO));

        // when
        stage.pass(UNTIL_RENEWED);

        // then
        boolean isFirst = stage.stored(refused).attentions().contains(Attention.RENEWAL_FAILED);
        assertThat(stage.stored(isFirst ? refused : renewed).attentions())
                .contains(Attention.GATEWAY_MISMATCH, Attention.RENEWAL_FAILED);
        assertThat(stage.stored(isFirst ? renewed : refused).attentions()).isEmpty();
    }

    @Test
    void aGatewayThatIsSilentIsAskedAgainAndThenTheHoldIsRenewed() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = current(id);
        stage.always(Call.FIND, Fate.lost());
        whileRenewing(id);
        stage.pass(Duration.ofHours(1));
        boolean sent = stage.calls(Call.RENEW) > 0;

        // when
        stage.well();
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(sent).isFalse();
        assertThat(current(id)).isNotEqualTo(old);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void aHoldIsNotLetLapseForAGatewayThatDoesNotSayHowItStands() {
        // given
        DisputeId id = stage.held();
        AuthorizationId old = current(id);

        // when
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        stage.pass(Duration.ofDays(7).minusHours(1));

        // then
        assertThat(current(id)).isNotEqualTo(old);
        assertThat(stage.calls(Call.RENEW)).isOne();
    }

    @Test
    void aHoldThatTheGatewayDoesNotKnowIsNotPlacedThereOnceMoreAndAPersonIsTold() {
        // given
        DisputeId id = stage.held();

        // when
        stage.bank().forget(current(id));
        stage.pass(Duration.ofDays(7).minusHours(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
        assertThat(stage.stored(id).operation().orElseThrow().lastOutcome()).contains("ask_absent");
        assertThat(stage.calls(Call.RENEW)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"VOIDED, RELEASED", "EXPIRED, EXPIRED", "CAPTURED, CHARGED"})
    void whatTheDeskSaysOfTheHoldThatIsToBeRenewedIsTakenForIt(AuthorizationView.Status said, Status status) {
        // given
        DisputeId id = stage.held();
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        whileRenewing(id);
        untilNobodyWorksOn(id);
        switch (said) {
            case VOIDED -> stage.bank().voidAtDesk(current(id));
            case EXPIRED -> stage.bank().lapse(current(id));
            default -> stage.bank().captureAtDesk(current(id), Stage.AMOUNT);
        }

        // when
        stage.answer(stage.disputes()
                .resolveOperation()
                .resolve(
                        new ResolveCommand(
                                stage.stored(id).operation().orElseThrow().id(),
                                said,
                                Optional.of(current(id)),
                                Optional.empty(),
                                Optional.empty(),
                                "by phone"),
                        "admin"));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(status);
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void aDecisionDoesNotWaitForTheAnswer() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.FIND, Fate.notSent(GatewayOutcome.Reason.BREAKER_OPEN));
        whileRenewing(id);

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED);
        assertThat(stage.calls(Call.RENEW)).isZero();
    }
}

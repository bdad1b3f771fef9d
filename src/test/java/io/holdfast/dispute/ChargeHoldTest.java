package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.Rejection;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.money.Money;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChargeHoldTest {

    private final Stage stage = new Stage();

    @Test
    void aChargeWithoutAnAmountTakesAll() {
        // given
        DisputeId id = stage.held();

        // when
        Settling settling = stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(settling).isInstanceOf(Settling.Accepted.class);
        assertThat(charged(id)).isEqualTo(Stage.AMOUNT);
        assertThat(stage.books(id).get(0).captured()).contains(Stage.AMOUNT);
    }

    @Test
    void aPartCanBeCharged() {
        // given
        DisputeId id = stage.held();

        // when
        charge(id, "20");
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("20.00", "USD"));
        assertThat(stage.books(id).get(0).captured()).contains(Money.of("20.00", "USD"));
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void moreThanIsHeldIsRefused() {
        // given
        DisputeId id = stage.held();

        // when
        Settling settling = charge(id, "50.00");

        // then
        assertThat(settling).isEqualTo(new Settling.Rejected(Rejection.AMOUNT_EXCEEDS_HOLD));
        assertThat(stage.stored(id).pending()).isEmpty();
    }

    @Test
    void anAmountOfManyDigitsIsMoreThanIsHeld() {
        // given
        DisputeId id = stage.held();

        // when
        Settling settling = charge(id, "1e400");

        // then
        assertThat(settling).isEqualTo(new Settling.Rejected(Rejection.AMOUNT_EXCEEDS_HOLD));
    }

    @Test
    void nothingAndLessIsNoAmount() {
        // given
        DisputeId id = stage.held();

        // when
        Settling nothing = charge(id, "0.00");
        Settling less = charge(id, "-1");

        // then
        assertThat(nothing).isInstanceOf(Settling.MalformedAmount.class);
        assertThat(less).isInstanceOf(Settling.MalformedAmount.class);
    }

    @Test
    void moreDigitsThanTheCurrencyHasIsNoAmount() {
        // given
        DisputeId id = stage.held();

        // when
        Settling settling = charge(id, "20.001");

        // then
        assertThat(settling).isInstanceOf(Settling.MalformedAmount.class);
    }

    @Test
    void whatIsNotHeldYetCannotBeCharged() {
        // given
        DisputeId id = stage.open();

        // when
        Settling settling = charge(id, "20");

        // then
        assertThat(settling).isEqualTo(new Settling.Rejected(Rejection.NOT_HELD));
    }

    @Test
    void whatFailedCannotBeCharged() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));
        DisputeId id = stage.held();

        // when
        Settling settling = charge(id, "20");

        // then
        assertThat(settling).isEqualTo(new Settling.Rejected(Rejection.NOT_HELD));
    }

    @Test
    void whatIsReleasedOrBeingReleasedCannotBeCharged() {
        // given
        DisputeId id = stage.held();
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));

        // when
        Settling early = charge(id, "20");
        stage.pass(Duration.ofSeconds(1));
        Settling late = charge(id, "20");

        // then
        assertThat(early).isEqualTo(new Settling.Rejected(Rejection.ALREADY_RELEASED));
        assertThat(late).isEqualTo(new Settling.Rejected(Rejection.ALREADY_RELEASED));
    }

    @Test
    void theSameChargeAgainIsARepeat() {
        // given
        DisputeId id = stage.held();
        charge(id, "20");

        // when
        Settling early = charge(id, "20.00");
        stage.pass(Duration.ofSeconds(1));
        Settling late = charge(id, "20.0");

        // then
        assertThat(early)
                .isInstanceOfSatisfying(
                        Settling.Repeated.class, it -> assertThat(it.done()).isFalse());
        assertThat(late)
                .isInstanceOfSatisfying(
                        Settling.Repeated.class, it -> assertThat(it.done()).isTrue());
        assertThat(stage.calls(Call.CAPTURE)).isOne();
    }

    @Test
    void aChargeOfAnotherAmountIsRefused() {
        // given
        DisputeId id = stage.held();
        charge(id, "20");

        // when
        Settling early = charge(id, "21");
        stage.pass(Duration.ofSeconds(1));
        Settling late = charge(id, "21");

        // then
        assertThat(early).isEqualTo(new Settling.Rejected(Rejection.ALREADY_CHARGED));
        assertThat(late).isEqualTo(new Settling.Rejected(Rejection.ALREADY_CHARGED));
    }

    @Test
    void aChargeThatTheGatewayRefusesGoesBackToAPerson() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));

        // when
        charge(id, "20");
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).pending()).isEmpty();
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
        assertThat(stage.story(id)).contains("charge.failed");
    }

    @Test
    void afterARefusedChargeAnotherOneIsANewIntentAndEndsTheWorry() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        charge(id, "20");
        stage.pass(Duration.ofSeconds(5));

        // when
        charge(id, "20");
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("20", "USD"));
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).counters().captures()).isEqualTo(2);
    }

    @Test
    void aChargeWhoseAnswerIsLostIsFoundByAskingAndNotRepeated() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.CAPTURE, Fate.answered(Fate.Answer.NONE));

        // when
        charge(id, "20");
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("20", "USD"));
        assertThat(stage.calls(Call.CAPTURE)).isOne();
    }

    @Test
    void aChargeThatNeverArrivedIsSentAgain() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.CAPTURE, Fate.lost());

        // when
        charge(id, "20");
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("20", "USD"));
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(2);
        assertThat(stage.stored(id).counters().captures()).isOne();
    }

    @Test
    void aChargeWhoseKeyHasAFailureKeptUnderItIsMadeWithAnotherOne() {
        // given
        stage.bank().keepsFirstAnswers();
        DisputeId id = stage.held();
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO).with(Fate.Answer.SERVER_ERROR));

        // when
        charge(id, "20");
        stage.pass(Duration.ofMinutes(2));

        // then: sent, repeated with its key, asked after, and sent with another one
        assertThat(charged(id)).isEqualTo(Money.of("20", "USD"));
        assertThat(stage.stored(id).counters().captures()).isEqualTo(2);
        assertThat(stage.calls(Call.CAPTURE)).isEqualTo(3);
    }

    @Test
    void keysAreNotUsedUpOneAfterAnotherAtAGatewayThatKeepsFailing() {
        // given
        stage.bank().keepsFirstAnswers();
        DisputeId id = stage.held();
        for (int i = 0; i < 100; i++) {
            // of each key, what is kept under it, and a repeat that brings it
            stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO).with(Fate.Answer.SERVER_ERROR), Fate.plain());
        }

        // when
        charge(id, "20");
        stage.pass(Duration.ofHours(3));

        // then: at once, after a quarter of an hour, after half an hour more, ...
        assertThat(stage.stored(id).counters().captures()).isBetween(3, 6);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
    }

    @Test
    void aChargeThatWasMadeBehindAKeptFailureIsNotMadeAgain() {
        // given
        stage.bank().keepsFirstAnswers();
        DisputeId id = stage.held();
        stage.next(Call.CAPTURE, Fate.answered(Fate.Answer.SERVER_ERROR));

        // when
        charge(id, "20");
        stage.pass(Duration.ofMinutes(2));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("20", "USD"));
        assertThat(stage.calls(Call.CAPTURE)).isOne();
    }

    @Test
    void whatSomebodyElseCapturedIsChargedWhenAPersonSaysSo() {
        // given
        DisputeId id = stage.held();
        stage.bank().captureAtDesk(stage.books(id).get(0).id(), Money.of("10", "USD"));
        charge(id, "20");
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_MISMATCH);

        // when
        resolve(id, AuthorizationView.Status.CAPTURED, Optional.of(new BigDecimal("10")));
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("10", "USD"));
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void aChargeThatAPersonSaysCameToNothingLeavesTheQuestionHowTheHoldStands() {
        // given
        DisputeId id = stage.held();
        stage.bank().captureAtDesk(stage.books(id).get(0).id(), Money.of("10", "USD"));
        charge(id, "20");
        stage.pass(Duration.ofMinutes(2));

        // when
        resolve(id, AuthorizationView.Status.DECLINED, Optional.empty());
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("10", "USD"));
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aPartialChargeThatAPersonSaysIsStillAHoldLeavesTheHoldAsItIs() {
        // given
        DisputeId id = stage.held();
        stage.bankIsAway();
        charge(id, "20");
        stage.pass(Duration.ofMinutes(2));

        // when
        resolve(id, AuthorizationView.Status.AUTHORIZED, Optional.empty());

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isNotEqualTo(Optional.of(Attention.GATEWAY_MISMATCH));
        assertThat(stage.story(id)).contains("operation.resolved_by_hand");
    }

    @Test
    void moreThanIsHeldOrAnotherAuthorizationCapturedIsNotBelievedOfAPersonEither() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.CAPTURE, Fate.lost());
        charge(id, "20");
        stage.pass(Duration.ofMinutes(2));
        OperationId operation = stage.stored(id).operation().orElseThrow().id();

        // when
        Resolving tooMuch = stage.answer(
                stage.disputes().resolveOperation().resolve(captured(operation, Optional.empty(), "50.00"), "admin"));
        stage.answer(stage.disputes()
                .resolveOperation()
                .resolve(captured(operation, Optional.of(new AuthorizationId("auth_other")), "10.00"), "admin"));

        // then
        assertThat(tooMuch).isInstanceOf(Resolving.MoreThanIsHeld.class);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    private static ResolveCommand captured(OperationId operation, Optional<AuthorizationId> id, String amount) {
        return new ResolveCommand(
                operation,
                AuthorizationView.Status.CAPTURED,
                id,
                Optional.of(new BigDecimal(amount)),
                Optional.empty(),
                "by phone");
    }

    private void resolve(DisputeId id, AuthorizationView.Status said, Optional<BigDecimal> amount) {
        OperationId operation = stage.stored(id).operation().orElseThrow().id();
        ResolveCommand command =
                new ResolveCommand(operation, said, Optional.empty(), amount, Optional.empty(), "by phone");
        assertThat(stage.answer(stage.disputes().resolveOperation().resolve(command, "admin")))
                .isInstanceOf(Resolving.Resolved.class);
    }

    @Test
    void aCaptureOfAnotherAmountThanAskedIsAMismatch() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.OTHER_AMOUNT));

        // when
        charge(id, "20");
        stage.pass(Duration.ofMinutes(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void aPendingChargeWhoseHoldLapsedIsExpiredAndFailed() {
        // given
        DisputeId id = stage.held();
        stage.bankIsAway();
        charge(id, "20");
        stage.pass(Duration.ofSeconds(20));
        stage.bank().lapse(stage.books(id).get(0).id());

        // when
        stage.well();
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
        assertThat(stage.stored(id).operation()).isEmpty();
    }

    @Test
    void aPendingChargeWhoseHoldWasGivenBackAtTheGatewayIsReleasedAndFailed() {
        // given
        DisputeId id = stage.held();
        stage.bank().voidAtDesk(stage.books(id).get(0).id());

        // when
        charge(id, "20");
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
    }

    @Test
    void aCaptureAtTheGatewaysDeskIsRecordedAndRaised() {
        // given
        DisputeId id = stage.held();
        stage.bank().captureAtDesk(stage.books(id).get(0).id(), Money.of("5", "USD"));

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("5", "USD"));
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aCaptureAtTheGatewaysDeskAfterARefusedChargeIsRaisedToo() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        charge(id, "20");
        stage.pass(Duration.ofSeconds(5));
        stage.bank().captureAtDesk(stage.books(id).get(0).id(), Money.of("5", "USD"));

        // when
        stage.hear("erp", stage.latestNews());
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("5", "USD"));
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aChargeAtAGatewayThatCannotBeAskedIsDoneWhenItSaysSo() {
        // given
        DisputeId id = stage.open("adyen");
        stage.pass(Duration.ofSeconds(1));
        charge(id, "20");
        stage.pass(Duration.ofSeconds(5));
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);

        // when
        stage.hear("adyen", stage.latestNews());
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(charged(id)).isEqualTo(Money.of("20", "USD"));
        assertThat(stage.stored(id).operation()).isEmpty();
        assertThat(stage.books(id)).extracting(it -> it.status()).containsExactly(AuthorizationView.Status.CAPTURED);
    }

    private Money charged(DisputeId id) {
        assertThat(stage.stored(id).state()).isInstanceOf(HoldState.Charged.class);
        return ((HoldState.Charged) stage.stored(id).state()).amount();
    }

    private Settling charge(DisputeId id, String amount) {
        return stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(new BigDecimal(amount)), "agent"));
    }
}

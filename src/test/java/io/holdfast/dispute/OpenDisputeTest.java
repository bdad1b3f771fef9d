package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.IdempotencyClaim;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenDisputeTest {

    private final Stage stage = Stage.withoutSchedules();

    @Test
    void anOpenedDisputeIsAnsweredBeforeTheGatewayIsCalled() {
        // when
        DisputeId id = stage.open();

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).operation()).isPresent();
        assertThat(stage.calls(Call.AUTHORIZE)).isZero();
    }

    @Test
    void aYesIsAHold() {
        // when
        DisputeId id = stage.held();

        // then
        Dispute dispute = stage.stored(id);
        assertThat(dispute.status()).isEqualTo(Status.HELD);
        assertThat(dispute.state().authorizationId())
                .contains(stage.books(id).get(0).id());
        assertThat(dispute.lease()).isEmpty();
        assertThat(dispute.operation()).isEmpty();
        assertThat(dispute.upkeep().renewAt()).isPresent();
        assertThat(stage.database().workAt(id).orElseThrow())
                .isCloseTo(dispute.state().hold().orElseThrow().expiresAt(), within(1, ChronoUnit.SECONDS));
        assertThat(stage.story(id)).containsExactly("dispute.opened", "hold.placed");
    }

    @Test
    void aNoIsARefusal() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.NO));

        // when
        DisputeId id = stage.held();

        // then
        Dispute dispute = stage.stored(id);
        assertThat(dispute.state())
                .isEqualTo(new HoldState.Failed(
                        "insufficient_funds", Optional.of(stage.books(id).get(0).id())));
        assertThat(dispute.attention()).isEmpty();
        assertThat(stage.database().workAt(id)).isEmpty();
    }

    @Test
    void aNoBecauseTheCardsOwnerWouldHaveToActIsShown() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.ACTION_REQUIRED));

        // when
        DisputeId id = stage.held();

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(stage.stored(id).attention()).contains(Attention.ACTION_REQUIRED);
    }

    @Test
    void aPendingAuthorizationIsAskedAfterUntilTheGatewayHasDecided() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofSeconds(10)));
        DisputeId id = stage.held();
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.story(id))
                .containsExactly(
                        "dispute.opened", "hold.pending", "gateway.unsettled", "gateway.called", "gateway.called");

        // when
        stage.pass(Duration.ofSeconds(20));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
    }

    @Test
    void aPendingAuthorizationThatIsDeclinedLaterIsARefusal() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.LATER_NO).later(Duration.ofSeconds(3)));
        DisputeId id = stage.held();

        // when
        stage.pass(Duration.ofSeconds(10));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aPendingAuthorizationOfAGatewayThatCannotBeAskedIsKnownByRepeatingTheRequest() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.LATER_YES).later(Duration.ofSeconds(3)));
        DisputeId id = stage.open("adyen");

        // when
        stage.pass(Duration.ofSeconds(10));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.books(id)).hasSize(1);
        assertThat(stage.calls(Call.FIND)).isZero();
    }

    @Test
    void anUnknownGatewayIsRefused() {
        // when
        Opening opening = stage.answer(stage.disputes().openDispute().open(stage.command("nobody")));

        // then
        assertThat(opening).isInstanceOf(Opening.GatewayOff.class);
    }

    @Test
    void theSameKeyAndRequestGivesTheSameDisputeAsItIsNow() {
        // given
        Opening first = stage.answer(stage.disputes().openDispute().open(keyed(1)));
        stage.pass(Duration.ofSeconds(1));

        // when
        Opening second = stage.answer(stage.others().openDispute().open(keyed(1)));

        // then
        assertThat(second).isInstanceOf(Opening.Replayed.class);
        Dispute replayed = ((Opening.Replayed) second).dispute();
        assertThat(replayed.id()).isEqualTo(((Opening.Opened) first).dispute().id());
        assertThat(replayed.status()).isEqualTo(Status.HELD);
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
    }

    @Test
    void aCallThatIsSentAgainFindsItsDisputeThoughItsGatewayIsOffSince() {
        // given
        Opening first = stage.answer(stage.disputes().openDispute().open(keyed(1)));
        OpenDispute off = stage.whoseGatewaysAreOff().openDispute();

        // when
        Opening again = stage.answer(off.open(keyed(1)));
        Opening other = stage.answer(off.open(keyed(2)));

        // then
        assertThat(again).isInstanceOf(Opening.Replayed.class);
        assertThat(((Opening.Replayed) again).dispute().id())
                .isEqualTo(((Opening.Opened) first).dispute().id());
        assertThat(other).isInstanceOf(Opening.KeyReused.class);
        assertThat(stage.answer(off.open(stage.command("erp")))).isInstanceOf(Opening.GatewayOff.class);
    }

    @Test
    void theSameKeyWithAnotherRequestIsRefused() {
        // given
        stage.answer(stage.disputes().openDispute().open(keyed(1)));

        // when
        Opening second = stage.answer(stage.others().openDispute().open(keyed(2)));

        // then
        assertThat(second).isInstanceOf(Opening.KeyReused.class);
    }

    @Test
    void anAnswerWithAnotherAmountIsAskedAfterAndNotBelieved() {
        // given
        stage.next(Call.AUTHORIZE, Fate.answered(Fate.Answer.OTHER_AMOUNT));
        DisputeId id = stage.open();
        stage.pass(Duration.ofMillis(100));
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_MISMATCH);

        // when
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
    }

    @Test
    void aHoldOfAnotherAmountIsNeitherHeldNorFailed() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.OTHER_AMOUNT));

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void theStoryOfAHoldOfAnotherAmountHasWhatAPersonCompares() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.OTHER_AMOUNT));

        // when
        DisputeId id = stage.held();

        // then
        Bank.Authorization hold = stage.books(id).get(0);
        assertThat(stage.database().story(id))
                .filteredOn(event -> event.type().equals("attention.raised"))
                .singleElement()
                .extracting(ChainedEntry::detail, as(STRING))
                .contains(
                        "\"amount\":\"" + hold.amount() + "\"",
                        "\"asked\":\"" + Stage.AMOUNT + "\"",
                        "\"authorization\":\"" + hold.id().value() + "\"");
    }

    @Test
    void aHoldOfAnotherAmountThatIsVoidedInTheGatewaysConsoleIsReleased() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.OTHER_AMOUNT));
        DisputeId id = stage.held();

        // when
        stage.bank().voidAtDesk(stage.books(id).get(0).id());
        stage.pass(Duration.ofMinutes(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @Test
    void moneyTakenWhereNobodyChargedIsRecordedAndRaised() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.CAPTURED_AT_ONCE));

        // when
        DisputeId id = stage.held();

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
        assertThat(stage.story(id)).contains("hold.charged", "attention.raised");
    }

    @Test
    void moneyTakenOfAnotherAmountThanTheHoldsIsRaisedAndAskedAfter() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.CAPTURED_AT_ONCE).with(Fate.Answer.OTHER_AMOUNT));
        DisputeId id = stage.open();
        stage.pass(Duration.ofMillis(100));
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);

        // when
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).state())
                .isInstanceOfSatisfying(
                        HoldState.Charged.class, it -> assertThat(it.amount()).isEqualTo(Stage.AMOUNT));
    }

    @Test
    void aCallThatWasNotSentIsMadeAgainAndTheGatewayIsNotAsked() {
        // given
        stage.next(Call.AUTHORIZE, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(3));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.calls(Call.FIND)).isZero();
    }

    @Test
    void aDisputeThatIsLeftByItsReplicaIsTakenUpByAnother() {
        // given
        DisputeId id = stage.open();
        stage.replica(0).die();
        stage.pass(Duration.ofSeconds(26));
        assertThat(stage.stored(id).lease()).isPresent();

        // when
        stage.replica(1).takeUp(DisputeStore.Due.RECOVERY);
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.books(id)).extracting(it -> it.status()).containsExactly(AuthorizationView.Status.AUTHORIZED);
    }

    private OpenCommand keyed(int request) {
        OpenCommand plain = stage.command("erp");
        return new OpenCommand(
                plain.terms(),
                plain.paymentMethodId(),
                Optional.of(new IdempotencyClaim("flow", "key-1", new byte[] {(byte) request})));
    }
}

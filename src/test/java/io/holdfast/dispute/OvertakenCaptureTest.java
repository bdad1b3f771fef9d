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
import io.holdfast.money.Money;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A capture came to nothing, a person charged once more, and the gateway tries the first one again by itself: then both may take the money. */
class OvertakenCaptureTest {

    private static final Money FIVE = Money.of("5.00", "USD");
    private static final Money TWENTY = Money.of("20.00", "USD");

    private final Stage stage = new Stage();

    @ParameterizedTest
    @ValueSource(strings = {"20.00", "15.00"})
    void theSecondOneIsToldOnTop(String amount) {
        // given
        DisputeId id = chargedByTheFirstAgain();
        assertThat(raised(id)).hasSize(1);

        // when
        Hearing hearing = hear(id, captured(id, Money.of(amount, "USD")), 2);

        // then
        assertThat(hearing).isEqualTo(Hearing.TAKEN_OVER);
        assertThat(stage.stored(id).state())
                .isInstanceOfSatisfying(
                        HoldState.Charged.class, it -> assertThat(it.amount()).isEqualTo(TWENTY));
        assertThat(raised(id)).hasSize(2).last().asString().contains("another_capture", amount);
    }

    @Test
    void theFailureOfTheSecondOneDoesNotUndoTheFirst() {
        // given
        DisputeId id = chargedByTheFirstAgain();

        // when
        hear(id, failed(id), 2);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).contains(Attention.UNEXPECTED_CAPTURE, Attention.CAPTURE_FAILED);
    }

    @Test
    void nothingIsUnexpectedAnyMoreOnceTheOnlyCaptureIsUndone() {
        // given
        DisputeId id = chargedByTheFirstAgain();

        // when
        undo(id, 1);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
    }

    @Test
    void theOtherOneStaysUnexpectedWhenOneOfTwoIsUndone() {
        // given
        DisputeId id = chargedByTheFirstAgain();
        hear(id, captured(id, TWENTY), 2);

        // when
        undo(id, 1);

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void theFailureOfTheFirstOneToldLateDoesNotUndoTheSecond() {
        // given
        DisputeId id = chargedByTheSecond();

        // when
        hear(id, failed(id), 1);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
    }

    @Test
    void theFailureOfTheSecondOneThatTheDisputeIsChargedByUndoesIt() {
        // given
        DisputeId id = chargedByTheSecond();

        // when
        undo(id, 2);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void theFailureOfAThirdOneOrAnyButTheFirstDoesNotUndoTheFirst() {
        // given
        DisputeId id = stage.held("adyen");
        refused(id, 1);
        refused(id, 2);
        charge(id);
        hear(id, captured(id, TWENTY), 1);

        // when
        hear(id, failed(id), 2);
        hear(id, failed(id), 3);

        // then
        assertThat(stage.stored(id).counters().captures()).isEqualTo(3);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
    }

    @Test
    void theFirstOneThatIsMadeAfterAllWhileNoOtherIsOutIsUndoneByItsOwnFailureOnly() {
        // given
        DisputeId id = stage.held("adyen");
        refused(id, 1);
        refused(id, 2);
        atTheGateway(id);
        hear(id, captured(id, TWENTY), 1);
        hear(id, failed(id), 2);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);

        // when
        undo(id, 1);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void theLateFailureOfOursDoesNotUndoWhatSomebodyElseCharged() {
        // given
        DisputeId id = stage.held("adyen");
        refused(id, 1);
        atTheGateway(id);
        hear(id, captured(id, TWENTY), "the desk's");
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);

        // when
        hear(id, failed(id), 1);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
    }

    @Test
    void whatTheDeskCapturedByThePaymentsNameWhileOursWasOutChargesTheDispute() {
        // given
        DisputeId id = stage.held("adyen");
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        charge(id);
        stage.silentBank()
                .captureAtDesk(stage.stored(id).state().authorizationId().orElseThrow(), FIVE);

        // when
        hear(id, captured(id, FIVE), id.toString());
        hear(id, view(id, AuthorizationView.Status.CAPTURE_REFUSED, Optional.of(TWENTY), Optional.empty()), 1);
        hear(id, view(id, AuthorizationView.Status.EXPIRED, Optional.of(TWENTY), Optional.empty()), id.toString());

        // then
        assertThat(stage.stored(id).state())
                .isInstanceOfSatisfying(
                        HoldState.Charged.class, it -> assertThat(it.amount()).isEqualTo(FIVE));
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void oursIsToldOnTopOfWhatTheDeskCapturedByThePaymentsName() {
        // given
        DisputeId id = stage.held("adyen");
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        charge(id);
        stage.silentBank()
                .captureAtDesk(stage.stored(id).state().authorizationId().orElseThrow(), FIVE);
        hear(id, captured(id, FIVE), id.toString());

        // when
        hear(id, captured(id, TWENTY), 1);

        // then
        assertThat(raised(id)).hasSize(2).last().asString().contains("another_capture", "20.00");
    }

    @Test
    void theFailureOfSomebodyElsesCaptureThatTheDisputeIsChargedByUndoesIt() {
        // given
        DisputeId neverOurs = stage.held("adyen");
        DisputeId oursRefused = stage.held("adyen");
        refused(oursRefused, 1);
        for (DisputeId id : List.of(neverOurs, oursRefused)) {
            atTheGateway(id);
            hear(id, captured(id, TWENTY), "the desk's");
            assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);

            // when
            undo(id, "the desk's");

            // then
            assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
            assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
        }
    }

    @Test
    void theFailureOfAnotherOfSomebodyElsesCapturesDoesNotUndoTheCharge() {
        // given
        DisputeId never = stage.held("adyen");
        atTheGateway(never);
        hear(never, captured(never, TWENTY), "the desk's");
        DisputeId ours = stage.held("adyen");
        atTheGateway(ours);
        hear(ours, captured(ours, TWENTY), "the desk's");
        undo(ours, "the desk's");
        charge(ours);
        hear(ours, captured(ours, TWENTY), 1);

        // when
        hear(never, failed(never), "a shop's");
        hear(ours, failed(ours), "the desk's");

        // then
        assertThat(stage.stored(never).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(ours).status()).isEqualTo(Status.CHARGED);
    }

    @Test
    void oursThatIsMadeAfterTheOneThatOvertookItHasFailedIsUndoneByItsOwnFailure() {
        // given
        DisputeId id = stage.held("adyen");
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        charge(id);
        atTheGateway(id);
        hear(id, captured(id, TWENTY), "the desk's");
        undo(id, "the desk's");
        atTheGateway(id);
        hear(id, captured(id, TWENTY), 1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);

        // when
        undo(id, 1);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    private DisputeId chargedByTheSecond() {
        DisputeId id = stage.held("adyen");
        refused(id, 1);
        charge(id);
        hear(id, captured(id, TWENTY), 2);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        return id;
    }

    private void refused(DisputeId id, int capture) {
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        charge(id);
        hear(id, view(id, AuthorizationView.Status.CAPTURE_REFUSED, Optional.of(TWENTY), Optional.empty()), capture);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    private DisputeId chargedByTheFirstAgain() {
        DisputeId id = stage.held("adyen");
        charge(id);
        hear(id, captured(id, TWENTY), 1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        undo(id, 1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        charge(id);
        assertThat(stage.stored(id).counters().captures()).isEqualTo(2);
        hear(id, captured(id, TWENTY), 1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).operation()).isEmpty();
        return id;
    }

    /** Money is taken, and not by a call of ours. */
    private void atTheGateway(DisputeId id) {
        stage.silentBank()
                .captureAtDesk(stage.stored(id).state().authorizationId().orElseThrow(), TWENTY);
    }

    private void undo(DisputeId id, int capture) {
        undo(id, id + ":capture:" + capture);
    }

    private void undo(DisputeId id, String reference) {
        stage.silentBank()
                .undoCapture(stage.stored(id).state().authorizationId().orElseThrow());
        hear(id, failed(id), reference);
    }

    private void charge(DisputeId id) {
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(TWENTY.amount()), "agent"));
        stage.pass(Duration.ofSeconds(5));
    }

    private Hearing hear(DisputeId id, AuthorizationView view, int capture) {
        return hear(id, view, id + ":capture:" + capture);
    }

    private Hearing hear(DisputeId id, AuthorizationView view, String reference) {
        return stage.hear(id, view, reference);
    }

    private AuthorizationView captured(DisputeId id, Money amount) {
        return view(id, AuthorizationView.Status.CAPTURED, Optional.empty(), Optional.of(amount));
    }

    private AuthorizationView failed(DisputeId id) {
        return view(id, AuthorizationView.Status.CAPTURE_FAILED, Optional.of(TWENTY), Optional.empty());
    }

    private AuthorizationView view(
            DisputeId id, AuthorizationView.Status status, Optional<Money> amount, Optional<Money> captured) {
        AuthorizationId payment = stage.stored(id).state().authorizationId().orElseThrow();
        return new AuthorizationView(
                payment,
                status,
                amount,
                captured,
                Optional.empty(),
                false,
                stage.now().plus(Duration.ofDays(6)),
                Optional.of(id));
    }

    /** What was told of captures that nobody expected. */
    private List<String> raised(DisputeId id) {
        return stage.database().story(id).stream()
                .filter(it -> it.type().equals(StoryType.ATTENTION_RAISED.code()))
                .map(ChainedEntry::detail)
                .filter(it -> it.contains(Attention.UNEXPECTED_CAPTURE.name()))
                .toList();
    }
}

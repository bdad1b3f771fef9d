package io.holdfast.dispute;

import static io.holdfast.gateway.AuthorizationView.Status.CAPTURED;
import static io.holdfast.gateway.AuthorizationView.Status.CAPTURE_FAILED;
import static io.holdfast.gateway.AuthorizationView.Status.CAPTURE_REFUSED;
import static io.holdfast.gateway.AuthorizationView.Status.EXPIRED;
import static io.holdfast.gateway.AuthorizationView.Status.VOIDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway that cannot be asked tells that a charged hold has come to its end, and only after that that the charge had come to nothing. */
class EndedChargeTest {

    private static final Money ALL = Money.of("49.99", "USD");
    private static final Money SOME = Money.of("20.00", "USD");
    private static final Money REST = Money.of("29.99", "USD");

    private final Stage stage = new Stage();

    @ParameterizedTest
    @CsvSource({
        "EXPIRED, 49.99, EXPIRED",
        "VOIDED, 49.99, RELEASED",
        "EXPIRED, 20.00, EXPIRED",
        "VOIDED, 20.00, RELEASED"
    })
    void theHoldIsNotTakenForLiveWhenTheChargeIsUndone(AuthorizationView.Status end, String charge, Status status) {
        // given
        DisputeId id = charged(Money.of(charge, "USD"));
        over(id, end);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);

        // when
        setback(id, CAPTURE_FAILED, Money.of(charge, "USD"), 1);

        // then
        Dispute after = stage.stored(id);
        assertThat(after.status()).isEqualTo(status);
        assertThat(after.attentions()).containsExactly(Attention.CAPTURE_FAILED);
        assertThat(stage.story(id)).containsSubsequence("surplus.returned", "charge.failed");
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED", "VOIDED"})
    void theEndOfTheRestSaysNothingOfTheCharge(AuthorizationView.Status end) {
        // given
        DisputeId id = charged(SOME);
        hear(id, end, REST);
        stage.silentBank()
                .undoCapture(stage.stored(id).state().authorizationId().orElseThrow());

        // when
        setback(id, CAPTURE_FAILED, SOME, 1);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
    }

    @Test
    void anEndThatIsToldTwiceIsRememberedOnceAndAsTheFirstWordHasIt() {
        // given
        DisputeId id = charged(ALL);

        // when
        over(id, EXPIRED);
        hear(id, EXPIRED, ALL);
        hear(id, VOIDED, ALL);

        // then
        List<ChainedEntry> returned = stage.database().story(id).stream()
                .filter(it -> it.type().equals("surplus.returned"))
                .toList();
        assertThat(returned)
                .singleElement()
                .satisfies(it -> assertThat(it.detail()).contains("expired"));
    }

    @Test
    void theFailureOfAnotherCaptureDoesNotEndTheCharge() {
        // given
        DisputeId id = stage.held("adyen");
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        charge(id, ALL);
        setback(id, CAPTURE_REFUSED, ALL, 1);
        charge(id, ALL);
        captured(id, ALL, 2);
        over(id, EXPIRED);

        // when
        setback(id, CAPTURE_FAILED, ALL, 1);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
        setback(id, CAPTURE_FAILED, ALL, 2);
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void aChargeThatWasDoneAfterTheEndOfItsHoldIsNotMoneyThatWasTakenAnyMoreWhenItHasFailed() {
        // given
        DisputeId id = stage.held("adyen");
        charge(id, ALL);
        over(id, EXPIRED);
        captured(id, ALL, 1);
        assertThat(stage.stored(id).attentions())
                .containsExactlyInAnyOrder(Attention.UNEXPECTED_CAPTURE, Attention.CAPTURE_FAILED);

        // when
        setback(id, CAPTURE_FAILED, ALL, 1);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
        assertThat(stage.story(id)).containsSubsequence("attention.raised", "charge.failed", "attention.cleared");
    }

    @Test
    void moneyThatADeskTookOfAHoldThatWasGivenBackIsRaisedUntilThatHasFailed() {
        // given
        DisputeId id = released();
        hear(id, view(id, CAPTURED, Optional.empty(), Optional.of(ALL)), id.toString());
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);

        // when
        hear(id, view(id, CAPTURE_FAILED, Optional.of(ALL), Optional.empty()), id.toString());

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(id).attentions()).isEmpty();
        assertThat(stage.story(id)).endsWith("attention.raised", "gateway.unsettled", "attention.cleared");
    }

    /** Whoever reads the news of that capture at the same moment has read an older dispute then, and finds that news to be old. */
    @Test
    void theFailureOfACaptureThatIsNotKnownIsToldOfAHoldThatIsOver() {
        // given
        DisputeId id = released();
        int before = stage.story(id).size();

        // when
        hear(id, view(id, CAPTURE_FAILED, Optional.of(ALL), Optional.empty()), "desk-1");

        // then
        assertThat(stage.stored(id).attentions()).isEmpty();
        assertThat(stage.story(id)).hasSize(before + 1).endsWith("gateway.unsettled");
    }

    @ParameterizedTest
    @CsvSource({"20.00, 29.99, 20.00", "20.00, 29.99, 29.99", "20.00, 20.00, 20.00", "49.99, , 20.00"})
    void moneyThatIsStillTakenStaysRaised(String first, String second, String failed) {
        // given
        DisputeId id = released();
        hear(id, view(id, CAPTURED, Optional.empty(), Optional.of(Money.of(first, "USD"))), "desk-1");
        if (second != null) {
            hear(id, view(id, CAPTURED, Optional.empty(), Optional.of(Money.of(second, "USD"))), "desk-2");
        }

        // when
        hear(id, view(id, CAPTURE_FAILED, Optional.of(Money.of(failed, "USD")), Optional.empty()), "desk-1");

        // then
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    private DisputeId released() {
        DisputeId id = stage.held("adyen");
        over(id, VOIDED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        return id;
    }

    private DisputeId charged(Money amount) {
        DisputeId id = stage.held("adyen");
        charge(id, amount);
        captured(id, amount, 1);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        return id;
    }

    private void charge(DisputeId id, Money amount) {
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(amount.amount()), "agent"));
        stage.pass(Duration.ofSeconds(5));
    }

    private void captured(DisputeId id, Money amount, int capture) {
        hear(id, view(id, CAPTURED, Optional.empty(), Optional.of(amount)), id + ":capture:" + capture);
    }

    /** Also in the books: a charge of a hold that is over has come to nothing, whatever is told first. */
    private void over(DisputeId id, AuthorizationView.Status end) {
        AuthorizationId payment = stage.stored(id).state().authorizationId().orElseThrow();
        stage.silentBank().undoCapture(payment);
        if (end == EXPIRED) {
            stage.silentBank().lapse(payment);
        } else {
            stage.silentBank().voidAtDesk(payment);
        }
        hear(id, end, ALL);
    }

    private void hear(DisputeId id, AuthorizationView.Status end, Money amount) {
        hear(id, view(id, end, Optional.of(amount), Optional.empty()), id.toString());
    }

    private void setback(DisputeId id, AuthorizationView.Status word, Money amount, int capture) {
        hear(id, view(id, word, Optional.of(amount), Optional.empty()), id + ":capture:" + capture);
    }

    private void hear(DisputeId id, AuthorizationView view, String reference) {
        stage.hear(id, view, reference);
    }

    private AuthorizationView view(
            DisputeId id, AuthorizationView.Status status, Optional<Money> amount, Optional<Money> captured) {
        return new AuthorizationView(
                stage.stored(id).state().authorizationId().orElseThrow(),
                status,
                amount,
                captured,
                Optional.empty(),
                false,
                stage.now().plus(Duration.ofDays(6)),
                Optional.of(id));
    }
}

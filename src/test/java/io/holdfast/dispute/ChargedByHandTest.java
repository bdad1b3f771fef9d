package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody captured at the desk of a gateway that cannot be asked, a person tells of it, and then the gateway does. */
class ChargedByHandTest extends RenewalCase {

    private static final String CHARGED = "hold.charged";
    private static final Money TWENTY = Money.of("20.00", "USD");

    @ParameterizedTest
    @ValueSource(strings = {"by-hand-1", ""})
    void ourOwnCaptureThatFindsNothingLeftDoesNotUndoTheCharge(String reference) {
        // given
        DisputeId id = chargedInPlaceOf(Call.CAPTURE);
        hear(id, AuthorizationView.Status.CAPTURED, reference.isEmpty() ? id.toString() : reference);

        // when
        hear(id, AuthorizationView.Status.CAPTURE_REFUSED, id + ":capture:1");

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).doesNotContain(Attention.CAPTURE_FAILED);
        assertThat(stage.stored(id).attentions().contains(Attention.UNEXPECTED_CAPTURE))
                .isEqualTo(!reference.isEmpty());
    }

    @Test
    void aChargeOfOursThatTheGatewayDeniesIsUndoneStill() {
        // given
        DisputeId id = chargedInPlaceOf(Call.CAPTURE);

        stage.silentBank().undoCapture(current(id));

        // when
        hear(id, AuthorizationView.Status.CAPTURE_REFUSED, id + ":capture:1");

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
    }

    @Test
    void theCaptureThatThePersonWasToldOfIsNoOtherOne() {
        // given
        DisputeId id = chargedInPlaceOf(Call.VOID);
        long told = told(id, "attention.raised");

        // when
        hear(id, AuthorizationView.Status.CAPTURED, "by-hand-1");

        // then
        assertThat(told(id, "attention.raised")).isEqualTo(told);
        assertThat(told(id, "gateway.confirmed")).isOne();
        hear(id, AuthorizationView.Status.CAPTURED, "by-hand-2");
        assertThat(told(id, "attention.raised")).isEqualTo(told + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCaptureThatThePersonWasToldOfIsUndoneByItsFailure(boolean heardBefore) {
        // given
        DisputeId id = chargedInPlaceOf(Call.VOID);
        if (heardBefore) {
            hear(id, AuthorizationView.Status.CAPTURED, "by-hand-1");
        }
        stage.silentBank().undoCapture(current(id));

        // when
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1");

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondOneInPlaceOfAReleaseIsUndoneByItsFailureToo(boolean heardBefore) {
        // given
        DisputeId id = chargedInPlaceOf(Call.VOID);
        hear(id, AuthorizationView.Status.CAPTURED, "by-hand-1");
        stage.silentBank().undoCapture(current(id));
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1");
        charged(id, Call.VOID);
        if (heardBefore) {
            hear(id, AuthorizationView.Status.CAPTURED, "by-hand-2");
        }
        stage.silentBank().undoCapture(current(id));

        // when
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-2");

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void oneInPlaceOfAReleaseAfterACaptureOfOursThatFailedIsUndoneByItsFailure() {
        // given
        DisputeId id = chargedInPlaceOf(Call.CAPTURE);
        stage.silentBank().undoCapture(current(id));
        hear(id, AuthorizationView.Status.CAPTURE_REFUSED, id + ":capture:1");
        charged(id, Call.VOID);
        stage.silentBank().undoCapture(current(id));

        // when
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1");

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void inPlaceOfACaptureNobodyKnowsWhetherAFailureIsOfTheChargeAndAPersonIsTold() {
        // given
        DisputeId id = chargedInPlaceOf(Call.CAPTURE);
        stage.silentBank().undoCapture(current(id));

        // when
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1");

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).contains(Attention.CAPTURE_FAILED);
        hear(id, AuthorizationView.Status.CAPTURE_REFUSED, id + ":capture:1");
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void anotherAmountThanACaptureOfOursWasOfIsSomebodyElsesAndUndoneByItsFailure() {
        // given
        DisputeId id = stage.held("adyen");
        stage.always(Call.CAPTURE, Fate.lost());
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(new BigDecimal("20.00")), "agent"));
        stage.pass(Duration.ofMinutes(20));
        stage.silentBank().captureAtDesk(current(id), Stage.AMOUNT);
        untilNobodyWorksOn(id);
        stage.answer(stage.disputes()
                .resolveOperation()
                .resolve(
                        new ResolveCommand(
                                stage.stored(id).operation().orElseThrow().id(),
                                AuthorizationView.Status.CAPTURED,
                                Optional.empty(),
                                Optional.of(Stage.AMOUNT.amount()),
                                Optional.empty(),
                                "their desk says so"),
                        "admin"));
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        stage.silentBank().undoCapture(current(id));

        // when
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1");

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED", "VOIDED"})
    void whereTheGatewaySaysThatAllOfTheHoldIsGoneAPersonIsTold(AuthorizationView.Status end) {
        // given
        DisputeId id = chargedInPlaceOf(Call.CAPTURE);
        stage.silentBank().undoCapture(current(id));

        // when
        hear(id, end, id.toString());

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void aHoldThatLapsesAfterTheGatewayHasSaidThatItIsChargedWorriesNobody() {
        // given
        DisputeId id = chargedInPlaceOf(Call.CAPTURE);
        hear(id, AuthorizationView.Status.CAPTURED, id + ":capture:1");

        // when
        hear(id, AuthorizationView.Status.EXPIRED, id.toString());

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attention()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CAPTURE", "VOID"})
    void aCaptureThatIsToldOfAfterItsFailureWasHeardMayBeThatOneAndAPersonIsTold(Call inPlaceOf) {
        // given
        DisputeId id = stage.held("adyen");
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1");
        assertThat(stage.stored(id).attentions()).isEmpty();

        // when
        charged(id, inPlaceOf);

        // then
        assertThat(stage.stored(id).attentions()).contains(Attention.GATEWAY_MISMATCH);
        hear(id, AuthorizationView.Status.CAPTURED, "by-hand-2");
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).doesNotContain(Attention.GATEWAY_MISMATCH);
    }

    /** As one that was made in the Customer Area is told: by the payment's own reference, or by none. */
    @ParameterizedTest
    @ValueSource(
            strings = {"CAPTURE_FAILED of the payment", "CAPTURE_REFUSED of the payment", "CAPTURE_FAILED of none"})
    void soItMayWhereTheFailureNamesThePaymentOrNothing(String news) {
        // given
        DisputeId id = stage.held("adyen");
        AuthorizationView.Status word = AuthorizationView.Status.valueOf(news.split(" ")[0]);
        hear(id, word, news.endsWith("none") ? "" : id.toString());

        // when
        charged(id, Call.VOID);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).contains(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void theDoubtEndsWithTheChargeThatItIsAbout() {
        // given
        DisputeId id = stage.held("adyen");
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, id.toString());
        charged(id, Call.CAPTURE);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.GATEWAY_MISMATCH);
        stage.silentBank().undoCapture(current(id));

        // when
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, id + ":capture:1");

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.CAPTURE_FAILED);
    }

    @Test
    void whileACaptureOfOursIsUnderWayTheFailureOfAnotherIsKeptInMindToo() {
        // given
        DisputeId id = stage.held("adyen");
        stage.always(Call.CAPTURE, Fate.lost());
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofMinutes(20));
        stage.silentBank().captureAtDesk(current(id), Stage.AMOUNT);
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1");

        // when
        settleByHand(id, AuthorizationView.Status.CAPTURED);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void ofAPartTheDoubtStaysForTheRestMayHaveBeenTakenToo() {
        // given
        DisputeId id = stage.held("adyen");
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1", TWENTY);
        stage.always(Call.CAPTURE, Fate.lost());
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(TWENTY.amount()), "agent"));
        stage.pass(Duration.ofMinutes(20));
        stage.silentBank().captureAtDesk(current(id), TWENTY);
        settleByHand(id, AuthorizationView.Status.CAPTURED);

        // when
        hear(id, AuthorizationView.Status.CAPTURED, id + ":capture:1", TWENTY);

        // then
        assertThat(told(id, "gateway.confirmed")).isOne();
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void theFailureOfACaptureOfAnotherAmountIsOfNoneThatAPersonIsToldOf() {
        // given
        DisputeId id = stage.held("adyen");
        hear(id, AuthorizationView.Status.CAPTURE_FAILED, "by-hand-1", Money.of("5.00", "USD"));

        // when
        charged(id, Call.CAPTURE);

        // then
        assertThat(stage.stored(id).attentions()).isEmpty();
    }

    private DisputeId chargedInPlaceOf(Call call) {
        DisputeId id = stage.held("adyen");
        charged(id, call);
        assertThat(told(id, CHARGED)).isOne();
        return id;
    }

    private void charged(DisputeId id, Call inPlaceOf) {
        stage.always(inPlaceOf, Fate.lost());
        if (inPlaceOf == Call.CAPTURE) {
            stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        } else {
            stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        }
        stage.pass(Duration.ofMinutes(20));
        stage.silentBank().captureAtDesk(current(id), Stage.AMOUNT);
        settleByHand(id, AuthorizationView.Status.CAPTURED);
        assertThat(stage.stored(id).status()).isEqualTo(Status.CHARGED);
    }

    private long told(DisputeId id, String type) {
        return stage.story(id).stream().filter(type::equals).count();
    }

    private void hear(DisputeId id, AuthorizationView.Status word, String reference) {
        hear(id, word, reference, Stage.AMOUNT);
    }

    private void hear(DisputeId id, AuthorizationView.Status word, String reference, Money amount) {
        boolean captured = word == AuthorizationView.Status.CAPTURED;
        AuthorizationView view = new AuthorizationView(
                current(id),
                word,
                Optional.of(amount),
                captured ? Optional.of(amount) : Optional.empty(),
                Optional.empty(),
                false,
                stage.now().plus(Duration.ofDays(7)),
                Optional.of(id));
        stage.hear(id, view, reference);
    }
}

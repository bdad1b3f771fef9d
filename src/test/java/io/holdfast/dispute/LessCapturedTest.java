package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway that cannot be asked captures less than a charge of all that is held: money was taken, whatever becomes of the rest. */
class LessCapturedTest {

    private final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource(
            value = AuthorizationView.Status.class,
            names = {"EXPIRED", "VOIDED"})
    void theEndOfTheRestIsNotTheEndOfTheCharge(AuthorizationView.Status end) {
        // given
        DisputeId id = capturedInPart();

        // when
        Hearing hearing = hearOfTheRest(id, end);

        // then
        assertThat(hearing).isEqualTo(Hearing.LATER);
        Dispute dispute = stage.stored(id);
        assertThat(dispute.state()).isInstanceOf(HoldState.Held.class);
        assertThat(dispute.pending()).contains(new Settlement.Charge(Stage.AMOUNT));
        assertThat(dispute.attention()).contains(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void aPersonIsCalledAndEndsIt() {
        // given
        DisputeId id = capturedInPart();
        hearOfTheRest(id, AuthorizationView.Status.EXPIRED);
        stage.pass(Stage.POLICY.patience().plusHours(1));
        assertThat(stage.stored(id).operation())
                .hasValueSatisfying(it -> assertThat(it.state()).isEqualTo(OperationState.NEEDS_PERSON));

        // when
        Money taken = taken(id);
        stage.answer(stage.disputes()
                .resolveOperation()
                .resolve(
                        new ResolveCommand(
                                stage.stored(id).operation().orElseThrow().id(),
                                AuthorizationView.Status.CAPTURED,
                                Optional.empty(),
                                Optional.of(taken.amount()),
                                Optional.empty(),
                                "by phone"),
                        "admin"));

        // then
        assertThat(stage.stored(id).state())
                .isInstanceOfSatisfying(
                        HoldState.Charged.class, it -> assertThat(it.amount()).isEqualTo(taken));
        assertThat(hearOfTheRest(id, AuthorizationView.Status.EXPIRED)).isEqualTo(Hearing.KNOWN);
    }

    private DisputeId capturedInPart() {
        DisputeId id = stage.held("adyen");
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.OTHER_AMOUNT));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofSeconds(5));
        stage.hear("adyen", stage.latestNews());
        stage.pass(Duration.ofSeconds(30));
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_MISMATCH);
        return id;
    }

    private Money taken(DisputeId id) {
        return stage.books(id).get(0).captured().orElseThrow();
    }

    /** By the name of the payment, which says nothing of whose wish it was. */
    private Hearing hearOfTheRest(DisputeId id, AuthorizationView.Status end) {
        AuthorizationId payment = stage.stored(id).state().authorizationId().orElseThrow();
        Money rest = Money.ofMinorUnits(Stage.AMOUNT.minorUnits() - taken(id).minorUnits(), Stage.AMOUNT.currency());
        AuthorizationView view = new AuthorizationView(
                payment,
                end,
                Optional.of(rest),
                Optional.empty(),
                Optional.empty(),
                false,
                stage.now().plus(Duration.ofDays(6)),
                Optional.of(id));
        return stage.hear(
                "adyen",
                new GatewayEvent(
                        payment.value() + ":" + end,
                        end.name(),
                        Optional.of(id),
                        Optional.of(payment),
                        Optional.of(id.toString()),
                        Optional.of(view),
                        Optional.empty()));
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway that cannot be asked tells that a hold has lapsed, and that it took money of it, in any order. */
class LapseBesideAChargeTest {

    private static final Money REST = Money.of("29.99", "USD");

    private final Stage stage = new Stage();

    @Test
    void aLapseOfNoAmountIsOneOfAllAndEndsAChargeThatIsOut() {
        for (Money amount : List.of(Stage.AMOUNT, Money.of("0.00", "USD"))) {
            // given
            DisputeId id = stage.held("adyen");
            stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
            charge(id);
            stage.silentBank().lapse(payment(id));

            // when
            lapsed(id, amount);

            // then
            assertThat(stage.stored(id).status()).as(amount.toString()).isEqualTo(Status.EXPIRED);
            assertThat(stage.stored(id).attentions()).contains(Attention.CAPTURE_FAILED);
        }
    }

    @Test
    void theLapseOfAPartWaitsForAChargeOfAll() {
        // given
        DisputeId id = stage.held("adyen");
        charge(id);
        stage.pass(Stage.POLICY.patience().plusMinutes(1));

        // when
        Hearing hearing = lapsed(id, REST);

        // then
        assertThat(hearing).isEqualTo(Hearing.LATER);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void theLapseOfAPartIsNotTheEndOfAHoldThatIsNotToldYet() {
        // given
        stage.next(Call.AUTHORIZE, Fate.of(Fate.Verdict.LATER_YES));
        DisputeId id = stage.open("adyen");
        stage.pass(Duration.ofMillis(100));

        // when
        lapsed(id, REST);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).attentions()).containsExactly(Attention.GATEWAY_MISMATCH);
    }

    private void charge(DisputeId id) {
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofSeconds(5));
    }

    private AuthorizationId payment(DisputeId id) {
        return stage.stored(id).state().authorizationId().orElseThrow();
    }

    private Hearing lapsed(DisputeId id, Money amount) {
        return stage.hear("adyen", lapse(id, payment(id), amount));
    }

    private GatewayEvent lapse(DisputeId id, AuthorizationId payment, Money amount) {
        AuthorizationView view = new AuthorizationView(
                payment,
                AuthorizationView.Status.EXPIRED,
                Optional.of(amount),
                Optional.empty(),
                Optional.empty(),
                false,
                stage.now().plus(Duration.ofDays(6)),
                Optional.of(id));
        return new GatewayEvent(
                payment.value() + ":EXPIRE",
                "EXPIRE",
                Optional.of(id),
                Optional.of(payment),
                Optional.of(id.toString()),
                Optional.of(view),
                Optional.empty());
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.money.Money;
import io.holdfast.simulation.Bank;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Fate.Answer;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A no that does not say what it means may mean that the same request is still under way. */
class UnclearNoTest {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Money TWENTY = Money.of("20.00", "USD");

    private final Stage stage = new Stage();

    @Test
    void theFirstAnswerThereIsIsANoAlsoWithoutAWordForWhy() {
        // given
        stage.next(Call.AUTHORIZE, Fate.lost().with(Answer.NO_WITHOUT_A_WORD));

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
    }

    @Test
    void aBareStatusIsANoWhenTheGatewayKnowsOfNothingAndGivesItTwice() {
        // given
        stage.always(Call.AUTHORIZE, Fate.lost().with(Answer.NO_AND_NOTHING_ELSE));

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
        assertThat(stage.calls(Call.FIND)).isOne();
        assertThat(stage.calls(Call.AUTHORIZE)).isEqualTo(2);
    }

    @Test
    void aBareStatusIsNoNoWhenTheGatewayHoldsWhatWasAskedFor() {
        // given
        stage.next(Call.AUTHORIZE, Fate.answered(Answer.NO_AND_NOTHING_ELSE));

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
    }

    @Test
    void anUnclearNoToARepeatDoesNotForgetTheFirstAttempt() {
        for (Answer answer : new Answer[] {Answer.NO_WITHOUT_A_WORD, Answer.NO_AND_NOTHING_ELSE}) {
            // given
            stage.well();
            stage.next(Call.AUTHORIZE, Fate.plain().there(LONG));
            stage.always(Call.AUTHORIZE, Fate.lost().with(answer));
            DisputeId id = stage.open();
            stage.pass(Duration.ofSeconds(30));
            assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);
            assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);

            // when
            stage.pass(Duration.ofMinutes(2));

            // then
            assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
            assertThat(stage.books(id)).hasSize(1);
        }
    }

    @Test
    void itIsANoWhenTheFirstAttemptIsLongGoneAndTheGatewayKnowsOfNothing() {
        // given
        stage.next(Call.AUTHORIZE, Fate.lost());
        stage.always(Call.AUTHORIZE, Fate.lost().with(Answer.NO_WITHOUT_A_WORD));
        DisputeId id = stage.open();
        stage.pass(Stage.POLICY.patience().minusMinutes(2));
        assertThat(stage.stored(id).status()).isEqualTo(Status.INITIATED);

        // when
        stage.pass(Stage.POLICY.slowPace().multipliedBy(2));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aChargeThatMayStillRunDoesNotFailByAnUnclearNo() {
        for (String gateway : new String[] {"erp", "adyen"}) {
            // given
            stage.well();
            DisputeId id = stage.open(gateway);
            stage.pass(Duration.ofSeconds(5));
            stage.next(Call.CAPTURE, Fate.plain().there(LONG));
            stage.always(Call.CAPTURE, Fate.lost().with(Answer.NO_AND_NOTHING_ELSE));

            // when
            stage.answer(stage.disputes().chargeHold().charge(id, Optional.of(TWENTY.amount()), "agent"));
            stage.pass(Duration.ofSeconds(30));

            // then
            assertThat(stage.stored(id).pending()).as(gateway).isPresent();
            assertThat(stage.story(id)).doesNotContain("charge.failed");
            stage.well();
            stage.pass(Duration.ofMinutes(3));
            if (!gateway.equals("erp")) {
                stage.hear(gateway, stage.latestNews());
                stage.pass(Duration.ofSeconds(5));
            }
            assertThat(stage.stored(id).status()).as(gateway).isEqualTo(Status.CHARGED);
            assertThat(stage.books(id)).extracting(Bank.Authorization::captured).containsOnly(Optional.of(TWENTY));
        }
    }
}

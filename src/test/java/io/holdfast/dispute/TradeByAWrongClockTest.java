package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Glass;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore.Due;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A payment token's trade that was begun while the replicas' clocks were ahead, and is waited for after they were set right: as long as any other. */
class TradeByAWrongClockTest {

    private static final Duration UNTIL_REFRESH = Duration.ofDays(30).plusMinutes(1);

    private final Stage stage = Stage.withoutSchedules();
    private final OpenCommand command = stage.command("erp");

    TradeByAWrongClockTest() {
        stage.bank().holdsLive(Duration.ofDays(40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "PT2H", "PT72H"})
    void oneThatGotNoAnswerIsSentAgainAndTheNextHoldIsPlacedWithTheNewToken(Duration ahead) {
        // given
        DisputeId one = held();
        traded(one, ahead);
        stage.well();

        // when
        DisputeId fresh = open();
        stage.workOn(0, Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(fresh).status()).isEqualTo(Status.HELD);
        assertThat(Glass.token(stage.stored(fresh)))
                .isEqualTo(Glass.token(stage.stored(one)))
                .isNotEqualTo(command.paymentMethodId().reveal());
        assertThat(stage.books(fresh)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "PT2H", "PT72H"})
    void oneWhoseDisputeWasReleasedIsHeardForTheNextHold(Duration ahead) {
        // given
        DisputeId one = held();
        traded(one, ahead);
        stage.answer(stage.disputes().releaseHold().release(one, "agent"));
        stage.workOn(0, Duration.ofMinutes(2));
        Status released = stage.stored(one).status();
        stage.well();

        // when
        DisputeId fresh = open();
        stage.workOn(0, Duration.ofMinutes(20));

        // then
        assertThat(released).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(fresh).status()).isEqualTo(Status.HELD);
        assertThat(Glass.token(stage.stored(fresh)))
                .isNotEqualTo(command.paymentMethodId().reveal());
        assertThat(stage.books(fresh)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2H", "PT72H"})
    void oneWhoseDisputeWasReleasedByAClockThatWasStillAheadIsHeardForTheNextHold(Duration ahead) {
        // given
        DisputeId one = held();
        traded(one, ahead);
        stage.setClocksAhead(ahead);
        stage.answer(stage.disputes().releaseHold().release(one, "agent"));
        stage.workOn(0, Duration.ofMinutes(2));
        stage.setClocksAhead(Duration.ZERO);
        Status released = stage.stored(one).status();
        stage.well();

        // when
        DisputeId fresh = open();
        stage.workOn(0, Duration.ofMinutes(1));

        // then
        assertThat(released).isEqualTo(Status.RELEASED);
        assertThat(stage.stored(fresh).status()).isEqualTo(Status.HELD);
        assertThat(Glass.token(stage.stored(fresh)))
                .isNotEqualTo(command.paymentMethodId().reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "PT2H", "PT72H"})
    void oneThatWasBegunAndNotYetSentIsSent(Duration ahead) {
        // given
        DisputeId one = held();
        stage.pass(UNTIL_REFRESH);
        stage.setClocksAhead(ahead);
        stage.round(Due.REFRESH);
        int early = stage.calls(Call.REFRESH);
        stage.setClocksAhead(Duration.ZERO);

        // when
        stage.workOn(0, Duration.ofSeconds(30));

        // then
        assertThat(early).isZero();
        assertThat(stage.calls(Call.REFRESH)).isOne();
        assertThat(Glass.token(stage.stored(one)))
                .isNotEqualTo(command.paymentMethodId().reveal());
    }

    /** The gateway's answer is lost, and then the clocks are set right. */
    private void traded(DisputeId id, Duration ahead) {
        stage.pass(UNTIL_REFRESH);
        stage.setClocksAhead(ahead);
        stage.always(Call.REFRESH, Fate.answered(Fate.Answer.NONE));
        stage.round(Due.REFRESH);
        while (stage.calls(Call.REFRESH) == 0 || stage.stored(id).lease().isPresent()) {
            stage.pass(Duration.ofMillis(100));
        }
        stage.setClocksAhead(Duration.ZERO);
    }

    private DisputeId held() {
        DisputeId id = open();
        stage.pass(Duration.ofSeconds(1));
        return id;
    }

    private DisputeId open() {
        Opening opening = stage.answer(stage.disputes().openDispute().open(command));
        return ((Opening.Opened) opening).dispute().id();
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore.Due;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A hold that could not be placed for longer than there is patience, and a trade of its payment token for another dispute that has only just begun. */
class TradeAfterPatienceTest {

    private final Stage stage = Stage.withoutSchedules();
    private final OpenCommand command = stage.command("erp");

    @Test
    void aHoldThatNobodyHasPatienceWithWaitsForATradeAllTheSame() {
        // given
        stage.bank().holdsLive(Duration.ofDays(40));
        open();
        stage.pass(Duration.ofSeconds(1));
        stage.pass(Duration.ofDays(30).minusMinutes(65));
        stage.always(Call.AUTHORIZE, Fate.notSent(GatewayOutcome.Reason.NO_CONNECTION));
        DisputeId other = open();
        stage.workOn(0, Duration.ofMinutes(67));
        assertThat(stage.stored(other).status()).isEqualTo(Status.INITIATED);
        stage.well();
        while (stage.now().isBefore(waiting(other).nextAttemptAt().minusSeconds(4))) {
            stage.pass(Duration.ofSeconds(1));
        }

        // when
        stage.next(Call.REFRESH, Fate.plain().back(Duration.ofSeconds(8)));
        stage.replica(0).takeUp(Due.REFRESH);
        stage.pass(Duration.ofSeconds(1));
        for (int second = 0; second < 20; second++) {
            stage.replica(1).takeUp(Due.WORK);
            stage.pass(Duration.ofSeconds(1));
        }
        stage.workOn(1, Duration.ofHours(1));

        // then
        assertThat(stage.stored(other).status()).isEqualTo(Status.HELD);
    }

    private DisputeId open() {
        return ((Opening.Opened) stage.answer(stage.disputes().openDispute().open(command)))
                .dispute()
                .id();
    }

    private GatewayOperation waiting(DisputeId id) {
        return stage.stored(id).operation().orElseThrow();
    }
}

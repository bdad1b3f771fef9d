package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore.Due;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A caller names one payment token for years, and the gateway trades it again and again. */
class LongUsedTokenTest {

    private static final int TIMES = 60;

    private final Stage stage = Stage.withoutSchedules();
    private final OpenCommand command = stage.command("erp");

    @Test
    void aDisputeIsOpenedWithTheTokenThatTheNamedOneHasComeToHoweverOftenItWasTraded() {
        // given
        stage.bank().holdsLive(Duration.ofDays(40));
        for (int time = 0; time < TIMES; time++) {
            DisputeId before = open();
            stage.pass(Duration.ofDays(30).plusMinutes(1));
            stage.round(Due.REFRESH);
            stage.workOn(0, Duration.ofMinutes(1));
            stage.answer(stage.disputes().releaseHold().release(before, "agent"));
            stage.pass(Duration.ofSeconds(1));
        }

        // when
        DisputeId id = open();
        stage.pass(Duration.ofSeconds(1));

        // then
        assertThat(stage.calls(Call.REFRESH)).isEqualTo(TIMES);
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    private DisputeId open() {
        return ((Opening.Opened) stage.answer(stage.disputes().openDispute().open(command)))
                .dispute()
                .id();
    }
}

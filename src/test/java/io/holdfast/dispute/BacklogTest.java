package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a burst, or a replica that died with a long line in front of a gateway, leaves behind. */
class BacklogTest {

    private static final int DISPUTES = 200;

    /** So much later at the latest a replica looks for what nobody has. */
    private static final Duration A_ROUND = Duration.ofSeconds(5);

    /** Leases of the dead, and the pace of the round that looks for them. */
    private static final Duration UNTIL_IT_IS_NOTICED = Duration.ofSeconds(26 + 10);

    private final Stage stage = new Stage();

    @Test
    void aLongLineIsWorkedOffAsFastAsTheGatewayAnswersAndNotAShareForEachRound() {
        // given: all of them wait in the line of one replica
        stage.always(Call.AUTHORIZE, Fate.lost());
        List<DisputeId> left = new ArrayList<>();
        for (int i = 0; i < DISPUTES; i++) {
            left.add(stage.open());
        }
        stage.replica(0).die();
        stage.well();

        // when
        stage.pass(UNTIL_IT_IS_NOTICED.plusSeconds(6));

        // then
        assertThat(left).allSatisfy(id -> assertThat(stage.stored(id).status()).isEqualTo(Status.HELD));
    }

    @Test
    void whatTheLineOfOneReplicaCannotTakeIsWorkedOnByAnotherAtOnceAndNotWhenALeaseEnds() {
        // given
        stage.always(Call.AUTHORIZE, Fate.lost());
        for (int i = 0; i < Stage.CALLS_AT_ONCE + Stage.LONGEST_LINE; i++) {
            stage.open();
        }
        stage.well();

        // when
        List<DisputeId> tooMany = new ArrayList<>();
        for (int i = 0; i < DISPUTES; i++) {
            tooMany.add(stage.open());
        }
        stage.pass(A_ROUND.plusSeconds(4));

        // then
        assertThat(tooMany)
                .allSatisfy(id -> assertThat(stage.stored(id).status()).isEqualTo(Status.HELD));
    }
}

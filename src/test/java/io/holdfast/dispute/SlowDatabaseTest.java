package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that answers, and takes seconds for it: what there is to do is done, later. */
class SlowDatabaseTest {

    private static final Duration SLOW = Duration.ofMillis(2_500);

    @Test
    void aHoldIsPlaced() {
        // given
        Stage stage = new Stage();
        stage.databaseIsLateBy(SLOW);

        // when
        DisputeId id = stage.open();
        stage.pass(Duration.ofSeconds(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.calls(Call.AUTHORIZE)).isOne();
    }

    @Test
    void aHoldIsRenewed() {
        // given
        Stage stage = Stage.forWeeks();
        DisputeId id = stage.held();
        AuthorizationId old = stage.stored(id).state().authorizationId().orElseThrow();

        // when
        stage.databaseIsLateBy(SLOW);
        stage.pass(RenewalCase.UNTIL_RENEWED);

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).state().authorizationId().orElseThrow()).isNotEqualTo(old);
        assertThat(stage.stored(id).surplus()).isEmpty();
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The gateway of a dispute was switched off in the settings since it was opened. */
class GatewayOffTest {

    private final Stage stage = new Stage();

    @Test
    void noDecisionIsTakenOnAndTheAnswerSaysWhy() {
        // given
        DisputeId id = stage.held();
        Disputes off = stage.whoseGatewaysAreOff();
        List<String> before = stage.story(id);

        // when
        Settling release = stage.answer(off.releaseHold().release(id, "agent"));
        Settling charge = stage.answer(off.chargeHold().charge(id, Optional.empty(), "agent"));

        // then
        assertThat(List.of(release, charge)).allMatch(Settling.GatewayOff.class::isInstance);
        assertThat(off.releaseHold().foresee(stage.stored(id))).isInstanceOf(Settling.GatewayOff.class);
        assertThat(stage.story(id)).isEqualTo(before);
    }

    @Test
    void anOpenOperationIsNeitherTriedAgainNorSettled() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.VOID, Fate.lost());
        stage.always(Call.FIND, Fate.lost());
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(1));
        OperationId operation = stage.stored(id).operation().orElseThrow().id();
        Disputes off = stage.whoseGatewaysAreOff();
        List<String> before = stage.story(id);

        // when
        Retrying retrying = stage.answer(off.retryOperation().retry(operation, "admin"));
        Resolving resolving = stage.answer(
                off.resolveOperation().resolve(Stage.saidByDesk(operation, AuthorizationView.Status.VOIDED), "admin"));

        // then
        assertThat(retrying).isInstanceOf(Retrying.GatewayOff.class);
        assertThat(resolving).isInstanceOf(Resolving.GatewayOff.class);
        assertThat(stage.story(id)).isEqualTo(before);
    }

    @Test
    void whatIsDoneAlreadyIsStillToldSo() {
        // given
        DisputeId id = stage.held();
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(5));

        // when
        Settling again = stage.answer(stage.whoseGatewaysAreOff().releaseHold().release(id, "agent"));

        // then
        assertThat(again).isInstanceOf(Settling.Repeated.class);
    }
}

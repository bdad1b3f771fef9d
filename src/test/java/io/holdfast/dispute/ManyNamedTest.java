package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Question;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** News names many authorizations of one dispute while the gateway cannot be asked about them. */
class ManyNamedTest {

    private final Stage stage = new Stage();

    @Test
    void noneOfMoreThanAQuestionKeepsIsForgotten() {
        // given
        DisputeId id = stage.held();
        namedInVain(id, Question.MAX_ABOUT + 3);

        // when
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.books(id).stream().filter(it -> it.status().isLive())).hasSize(1);
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.stored(id).attentions()).isEmpty();
    }

    @Test
    void whatASlowGatewaySaysIsRecordedThoughAllOfItTakesLongerThanALease() {
        // given
        DisputeId id = stage.held();
        namedInVain(id, 4);

        // when
        stage.well();
        stage.always(Call.FIND, Fate.plain().there(Duration.ofSeconds(7)));
        stage.pass(Duration.ofMinutes(5));

        // then
        assertThat(stage.books(id).stream().filter(it -> it.status().isLive())).hasSize(1);
        assertThat(stage.stored(id).question()).isEmpty();
    }

    private void namedInVain(DisputeId id, int count) {
        stage.always(Call.FIND, Fate.answered(Fate.Answer.SERVER_ERROR));
        for (int n = 0; n < count; n++) {
            AuthorizationId other =
                    stage.bank().invent(id, stage.stored(id).terms().amount()).id();
            stage.hear(
                    "erp",
                    new GatewayEvent(
                            "evt_" + n,
                            "authorization.updated",
                            Optional.of(id),
                            Optional.of(other),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
        }
    }
}

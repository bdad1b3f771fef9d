package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A replica loses the lease of a dispute in the middle of a step that calls the gateway more than once. */
class LongStepTest extends RenewalCase {

    @Test
    void whatAnotherReplicaHasSentMeanwhileIsNotSentOnceMore() {
        // given
        DisputeId id = stage.held();
        stage.next(Call.RENEW, Fate.lost());
        whileRenewing(id);
        while (stage.stored(id).lease().isPresent()) {
            stage.pass(Duration.ofMillis(100));
        }
        int lost = stage.calls(Call.RENEW);
        stage.next(Call.SEARCH, Fate.plain().back(Duration.ofSeconds(1)));
        stage.hear("erp", somethingOf(id));
        stage.pass(Duration.ofMillis(500));

        // when
        stage.replica(0).standStill(Duration.ofMinutes(20));
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.calls(Call.RENEW)).isEqualTo(lost + 1);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.AUTHORIZED);
    }

    private static GatewayEvent somethingOf(DisputeId id) {
        return new GatewayEvent(
                "evt_1",
                "authorization.updated",
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}

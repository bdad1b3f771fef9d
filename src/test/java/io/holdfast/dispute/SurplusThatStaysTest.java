package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The gateway does not give a hold back that was renewed. */
class SurplusThatStaysTest extends RenewalCase {

    @Test
    void aChargeDoesNotWaitForItAndItIsGivenBackAfterwards() {
        for (String gateway : new String[] {"erp", "adyen"}) {
            // given
            DisputeId id = renewed(gateway);

            // when
            stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
            stage.pass(Duration.ofSeconds(20));
            if (gateway.equals("adyen")) {
                stage.hear(gateway, stage.latestNews());
            }

            // then
            assertThat(stage.stored(id).status()).as(gateway).isEqualTo(Status.CHARGED);
            assertThat(statuses(id))
                    .containsExactly(AuthorizationView.Status.AUTHORIZED, AuthorizationView.Status.CAPTURED);
            stage.well();
            stage.pass(Duration.ofMinutes(30));
            assertThat(statuses(id))
                    .containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.CAPTURED);
        }
    }

    @Test
    void aReleaseDoesNotWaitForIt() {
        // given
        DisputeId id = renewed("erp");

        // when
        stage.answer(stage.others().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(2));

        // then
        Optional<GatewayOperation> open = stage.stored(id).operation();
        assertThat(open.map(GatewayOperation::kind)).contains(OperationKind.VOID);
        assertThat(open.flatMap(GatewayOperation::target)).contains(current(id));
        stage.well();
        stage.pass(Duration.ofMinutes(30));
        assertThat(stage.stored(id).status()).isEqualTo(Status.RELEASED);
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.VOIDED, AuthorizationView.Status.VOIDED);
    }

    @Test
    void moreOfThemThanCanBeKeptAreToldOfAndGivenBackOnceThereIsRoom() {
        // given
        DisputeId id = stage.held();
        stage.always(Call.VOID, Fate.lost());

        // when
        for (int i = 0; i < Dispute.MAX_SURPLUS + 4; i++) {
            stage.bank().invent(id, Stage.AMOUNT);
            stage.hear("erp", stage.latestNews());
            stage.pass(Duration.ofSeconds(3));
        }
        Dispute full = stage.stored(id);
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(full.surplus()).hasSize(Dispute.MAX_SURPLUS);
        assertThat(full.attention()).contains(Attention.ORPHANED_HOLD);
        assertThat(live(id)).containsExactly(current(id));
        assertThat(stage.stored(id).attention()).isEmpty();
        assertThat(stage.stored(id).question()).isEmpty();
    }

    /** And the old hold is not given back for hours. */
    private DisputeId renewed(String gateway) {
        stage.well();
        DisputeId id = stage.held(gateway);
        stage.always(Call.VOID, Fate.lost());
        stage.pass(UNTIL_RENEWED);
        stage.pass(Duration.ofHours(2));
        assertThat(live(id)).hasSize(2);
        untilNobodyWorksOn(id);
        return id;
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway is asked about the hold and about another authorization that a webhook named, and answers for one of them only. */
class SomeNotAnsweredTest extends RenewalCase {

    private static final Fate BROKEN = Fate.answered(Fate.Answer.SERVER_ERROR);

    @Test
    void whatItSaysOfTheHoldIsTakenAndTheQuestionStaysForTheOther() {
        // given: by the hold's name, by the other's, and by the dispute's
        DisputeId id = stage.held("erp");
        stage.bank().lapse(current(id));
        stage.next(Call.FIND, Fate.plain(), BROKEN, Fate.plain());
        stage.always(Call.FIND, Fate.lost());

        // when
        hearOf(id, new AuthorizationId("auth_other"));
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
        assertThat(stage.stored(id).question()).isPresent();
    }

    @Test
    void theQuestionEndsWhenTheOtherIsAnsweredFor() {
        // given
        DisputeId id = stage.held("erp");
        stage.bank().lapse(current(id));
        stage.next(Call.FIND, Fate.plain(), BROKEN, Fate.plain());
        stage.always(Call.FIND, Fate.lost());
        hearOf(id, new AuthorizationId("auth_other"));
        stage.pass(Duration.ofMinutes(30));

        // when
        stage.well();
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(stage.stored(id).question()).isEmpty();
        assertThat(stage.stored(id).attentions()).isEmpty();
    }

    @Test
    void whatItSaysOfTheOtherIsTakenThoughItDoesNotAnswerForTheHold() {
        // given
        DisputeId id = stage.held("erp");
        AuthorizationId other =
                stage.bank().invent(id, stage.stored(id).terms().amount()).id();
        stage.next(Call.FIND, BROKEN);

        // when
        hearOf(id, other);
        stage.pass(Duration.ofMinutes(30));

        // then
        assertThat(stage.story(id)).contains("surplus.found", "surplus.returned");
        assertThat(statuses(id)).containsExactly(AuthorizationView.Status.AUTHORIZED, AuthorizationView.Status.VOIDED);
    }

    @Test
    void aPersonIsToldOnceThatTheOtherIsNotAnsweredFor() {
        // given
        DisputeId id = stage.held("erp");
        Collections.nCopies(500, 0).forEach(it -> stage.next(Call.FIND, Fate.plain(), BROKEN));

        // when
        hearOf(id, new AuthorizationId("auth_other"));
        stage.pass(Duration.ofHours(5));

        // then
        assertThat(stage.stored(id).attention()).contains(Attention.GATEWAY_UNREACHABLE);
        assertThat(stage.story(id)).containsOnlyOnce("attention.raised").doesNotContain("attention.cleared");
    }

    @Test
    void whatItSaysOfTheLastIsTakenThoughItDoesNotAnswerForTwoBeforeIt() {
        // given
        DisputeId id = stage.held("erp");
        stage.always(Call.FIND, BROKEN);
        for (int n = 0; n < 4; n++) {
            hearOf(
                    id,
                    stage.bank().invent(id, stage.stored(id).terms().amount()).id());
        }
        stage.pass(Duration.ofSeconds(1));

        // when: by the hold's name, and by those of the others
        stage.next(Call.FIND, Fate.plain(), BROKEN, Fate.plain(), BROKEN, Fate.plain());
        stage.pass(Duration.ofHours(1));

        // then
        assertThat(statuses(id))
                .containsExactly(
                        AuthorizationView.Status.AUTHORIZED,
                        AuthorizationView.Status.AUTHORIZED,
                        AuthorizationView.Status.VOIDED,
                        AuthorizationView.Status.AUTHORIZED,
                        AuthorizationView.Status.VOIDED);
    }

    private void hearOf(DisputeId id, AuthorizationId authorization) {
        stage.hear(
                "erp",
                new GatewayEvent(
                        "evt_1",
                        "authorization.updated",
                        Optional.of(id),
                        Optional.of(authorization),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }
}

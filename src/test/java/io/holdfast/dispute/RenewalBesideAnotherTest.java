package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A hold is renewed while the gateway has not decided on an earlier renewal, which gave way to a charge that came to nothing. */
class RenewalBesideAnotherTest extends RenewalCase {

    @Test
    void aRenewalWhoseAnswerIsLostIsTakenOverWhenTheEarlierOneIsDeclined() {
        // given
        stage.bank().saysNotWhenMade();
        DisputeId id = stage.held();

        stage.next(Call.RENEW, Fate.of(Fate.Verdict.LATER_NO).later(Duration.ofHours(11)));
        stage.next(Call.RENEW, Fate.answered(Fate.Answer.NONE));
        whileRenewing(id);
        stage.pass(Duration.ofMinutes(1));
        stage.next(Call.CAPTURE, Fate.of(Fate.Verdict.NO));
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));

        // when
        stage.pass(Duration.ofHours(16));

        // then
        AuthorizationId second = stage.books(id).get(2).id();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(current(id)).isEqualTo(second);
        assertThat(live(id)).containsExactly(second);
        assertThat(stage.stored(id).surplus()).isEmpty();
    }

    /** It may be given back at any moment. */
    @Test
    void aRenewalThatIsAnsweredWithAHoldThatIsToBeGivenBackIsBegunAnew() {
        // given
        AuthorizationView listed = NewsCase.view(NewsCase.OTHER, AuthorizationView.Status.AUTHORIZED);
        Draft draft = NewsCase.draft(NewsCase.dispute(NewsCase.HELD)
                .withSurplus(List.of(listed.id()))
                .withOperation(NewsCase.sent(OperationKind.RENEW)));

        // when
        new Conclusion(NewsCase.POLICY, Duration.ofSeconds(10), NewsCase.MUTE)
                .sent(draft, NewsCase.ID, new GatewayOutcome.Approved<>(listed));

        // then
        assertThat(draft.dispute().state()).isEqualTo(NewsCase.HELD);
        assertThat(draft.dispute().surplus()).containsExactly(listed.id());
        assertThat(draft.dispute().operation()).isEmpty();
        assertThat(draft.dispute().upkeep().renewAt()).isPresent();
    }
}

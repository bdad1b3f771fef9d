package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.notify.SomeDispute;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person's word leads to where the hold lives on that was to be given back or charged. */
class ToldByHandTest {

    private static final Capabilities ASKABLE = new Capabilities(true, false, false);

    private final Stage stage = new Stage();
    private final String silent = stage.silentBank().name();

    @ParameterizedTest
    @EnumSource(names = {"AUTHORIZED", "DECLINED"})
    void aHoldThatLivesThoughACancelWasSentIsGivenBackByANewRequest(AuthorizationView.Status said) {
        // given
        DisputeId id = heldAtSilentBank();
        stage.always(Call.VOID, Fate.lost());
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMinutes(20));
        int n = stage.stored(id).operation().orElseThrow().n();

        // when
        stage.settleByHand(id, said);
        stage.well();
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.stored(id).operation().orElseThrow().n()).isEqualTo(n + 1);
        assertThat(stage.stored(id).attentions()).isEmpty();
        assertThat(stage.books(id).get(0).status()).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHORIZED", "DECLINED"})
    void aHoldWhoseCancelWasRefusedIsGivenBackByANewRequestToo(AuthorizationView.Status said) {
        // given
        DisputeId id = heldAtSilentBank();
        stage.next(Call.VOID, Fate.of(Fate.Verdict.NO));
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(5));
        stage.hear(silent, stage.latestNews());

        // when
        stage.settleByHand(id, said);
        stage.pass(Duration.ofMinutes(1));

        // then
        assertThat(stage.books(id).get(0).status()).isEqualTo(AuthorizationView.Status.VOIDED);
    }

    @Test
    void aChargeWithoutAnAnswerGoesOnWithItsKeyThoughTheHoldLives() {
        // given
        DisputeId id = heldAtSilentBank();
        stage.always(Call.CAPTURE, Fate.lost());
        stage.answer(stage.disputes().chargeHold().charge(id, Optional.empty(), "agent"));
        stage.pass(Duration.ofMinutes(20));
        String key = stage.stored(id).operation().orElseThrow().idempotencyKey();
        int before = stage.calls(Call.CAPTURE);

        // when
        stage.settleByHand(id, AuthorizationView.Status.AUTHORIZED);
        stage.pass(Duration.ofHours(2));

        // then
        assertThat(stage.calls(Call.CAPTURE)).isGreaterThan(before);
        assertThat(stage.stored(id).operation().orElseThrow().idempotencyKey()).isEqualTo(key);
    }

    @Test
    void aHoldOfAnotherAmountThatThePersonCallsDeclinedIsAskedAfter() {
        // given
        Dispute doubtful = SomeDispute.opened().dispute().withAttentions(Set.of(Attention.GATEWAY_MISMATCH));
        Draft draft = new Draft(doubtful, "admin", SomeDispute.NOW);

        // when
        new ToldByHand(Stage.POLICY, Duration.ofSeconds(5), ASKABLE)
                .settle(
                        draft,
                        doubtful.operation().orElseThrow().id(),
                        new GatewayOutcome.Declined<>("processing_error", Optional.empty(), false));

        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.FAILED);
        assertThat(draft.dispute().question()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = {"VOIDED", "EXPIRED"})
    void aHoldThatThePersonCallsGoneIsAskedAfterAndGivenBackIfItLives(AuthorizationView.Status said) {
        // given
        Dispute releasing = NewsCase.dispute(NewsCase.HELD)
                .withPending(Optional.of(new Settlement.Release()))
                .withOperation(NewsCase.sent(OperationKind.VOID));
        Draft draft = NewsCase.draft(releasing);

        // when
        new ToldByHand(Stage.POLICY, Duration.ofSeconds(5), ASKABLE)
                .settle(draft, NewsCase.ID, new GatewayOutcome.Approved<>(NewsCase.view(NewsCase.PSP, said)));
        boolean isAskedAfter = draft.dispute().question().isPresent();
        new Reading(Stage.POLICY, ASKABLE)
                .apply(draft, NewsCase.view(NewsCase.PSP, AuthorizationView.Status.AUTHORIZED));

        // then
        assertThat(isAskedAfter).isTrue();
        assertThat(draft.dispute().status()).isEqualTo(Status.RELEASED);
        assertThat(draft.dispute().surplus()).containsExactly(NewsCase.PSP);
    }

    @Test
    void aHoldThatThePersonWasToldOfIsNotAskedAfter() {
        // given
        stage.always(Call.AUTHORIZE, Fate.answered(Fate.Answer.NONE));
        stage.always(Call.SEARCH, Fate.lost());
        DisputeId id = stage.open();
        stage.pass(Duration.ofMinutes(5));
        AuthorizationId hold = stage.books(id).get(0).id();

        // when
        stage.answer(stage.disputes()
                .resolveOperation()
                .resolve(
                        new ResolveCommand(
                                stage.stored(id).operation().orElseThrow().id(),
                                AuthorizationView.Status.AUTHORIZED,
                                Optional.of(hold),
                                Optional.empty(),
                                Optional.empty(),
                                "the bank, on the phone"),
                        "admin"));

        // then
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
        assertThat(stage.stored(id).question()).isEmpty();
    }

    private DisputeId heldAtSilentBank() {
        DisputeId id = stage.held(silent);
        stage.hear(silent, stage.latestNews());
        return id;
    }
}

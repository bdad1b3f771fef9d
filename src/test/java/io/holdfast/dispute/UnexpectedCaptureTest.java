package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.StoryEntry;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.Inquiry;
import io.holdfast.money.Money;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Money that the gateway took without being asked: a person has to find in the story how much that is, and nothing beside it that denies it. */
class UnexpectedCaptureTest extends NewsCase {

    private static final Money THREE = Money.of("3.00", "USD");

    private final Replies replies = new Replies(POLICY, Duration.ofSeconds(10), new Capabilities(true, false, false));

    @Test
    void aPartThatIsTakenOfALiveHoldIsToldWithWhatTheGatewayTook() {
        // given
        Draft draft = draft(asked(dispute(HELD)));

        // when
        answer(draft, taken(PSP, AuthorizationView.Status.AUTHORIZED, FIFTY, THREE));

        // then
        assertThat(raised(draft))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "attention", "UNEXPECTED_CAPTURE",
                        "authorization", PSP.value(),
                        "amount", "49.99 USD",
                        "captured", "3.00 USD",
                        "asked", "49.99 USD"));
        assertThat(types(draft)).doesNotContain(StoryType.GATEWAY_CONFIRMED);
    }

    @Test
    void aPartThatIsTakenWhileItIsChargedMayBeHalfOfThatCharge() {
        // given
        GatewayOperation capture = intended(OperationKind.CAPTURE);
        Draft draft = draft(dispute(HELD)
                .withOperation(Optional.of(capture))
                .withPending(Optional.of(new Settlement.Charge(TWENTY))));

        // when
        new Findings(POLICY, Duration.ofSeconds(10), new Capabilities(true, false, false))
                .sent(
                        draft,
                        capture,
                        new GatewayOutcome.Unknown<>("timeout", Optional.empty()),
                        List.of(taken(PSP, AuthorizationView.Status.AUTHORIZED, FIFTY, THREE)));

        // then
        assertThat(draft.dispute().attentions()).doesNotContain(Attention.UNEXPECTED_CAPTURE);
        assertThat(draft.dispute().operation()).isPresent();
    }

    @Test
    void aChargeThatIsAnsweredWithAPartOfItselfIsStillUnderWay() {
        // given
        GatewayOperation capture = intended(OperationKind.CAPTURE);
        Draft draft = draft(dispute(HELD)
                .withOperation(Optional.of(capture))
                .withPending(Optional.of(new Settlement.Charge(TWENTY))));

        // when
        new Findings(POLICY, Duration.ofSeconds(10), new Capabilities(true, false, false))
                .sent(
                        draft,
                        capture,
                        new GatewayOutcome.Approved<>(taken(PSP, AuthorizationView.Status.AUTHORIZED, FIFTY, TWENTY)),
                        List.of());

        // then
        assertThat(draft.dispute().attentions()).isEmpty();
        assertThat(draft.dispute().operation()).isPresent();
    }

    @Test
    void aGatewayThatStillSaysSoDoesNotConfirmTheRecord() {
        // given
        Draft draft = draft(asked(dispute(HELD).withAttentions(Set.of(Attention.UNEXPECTED_CAPTURE))));

        // when
        answer(draft, taken(PSP, AuthorizationView.Status.AUTHORIZED, FIFTY, THREE));

        // then
        assertThat(draft.dispute().question()).isEmpty();
        assertThat(types(draft)).isEmpty();
    }

    @Test
    void aGatewayThatSaysWhatIsRecordedConfirmsIt() {
        // given
        Draft draft = draft(asked(dispute(HELD)));

        // when
        answer(draft, view(PSP, AuthorizationView.Status.AUTHORIZED));

        // then
        assertThat(types(draft)).containsExactly(StoryType.GATEWAY_CONFIRMED);
    }

    @Test
    void aWholeHoldThatIsTakenIsToldWithWhatTheGatewayTookAndWhatWasToBeCharged() {
        // given
        Draft draft = draft(asked(dispute(HELD).withPending(Optional.of(new Settlement.Charge(TWENTY)))));

        // when
        answer(draft, taken(PSP, AuthorizationView.Status.CAPTURED, FIFTY, FIFTY));

        // then
        assertThat(draft.dispute().state()).isEqualTo(new HoldState.Charged(HOLD, FIFTY));
        assertThat(raised(draft))
                .containsEntry("captured", "49.99 USD")
                .containsEntry("asked", "49.99 USD")
                .containsEntry("charge", "20.00 USD");
    }

    @Test
    void aHoldThatIsTakenAsItIsPlacedIsToldWithWhatTheGatewayTook() {
        // given
        Draft draft = draft(dispute(new HoldState.Initiated(Optional.empty())));

        // when
        answer(draft, taken(PSP, AuthorizationView.Status.CAPTURED, FIFTY, FIFTY));

        // then
        assertThat(raised(draft)).containsEntry("captured", "49.99 USD").containsEntry("asked", "49.99 USD");
    }

    @Test
    void whatIsTakenOfAnotherAuthorizationIsToldWithItsName() {
        // given
        Draft draft = draft(dispute(HELD));

        // when
        answer(draft, taken(OTHER, AuthorizationView.Status.CAPTURED, FIFTY, THREE));

        // then
        assertThat(raised(draft))
                .containsEntry("authorization", OTHER.value())
                .containsEntry("captured", "3.00 USD")
                .containsEntry("asked", "49.99 USD");
    }

    private void answer(Draft draft, AuthorizationView view) {
        Inquiry all = new Inquiry.Found(List.of(view));
        replies.answeredOfAll(draft, new Step.Ask(Set.of(PSP)), List.of(view), all, all);
    }

    private static Dispute asked(Dispute dispute) {
        return dispute.withQuestion(Optional.of(Question.raised(Optional.empty(), Optional.empty(), OPENED)));
    }

    private static Map<String, String> raised(Draft draft) {
        return draft.story().stream()
                .filter(it -> it.type() == StoryType.ATTENTION_RAISED)
                .map(StoryEntry::detail)
                .findFirst()
                .orElseThrow();
    }

    private static List<StoryType> types(Draft draft) {
        return draft.story().stream().map(StoryEntry::type).toList();
    }
}

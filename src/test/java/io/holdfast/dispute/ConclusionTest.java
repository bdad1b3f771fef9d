package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.GatewayOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the answer to an operation comes to at a gateway that can be asked. */
class ConclusionTest extends NewsCase {

    private static final HoldState KNOWN = HoldState.Initiated.NEW.known(PSP);

    private final Conclusion asking =
            new Conclusion(POLICY, Duration.ofSeconds(10), new Capabilities(true, true, true));

    @Test
    void anyAnswerEndsTheSilence() {
        // given
        Set<Attention> silence = Set.of(Attention.GATEWAY_UNREACHABLE);
        Draft declined = draft(running(KNOWN, OperationKind.AUTHORIZE).withAttentions(silence));
        Draft pending = draft(running(KNOWN, OperationKind.AUTHORIZE).withAttentions(silence));
        Draft renewing = draft(running(HELD, OperationKind.RENEW).withAttentions(silence));

        // when
        asking.sent(declined, ID, no("card_declined"));
        asking.sent(pending, ID, new GatewayOutcome.Pending<>(Optional.of(PSP)));
        asking.sent(renewing, ID, yes(view(OTHER, AuthorizationView.Status.AUTHORIZED)));

        // then
        assertThat(declined.dispute().status()).isEqualTo(Status.FAILED);
        assertThat(declined.dispute().attentions()).isEmpty();
        assertThat(pending.dispute().attentions()).isEmpty();
        assertThat(renewing.dispute().attentions()).doesNotContain(Attention.GATEWAY_UNREACHABLE);
    }

    /** Until patience is over it may be a gateway's way to say that it is at work. */
    @Test
    void aYesThatLeavesTheHoldAsItWasIsNoAnswerForEver() {
        for (OperationKind kind : List.of(OperationKind.CAPTURE, OperationKind.VOID)) {
            // given
            Draft soon = draft(running(HELD, kind));
            Draft late = new Draft(running(HELD, kind), "gateway:erp", OPENED.plus(PATIENCE.plusSeconds(1)));

            // when
            asking.sent(soon, ID, yes(view(PSP, AuthorizationView.Status.AUTHORIZED)));
            asking.sent(late, ID, yes(view(PSP, AuthorizationView.Status.AUTHORIZED)));

            // then
            assertThat(soon.dispute().attentions()).as(kind.name()).isEmpty();
            assertThat(late.dispute().attentions()).as(kind.name()).containsExactly(Attention.GATEWAY_UNREACHABLE);
            // to give back once more does no harm
            assertThat(late.open(ID).orElseThrow().cameTo(Conclusion.KEY_SPENT))
                    .as(kind.name())
                    .isEqualTo(kind == OperationKind.VOID);
        }
    }

    @Test
    void theSameYesToTheNextKeyDoesNotSayThatNobodyNeedsToLook() {
        // given
        Dispute dispute = running(HELD, OperationKind.VOID).withAttentions(Set.of(Attention.GATEWAY_UNREACHABLE));
        GatewayOperation second = GatewayOperation.intended(
                ID,
                OperationKind.VOID,
                2,
                Optional.of(PSP),
                Optional.empty(),
                KEY,
                dispute.operation().orElseThrow().body(),
                OPENED,
                Optional.empty());
        Draft draft = draft(dispute.withOperation(Optional.of(second)));

        // when
        asking.sent(draft, ID, yes(view(PSP, AuthorizationView.Status.AUTHORIZED)));

        // then
        assertThat(draft.dispute().attentions()).containsExactly(Attention.GATEWAY_UNREACHABLE);
        assertThat(draft.story()).noneMatch(told -> told.type() == StoryType.ATTENTION_CLEARED);
    }

    @Test
    void aNoEndsTheWorryAboutTheAmountOfAFirstHold() {
        // given
        Draft draft = draft(running(KNOWN, OperationKind.AUTHORIZE).withAttentions(Set.of(Attention.GATEWAY_MISMATCH)));

        // when
        asking.sent(draft, ID, no("card_declined"));

        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.FAILED);
        assertThat(draft.dispute().attentions()).isEmpty();
        assertThat(draft.dispute().operation()).isEmpty();
    }

    @Test
    void anAnswerToAnOperationThatIsOverChangesNothingUnlessItIsAYes() {
        for (GatewayOutcome<AuthorizationView> outcome : List.of(
                no("card_declined"),
                new GatewayOutcome.Pending<AuthorizationView>(Optional.of(OTHER)),
                new GatewayOutcome.Unknown<AuthorizationView>("timeout", Optional.empty(), GatewayOutcome.Key.FREE))) {
            // given
            Draft draft = draft(dispute(HELD));

            // when
            asking.sent(draft, ID, outcome);
            asking.takenBack(draft, ID, outcome);

            // then
            assertThat(draft.changesNothing()).as(outcome.name()).isTrue();
        }
    }

    @Test
    void aHoldThatCannotBeVoidedIsAskedAfter() {
        // given
        Draft draft = draft(running(HELD, OperationKind.VOID).withPending(Optional.of(new Settlement.Release())));

        // when
        asking.sent(draft, ID, no("not_voidable"));

        // then
        assertThat(draft.dispute().state()).isEqualTo(HELD);
        assertThat(draft.dispute().pending()).isPresent();
        assertThat(lastOutcome(draft)).contains("refused_not_voidable");
    }

    @Test
    void aVoidIsNotOverAsLongAsItsHoldLives() {
        // given
        Draft held = draft(running(HELD, OperationKind.VOID).withPending(Optional.of(new Settlement.Release())));
        Draft released =
                draft(running(new HoldState.Released(HOLD), OperationKind.VOID).withSurplus(List.of(PSP)));

        // when
        asking.sent(held, ID, yes(view(PSP, AuthorizationView.Status.AUTHORIZED)));
        asking.sent(released, ID, yes(view(PSP, AuthorizationView.Status.AUTHORIZED)));

        // then
        assertThat(held.dispute().operation()).isPresent();
        assertThat(held.dispute().state()).isEqualTo(HELD);
        assertThat(released.dispute().operation()).isPresent();
        assertThat(released.dispute().surplus()).containsExactly(PSP);
    }

    @Test
    void aVoidIsOverWhenItsHoldIsGivenBack() {
        // given
        Draft released =
                draft(running(new HoldState.Released(HOLD), OperationKind.VOID).withSurplus(List.of(PSP)));

        // when
        asking.sent(released, ID, yes(view(PSP, AuthorizationView.Status.VOIDED)));

        // then
        assertThat(released.dispute().operation()).isEmpty();
        assertThat(released.dispute().surplus()).isEmpty();
    }

    @Test
    void aFirstHoldOfAnotherAmountIsAskedAfterAndSaidSo() {
        // given
        Draft draft = draft(running(KNOWN, OperationKind.AUTHORIZE));

        // when
        asking.sent(draft, ID, yes(view(PSP, AuthorizationView.Status.AUTHORIZED, TWENTY)));

        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.INITIATED);
        assertThat(lastOutcome(draft)).contains(Conclusion.MISMATCH);
    }

    @Test
    void aRenewalThatSomebodyCapturedIsNotRepeatedAndIsRaised() {
        // given
        Upkeep soon = new Upkeep(Optional.of(OPENED.plusSeconds(60)), Optional.empty());
        Draft draft = draft(running(HELD, OperationKind.RENEW).withUpkeep(soon));

        // when
        asking.sent(draft, ID, yes(captured(OTHER, TWENTY)));

        // then
        assertThat(draft.dispute().state()).isEqualTo(HELD);
        assertThat(draft.dispute().operation()).isEmpty();
        assertThat(draft.dispute().upkeep().renewAt()).isEmpty();
        assertThat(draft.dispute().attentions())
                .containsExactlyInAnyOrder(Attention.RENEWAL_FAILED, Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aRenewalOfWhichSomebodyTookAPartIsTakenOverAndThatIsRaised() {
        // given
        Draft draft = draft(running(HELD, OperationKind.RENEW));

        // when
        asking.sent(draft, ID, yes(taken(OTHER, AuthorizationView.Status.AUTHORIZED, FIFTY, TWENTY)));

        // then
        assertThat(draft.dispute().state().authorizationId()).contains(OTHER);
        assertThat(draft.dispute().surplus()).containsExactly(PSP);
        assertThat(draft.dispute().attentions()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void anAnswerToAnotherOperationLeavesTheOpenOneAlone() {
        // given
        OperationId another = new OperationId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-000000000002"));
        Draft draft = draft(running(HELD, OperationKind.CAPTURE));

        // when
        asking.sent(draft, another, no("card_declined"));
        asking.takenBack(draft, another, new GatewayOutcome.Unknown<>("timeout", Optional.empty()));

        // then
        assertThat(draft.changesNothing()).isTrue();
    }

    @Test
    void whatIsBeingTakenBackStaysOpenUntilTheGatewayTells() {
        // given
        Draft taken = draft(running(HoldState.Initiated.NEW, OperationKind.AUTHORIZE));
        Draft unknown = draft(running(HoldState.Initiated.NEW, OperationKind.AUTHORIZE));

        // when
        conclusion.takenBack(taken, ID, new GatewayOutcome.Pending<>(Optional.empty()));
        conclusion.takenBack(unknown, ID, new GatewayOutcome.Unknown<>("timeout", Optional.empty()));

        // then
        assertThat(lastOutcome(taken)).contains("taking_back");
        assertThat(lastOutcome(unknown)).contains("timeout");
    }

    @Test
    void aRefreshThatIsPendingStaysOpen() {
        // given
        Draft draft = draft(running(HELD, OperationKind.REFRESH));

        // when
        asking.refreshed(draft, ID, new GatewayOutcome.Pending<>(Optional.empty()), null);

        // then
        assertThat(lastOutcome(draft)).contains(Conclusion.PENDING);
    }

    private static Dispute running(HoldState state, OperationKind kind) {
        return dispute(state).withOperation(sent(kind).map(it -> it.claimed(true)));
    }

    private static GatewayOutcome<AuthorizationView> yes(AuthorizationView view) {
        return new GatewayOutcome.Approved<>(view);
    }

    private static GatewayOutcome<AuthorizationView> no(String code) {
        return new GatewayOutcome.Declined<>(code, Optional.empty(), false);
    }

    private static Optional<String> lastOutcome(Draft draft) {
        return draft.dispute().operation().flatMap(GatewayOperation::lastOutcome);
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a gateway that cannot be asked says of a hold that is to be given back. */
class NewsOfReleasesTest extends NewsCase {

    @Test
    void aCancelSettlesTheReleaseThatWaitsForIt() {
        // given
        Draft draft = draft(releasing());
        // when
        hear(draft, view(PSP, AuthorizationView.Status.VOIDED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.RELEASED);
        assertThat(draft.dispute().operation()).isEmpty();
    }

    @Test
    void aRefusedCancelIsRaisedAndTriedAgainWithANewKey() {
        // given
        Draft draft = draft(releasing());
        // when
        hear(draft, view(PSP, AuthorizationView.Status.VOID_REFUSED));
        // then
        Dispute after = draft.dispute();
        assertThat(after.pending()).contains(new Settlement.Release());
        assertThat(after.attention()).contains(Attention.ORPHANED_HOLD);
        assertThat(after.operation().orElseThrow().nextAttemptAt()).isAfterOrEqualTo(OPENED.plus(SLOW));
        assertThat(step(after, OPENED.plus(SLOW))).isInstanceOf(Step.Anew.class);
    }

    @Test
    void aRefusalThatCameBeforeTheAnswerIsNotForgotten() {
        // given
        Draft draft = draft(releasing());
        hear(draft, view(PSP, AuthorizationView.Status.VOID_REFUSED));
        // when
        conclusion.sent(draft, ID, new GatewayOutcome.Pending<>(Optional.of(PSP)));
        // then
        assertThat(step(draft.dispute(), OPENED.plus(SLOW))).isInstanceOf(Step.Anew.class);
    }

    @Test
    void aRefusalThatCameBeforeNoAnswerAtAllIsNotForgotten() {
        List<GatewayOutcome<AuthorizationView>> silences = List.of(
                new GatewayOutcome.Unknown<>("timeout", Optional.empty()),
                new GatewayOutcome.NotSent<>(GatewayOutcome.Reason.NO_CONNECTION, Optional.empty()));
        for (GatewayOutcome<AuthorizationView> silence : silences) {
            // given
            Draft draft = draft(releasing());
            hear(draft, view(PSP, AuthorizationView.Status.VOID_REFUSED));
            // when
            conclusion.sent(draft, ID, silence);
            // then
            assertThat(step(draft.dispute(), OPENED.plus(SLOW))).isInstanceOf(Step.Anew.class);
            assertThat(draft.dispute().attention()).contains(Attention.ORPHANED_HOLD);
        }
    }

    @Test
    void aPartOfAHoldWhoseCancelIsRefusedIsGivenBackByAnother() {
        // given
        Draft draft = draft(dispute(new HoldState.Failed("insufficient_funds", Optional.of(PSP))));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.VOID_REFUSED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.FAILED);
        assertThat(draft.dispute().surplus()).containsExactly(PSP);
        assertThat(draft.dispute().attention()).contains(Attention.ORPHANED_HOLD);
        hear(draft, view(PSP, AuthorizationView.Status.VOIDED));
        assertThat(draft.dispute().surplus()).isEmpty();
        assertThat(draft.dispute().attention()).isEmpty();
    }

    @Test
    void aCancelThatFindsNothingLeftIsNoHoldTooMany() {
        for (HoldState state : List.of(new HoldState.Failed("insufficient_funds", Optional.of(PSP)), HELD)) {
            // given
            Draft draft = draft(dispute(state));
            AuthorizationId returned = state.equals(HELD) ? OTHER : PSP;
            String reference = draft.dispute().id() + (state.equals(HELD) ? ":renew:1:part" : ":void:2");
            Remembered remembered = new Remembered(
                    false, false, Optional.empty(), false, false, false, Optional.of(AuthorizationView.Status.VOIDED));
            // when
            hear(draft, view(returned, AuthorizationView.Status.VOID_REFUSED), Optional.of(reference), remembered);
            // then
            assertThat(draft.changesNothing()).as(reference).isTrue();
        }
    }

    @Test
    void aStrangersCancelOfAPaymentThatWasRefusedIsOfNothing() {
        // given
        Draft refused = draft(dispute(new HoldState.Failed("card_declined", Optional.of(PSP))));
        Draft inPart = draft(dispute(new HoldState.Failed("insufficient_funds", Optional.of(PSP))));
        // when
        hear(refused, view(PSP, AuthorizationView.Status.VOID_REFUSED), "by-hand-1");
        hear(inPart, view(PSP, AuthorizationView.Status.VOID_REFUSED), "by-hand-1");
        // then
        assertThat(refused.changesNothing()).isTrue();
        assertThat(inPart.dispute().surplus()).containsExactly(PSP);
    }

    @Test
    void aPartOfARenewalWhoseCancelIsRefusedIsGivenBackByAnother() {
        for (Optional<OperationKind> open :
                List.of(Optional.<OperationKind>empty(), Optional.of(OperationKind.RENEW))) {
            // given
            Dispute held = dispute(HELD).withOperation(open.flatMap(NewsCase::sent));
            Draft draft = draft(held);
            // when
            hear(draft, view(OTHER, AuthorizationView.Status.VOID_REFUSED, TWENTY), held.id() + ":renew:1:part");
            // then
            assertThat(draft.dispute().state()).isEqualTo(HELD);
            assertThat(draft.dispute().operation()).isEqualTo(held.operation());
            assertThat(draft.dispute().surplus()).containsExactly(OTHER);
            assertThat(draft.dispute().attention()).contains(Attention.ORPHANED_HOLD);
        }
    }

    @Test
    void aPartThatWasGivenBackIsANoThoughTheAnswerToItsCancelIsMissing() {
        // given
        Draft first = draft(dispute(HoldState.Initiated.NEW).withOperation(sent(OperationKind.AUTHORIZE)));
        String renew = OperationKind.RENEW.idempotencyKey(first.dispute().id(), 1);
        Draft renewal = draft(dispute(HELD).withOperation(Optional.of(intended(OperationKind.RENEW, renew))));
        // when
        hear(
                first,
                view(PSP, AuthorizationView.Status.VOIDED, TWENTY),
                first.dispute().id() + ":part");
        hear(renewal, view(OTHER, AuthorizationView.Status.VOIDED, TWENTY), renew + ":part");
        // then
        assertThat(first.dispute().state()).isEqualTo(new HoldState.Failed("insufficient_funds", Optional.of(PSP)));
        assertThat(first.dispute().operation()).isEmpty();
        assertThat(renewal.dispute().state()).isEqualTo(HELD);
        assertThat(renewal.dispute().attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(renewal.story())
                .anySatisfy(told -> assertThat(told.detail()).containsEntry("failure_code", "insufficient_funds"));
        assertThat(renewal.dispute().operation()).isEmpty();
    }

    @Test
    void aRenewalThatHoldsAnotherAmountIsOverAndThatHoldIsGivenBack() {
        // given
        String renew = OperationKind.RENEW.idempotencyKey(dispute(HELD).id(), 1);
        Draft draft = draft(dispute(HELD).withOperation(Optional.of(intended(OperationKind.RENEW, renew))));
        // when
        hear(draft, view(OTHER, AuthorizationView.Status.AUTHORIZED, TWENTY), renew);
        // then
        assertThat(draft.dispute().state()).isEqualTo(HELD);
        assertThat(draft.dispute().operation()).isEmpty();
        assertThat(draft.dispute().surplus()).containsExactly(OTHER);
        assertThat(draft.dispute().attention()).contains(Attention.RENEWAL_FAILED);
        conclusion.takenBack(draft, ID, new GatewayOutcome.Pending<>(Optional.empty()));
        assertThat(draft.dispute().surplus()).containsExactly(OTHER);
        hear(draft, view(OTHER, AuthorizationView.Status.VOIDED, TWENTY), renew);
        assertThat(draft.dispute().surplus()).isEmpty();
    }

    @Test
    void aPartOfAnotherRenewalDoesNotEndTheOneThatIsUnderWay() {
        // given
        Dispute renewing = dispute(HELD).withOperation(sent(OperationKind.RENEW));
        Draft draft = draft(renewing);
        // when
        hear(draft, view(OTHER, AuthorizationView.Status.VOIDED, TWENTY), renewing.id() + ":renew:1:part");
        // then
        assertThat(draft.dispute()).isEqualTo(renewing);
    }

    @Test
    void theEndOfAHoldThatNobodyKnewIsRemembered() {
        for (AuthorizationView.Status end :
                List.of(AuthorizationView.Status.VOIDED, AuthorizationView.Status.EXPIRED)) {
            for (HoldState state : List.of(HELD, CHARGED, new HoldState.Failed("card_declined", Optional.of(PSP)))) {
                // given
                Draft draft = draft(dispute(state));
                // when
                hear(draft, view(OTHER, end));
                // then
                assertThat(draft.dispute().state()).isEqualTo(state);
                assertThat(draft.story()).singleElement().satisfies(told -> {
                    assertThat(told.type()).isEqualTo(StoryType.SURPLUS_RETURNED);
                    assertThat(told.detail()).containsEntry("authorization", OTHER.value());
                });
            }
        }
    }

    @Test
    void anotherCancelThatIsRefusedIsNoHoldTooMany() {
        // given
        Draft draft = draft(dispute(HELD));
        // when
        hear(
                draft,
                view(OTHER, AuthorizationView.Status.VOID_REFUSED),
                draft.dispute().id() + ":void:1");
        // then
        assertThat(draft.changesNothing()).isTrue();
    }

    @Test
    void aHoldThatIsGivenBackAfterAllIsNoWorryAnyMore() {
        // given
        Draft draft = draft(releasing().withAttentions(Set.of(Attention.ORPHANED_HOLD)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.VOIDED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.RELEASED);
        assertThat(draft.dispute().attention()).isEmpty();
    }

    private static Dispute releasing() {
        return dispute(HELD).withOperation(sent(OperationKind.VOID)).withPending(Optional.of(new Settlement.Release()));
    }
}

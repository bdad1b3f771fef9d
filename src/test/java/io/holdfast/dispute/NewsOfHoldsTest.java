package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.money.Money;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a gateway that cannot be asked says of a hold. */
class NewsOfHoldsTest extends NewsCase {

    @Test
    void aWebhookBeforeTheAnswerPlacesTheHold() {
        // given
        Draft draft = draft(dispute(HoldState.Initiated.NEW).withOperation(sent(OperationKind.AUTHORIZE)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.AUTHORIZED));
        // then
        assertThat(draft.dispute().state()).isEqualTo(HELD);
        assertThat(draft.dispute().operation()).isEmpty();
    }

    @Test
    void aRefusalByWebhookIsANo() {
        // given
        Draft draft = draft(dispute(HoldState.Initiated.NEW).withOperation(sent(OperationKind.AUTHORIZE)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.DECLINED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.FAILED);
        assertThat(draft.dispute().operation()).isEmpty();
    }

    @Test
    void anAuthorizationOfAnotherAmountPlacesNoHold() {
        // given
        Draft draft = draft(dispute(HoldState.Initiated.NEW).withOperation(sent(OperationKind.AUTHORIZE)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.AUTHORIZED, TWENTY));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.INITIATED);
        assertThat(draft.dispute().attention()).contains(Attention.GATEWAY_MISMATCH);
        assertThat(draft.dispute().operation()).isPresent();
    }

    @Test
    void oldWordsChangeNothing() {
        List<HoldState> states = List.of(HELD, CHARGED, new HoldState.Released(HOLD), new HoldState.Expired(HOLD));
        List<AuthorizationView.Status> words = List.of(
                AuthorizationView.Status.PENDING,
                AuthorizationView.Status.AUTHORIZED,
                AuthorizationView.Status.DECLINED);
        for (HoldState state : states) {
            for (AuthorizationView.Status word : words) {
                // given
                Draft draft = draft(dispute(state));
                // when
                hear(draft, view(PSP, word));
                // then
                assertThat(draft.changesNothing()).as(state + " hears " + word).isTrue();
            }
        }
    }

    @Test
    void anOldYesLeavesAWaitingChargeOrReleaseAlone() {
        for (OperationKind kind : List.of(OperationKind.CAPTURE, OperationKind.VOID)) {
            // given
            Draft draft = draft(dispute(HELD).withOperation(sent(kind)));
            // when
            hear(draft, view(PSP, AuthorizationView.Status.AUTHORIZED));
            // then
            assertThat(draft.changesNothing()).as(kind.name()).isTrue();
        }
    }

    @Test
    void aLateYesForAFailedDisputeIsGivenBack() {
        // given
        Draft draft = draft(dispute(new HoldState.Failed("authentication_required", Optional.of(PSP))));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.AUTHORIZED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.FAILED);
        assertThat(draft.dispute().surplus()).containsExactly(PSP);
    }

    @Test
    void aLapseIsTakenAtItsWord() {
        // given
        Draft draft = draft(dispute(HELD));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.EXPIRED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void aLapseOfAnotherAmountIsNotTheEndAndAPersonIsTold() {
        for (Optional<Settlement> pending :
                List.of(Optional.<Settlement>empty(), Optional.<Settlement>of(new Settlement.Release()))) {
            // given
            Draft draft = draft(dispute(HELD).withPending(pending));
            // when
            hear(draft, view(PSP, AuthorizationView.Status.EXPIRED, TWENTY), "a shop");
            // then
            assertThat(draft.dispute().state()).as(pending.toString()).isEqualTo(HELD);
            assertThat(draft.dispute().pending()).isEqualTo(pending);
            assertThat(draft.dispute().attentions()).containsExactly(Attention.GATEWAY_MISMATCH);
            assertThat(draft.dispute().upkeep()).isEqualTo(Upkeep.NONE);
        }
    }

    @Test
    void whatWasTakenBesideALapseOfTheRestIsChargedThoughItIsToldAfterIt() {
        // given
        Draft draft = draft(dispute(HELD));
        hear(draft, view(PSP, AuthorizationView.Status.EXPIRED, Money.of("29.99", "USD")), "a shop");
        // when
        hear(draft, captured(TWENTY), "a shop");
        // then
        assertThat(draft.dispute().state()).isEqualTo(CHARGED);
        assertThat(draft.dispute().attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aCancelOfAnotherAmountThatSomebodyElseMadeIsNotTheEnd() {
        // given
        Draft others = draft(dispute(HELD));
        Draft ours = draft(dispute(HELD));
        // when
        hear(others, view(PSP, AuthorizationView.Status.VOIDED, TWENTY), "a shop");
        hear(
                ours,
                view(PSP, AuthorizationView.Status.VOIDED, TWENTY),
                ours.dispute().id() + ":void:1");
        // then
        assertThat(others.changesNothing()).isTrue();
        assertThat(ours.dispute().status()).isEqualTo(Status.RELEASED);
    }

    @Test
    void newsOfThePresentHoldDoesNotSettleItsRenewal() {
        // given
        Draft draft = draft(dispute(HELD).withOperation(sent(OperationKind.RENEW)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.EXPIRED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.EXPIRED);
        assertThat(draft.dispute().operation()).isPresent();
    }

    @Test
    void aNewHoldThatIsPlacedWhenTheOldOneHasLapsedIsGivenBackAndThePersonIsTold() {
        // given
        Draft draft = draft(dispute(HELD).withOperation(sent(OperationKind.RENEW)));
        hear(draft, view(PSP, AuthorizationView.Status.EXPIRED));
        // when
        hear(draft, view(OTHER, AuthorizationView.Status.AUTHORIZED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.EXPIRED);
        assertThat(draft.dispute().surplus()).containsExactly(OTHER);
        assertThat(draft.dispute().attentions()).containsExactly(Attention.RENEWAL_FAILED);
        assertThat(draft.story()).anySatisfy(told -> {
            assertThat(told.type()).isEqualTo(StoryType.RENEWAL_FAILED);
            assertThat(told.detail()).containsEntry("failure_code", "too_late");
        });
    }

    @Test
    void newsOfANewHoldSettlesTheRenewal() {
        // given
        Draft draft = draft(dispute(HELD).withOperation(sent(OperationKind.RENEW)));
        // when
        hear(draft, view(OTHER, AuthorizationView.Status.AUTHORIZED));
        // then
        assertThat(draft.dispute().isCurrent(OTHER)).isTrue();
        assertThat(draft.dispute().surplus()).containsExactly(PSP);
        assertThat(draft.dispute().operation()).isEmpty();
    }

    @Test
    void newsOfAnotherRequestDoesNotSettleTheRenewal() {
        // given
        Draft draft = draft(dispute(HELD).withOperation(sent(OperationKind.RENEW)));
        // when
        hear(
                draft,
                view(OTHER, AuthorizationView.Status.AUTHORIZED),
                draft.dispute().id().toString());
        // then: it is one too many
        assertThat(draft.dispute().isCurrent(PSP)).isTrue();
        assertThat(draft.dispute().surplus()).containsExactly(OTHER);
        assertThat(draft.dispute().operation()).isPresent();
    }

    @Test
    void newsOfAPartThatWasANoIsOld() {
        // given
        Draft draft = draft(dispute(new HoldState.Failed("insufficient_funds", Optional.of(PSP))));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.AUTHORIZED, TWENTY));
        // then
        assertThat(draft.changesNothing()).isTrue();
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway that cannot be asked says of a capture. */
class NewsOfChargesTest extends NewsCase {

    private static final Money REST = Money.of("29.99", "USD");

    @Test
    void aCaptureSettlesTheChargeThatWaitsForIt() {
        // given
        Draft draft = draft(charging());
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURED));
        // then
        assertThat(draft.dispute().state()).isEqualTo(CHARGED);
        assertThat(draft.dispute().operation()).isEmpty();
        assertThat(draft.dispute().attention()).isEmpty();
    }

    @Test
    void aCaptureOfOursOfAnotherAmountIsAMismatch() {
        // given
        Draft draft = draft(charging());
        // when
        hear(draft, captured(FIFTY), KEY);
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.HELD);
        assertThat(draft.dispute().attention()).contains(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void aCaptureOfAnotherAmountToldByThePaymentsNameIsAnotherOneAndOursIsNotWaitedForAnyMore() {
        // given
        Draft draft = draft(charging());
        Money part = Money.of("5.00", "USD");
        // when
        hear(draft, captured(part), charging().id().toString());
        // then
        assertThat(draft.dispute().state()).isEqualTo(new HoldState.Charged(HOLD, part));
        assertThat(draft.dispute().operation()).isEmpty();
        assertThat(draft.dispute().attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aCaptureInAnotherCurrencyStaysAMismatchWhoeverMadeIt() {
        // given
        Draft draft = draft(charging());
        // when
        hear(draft, captured(Money.of("20.00", "EUR")), charging().id().toString());
        // then
        assertThat(draft.dispute().state()).isEqualTo(HELD);
        assertThat(draft.dispute().operation()).isPresent();
        assertThat(draft.dispute().attention()).contains(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void aCaptureThatCameToNothingGoesBackToAPerson() {
        for (AuthorizationView.Status word :
                List.of(AuthorizationView.Status.CAPTURE_REFUSED, AuthorizationView.Status.CAPTURE_FAILED)) {
            // given
            Draft draft = draft(charging());
            // when
            hear(draft, view(PSP, word));
            // then
            assertThat(draft.dispute().state()).as(word.name()).isEqualTo(HELD);
            assertThat(draft.dispute().pending()).isEmpty();
            assertThat(draft.dispute().operation()).isEmpty();
            assertThat(draft.dispute().attention()).contains(Attention.CAPTURE_FAILED);
        }
    }

    @Test
    void aCaptureOfAnotherAmountThatCameToNothingIsNoMismatchAnyMore() {
        // given
        Draft draft = draft(charging().withAttentions(Set.of(Attention.GATEWAY_MISMATCH)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURE_FAILED));
        // then
        assertThat(draft.dispute().attention()).contains(Attention.CAPTURE_FAILED);
    }

    @Test
    void aCaptureThatFailedDaysLaterUndoesTheCharge() {
        // given
        Draft draft = draft(dispute(CHARGED));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURE_FAILED));
        // then
        assertThat(draft.dispute().state()).isEqualTo(HELD);
        assertThat(draft.dispute().attention()).contains(Attention.CAPTURE_FAILED);
        assertThat(draft.dispute().upkeep()).isEqualTo(Upkeep.NONE);
    }

    @Test
    void aChargeThatFailedIsStillToldWhenTheHoldEndsAndNobodyHereDecidedThat() {
        for (AuthorizationView.Status end :
                List.of(AuthorizationView.Status.EXPIRED, AuthorizationView.Status.VOIDED)) {
            // given
            Draft draft = draft(dispute(HELD).withAttentions(Set.of(Attention.CAPTURE_FAILED)));
            Draft released = draft(dispute(HELD)
                    .withAttentions(Set.of(Attention.CAPTURE_FAILED))
                    .withPending(Optional.of(new Settlement.Release())));
            // when
            hear(draft, view(PSP, end));
            hear(released, view(PSP, end));
            // then
            assertThat(draft.dispute().attentions()).as(end.name()).containsExactly(Attention.CAPTURE_FAILED);
            assertThat(released.dispute().attentions()).as(end.name()).isEmpty();
        }
    }

    @Test
    void aRefusedCaptureDoesNotUndoACharge() {
        // given
        Draft draft = draft(dispute(CHARGED));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURE_REFUSED));
        // then
        assertThat(draft.changesNothing()).isTrue();
    }

    @Test
    void aFailedCaptureOfAnotherAuthorizationUndoesNothing() {
        // given
        Draft draft = draft(dispute(CHARGED));
        // when
        hear(draft, view(OTHER, AuthorizationView.Status.CAPTURE_FAILED));
        // then
        assertThat(draft.changesNothing()).isTrue();
    }

    @Test
    void theSameFailureAgainChangesNothing() {
        // given
        Draft draft = draft(dispute(HELD).withAttentions(Set.of(Attention.CAPTURE_FAILED)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURE_FAILED));
        // then
        assertThat(draft.changesNothing()).isTrue();
    }

    @Test
    void aCaptureThatTheGatewayTriedAgainByItselfIsRecordedAndRaised() {
        // given
        Draft draft = draft(dispute(HELD).withAttentions(Set.of(Attention.CAPTURE_FAILED)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURED));
        // then: the case had gone back to a person, who may have settled it in another way since
        assertThat(draft.dispute().state()).isEqualTo(CHARGED);
        assertThat(draft.dispute().attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aCaptureThatNobodyAskedForIsRaised() {
        // given
        Draft draft = draft(dispute(HELD));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURED));
        // then
        assertThat(draft.dispute().state()).isEqualTo(CHARGED);
        assertThat(draft.dispute().attention()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void theRestOfAChargeMayLapseOrBeGivenBack() {
        for (AuthorizationView.Status word :
                List.of(AuthorizationView.Status.EXPIRED, AuthorizationView.Status.VOIDED)) {
            // given
            Draft draft = draft(dispute(CHARGED));
            // when
            hear(draft, view(PSP, word, REST));
            // then
            assertThat(draft.changesNothing()).as(word.name()).isTrue();
        }
    }

    @Test
    void aChargeOfAllThatIsGivenBackIsAMismatch() {
        // given
        Draft draft = draft(dispute(new HoldState.Charged(HOLD, FIFTY)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.VOIDED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.CHARGED);
        assertThat(draft.dispute().attention()).contains(Attention.GATEWAY_MISMATCH);
    }

    @Test
    void aCaptureSettlesTheChargeItWasAskedFor() {
        // given
        Draft draft = draft(charging());
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURED), KEY);
        // then
        assertThat(draft.dispute().state()).isEqualTo(CHARGED);
        assertThat(draft.dispute().attention()).isEmpty();
    }

    @Test
    void aCaptureThatAnotherRequestAskedForIsRaisedThoughAsMuchIsToBeCharged() {
        for (String other : List.of("a shop", charging().id() + ":capture:7")) {
            // given
            Draft draft = draft(charging());
            // when
            hear(draft, view(PSP, AuthorizationView.Status.CAPTURED), other);
            // then: ours is not sent after it
            assertThat(draft.dispute().state()).as(other).isEqualTo(CHARGED);
            assertThat(draft.dispute().operation()).isEmpty();
            assertThat(draft.dispute().attention()).contains(Attention.UNEXPECTED_CAPTURE);
        }
    }

    @Test
    void theEndOfAnotherCaptureIsNotTheEndOfThisOne() {
        for (AuthorizationView.Status word :
                List.of(AuthorizationView.Status.CAPTURE_REFUSED, AuthorizationView.Status.CAPTURE_FAILED)) {
            // given
            Draft draft = draft(charging());
            // when
            hear(draft, view(PSP, word), charging().id() + ":capture:7");
            // then
            assertThat(draft.changesNothing()).as(word.name()).isTrue();
        }
    }

    @Test
    void aFailureOfAnotherAmountIsThatOfAnotherCaptureUnlessItNamesOurs() {
        for (AuthorizationView.Status word :
                List.of(AuthorizationView.Status.CAPTURE_REFUSED, AuthorizationView.Status.CAPTURE_FAILED)) {
            // given
            Draft charging = draft(charging());
            Draft named = draft(charging());
            Draft charged = draft(dispute(CHARGED));
            // when
            hear(charging, view(PSP, word, FIFTY), charging().id().toString());
            hear(named, view(PSP, word, FIFTY), KEY);
            hear(
                    charged,
                    view(PSP, AuthorizationView.Status.CAPTURE_FAILED, FIFTY),
                    charging().id().toString());
            // then
            assertThat(charging.changesNothing()).as(word.name()).isTrue();
            assertThat(named.dispute().attention()).contains(Attention.CAPTURE_FAILED);
            assertThat(charged.dispute().state()).isEqualTo(CHARGED);
            assertThat(charged.dispute().attention()).contains(Attention.CAPTURE_FAILED);
        }
    }

    @Test
    void aChargeThatADeskHadPromisedAndTheGatewayRefusesGoesBackToAPerson() {
        // given
        Draft charged = draft(dispute(CHARGED));
        Draft released = draft(dispute(new HoldState.Released(HOLD)));
        // when
        hearsay.denied(charged, view(PSP, AuthorizationView.Status.CAPTURE_REFUSED), Remembered.NOTHING);
        hearsay.denied(released, view(PSP, AuthorizationView.Status.CAPTURE_REFUSED), Remembered.NOTHING);
        // then
        assertThat(charged.dispute().state()).isEqualTo(HELD);
        assertThat(charged.dispute().attention()).contains(Attention.CAPTURE_FAILED);
        assertThat(released.changesNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CA-1", "{id}:renew:1"})
    void aCaptureOfARenewalThatWasNotToldOfYetChargesTheDisputeByIt(String request) {
        // given
        Draft draft = draft(dispute(HELD)
                .withOperation(sent(OperationKind.RENEW))
                .withPending(Optional.of(new Settlement.Charge(FIFTY))));
        String reference = request.replace("{id}", draft.dispute().id().toString());

        // when
        hear(draft, captured(OTHER, TWENTY), reference);
        hear(draft, view(OTHER, AuthorizationView.Status.AUTHORIZED));

        // then
        Dispute charged = draft.dispute();
        assertThat(charged.state()).isEqualTo(new HoldState.Charged(new Hold(OTHER, EXPIRES), TWENTY));
        assertThat(charged.operation()).isEmpty();
        assertThat(charged.pending()).isEmpty();
        assertThat(charged.surplus()).containsExactly(PSP);
        assertThat(charged.attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void theAnswerToARenewalThatWasChargedMeanwhileIsOlderThanTheNewsOfThat() {
        // given
        Draft draft = draft(dispute(HELD).withOperation(sent(OperationKind.RENEW)));
        hear(draft, captured(OTHER, TWENTY), "CA-1");

        // when
        conclusion.sent(draft, ID, new GatewayOutcome.Approved<>(view(OTHER, AuthorizationView.Status.AUTHORIZED)));

        // then
        assertThat(draft.dispute().state()).isEqualTo(new HoldState.Charged(new Hold(OTHER, EXPIRES), TWENTY));
        assertThat(draft.dispute().attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void theAnswerToARenewalThatWasGivenBackMeanwhileIsOlderThanTheNewsOfThat() {
        // given
        Draft draft = draft(dispute(HELD).withOperation(sent(OperationKind.RENEW)));
        hear(draft, view(OTHER, AuthorizationView.Status.AUTHORIZED));
        hear(draft, view(OTHER, AuthorizationView.Status.VOIDED));

        // when
        conclusion.sent(draft, ID, new GatewayOutcome.Approved<>(view(OTHER, AuthorizationView.Status.AUTHORIZED)));

        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.RELEASED);
        assertThat(draft.dispute().surplus()).containsExactly(PSP);
    }

    @Test
    void aCaptureThatComesBeforeItsHoldIsRememberedAsWhatTheDisputeIsChargedBy() {
        // given
        Draft draft = draft(dispute(new HoldState.Initiated(Optional.of(PSP))));

        // when
        hear(draft, captured(TWENTY), "CA-1");

        // then
        assertThat(draft.dispute().state()).isEqualTo(CHARGED);
        assertThat(draft.story())
                .filteredOn(entry -> entry.type() == StoryType.ATTENTION_RAISED)
                .singleElement()
                .satisfies(raised -> assertThat(raised.detail()).containsEntry("of", "charge"));
    }

    @Test
    void oneMoreCaptureOfAChargedHoldIsRaised() {
        for (String other : List.of("a shop", charging().id() + ":capture:7")) {
            // given
            Draft draft = draft(dispute(CHARGED));
            Remembered remembered = new Remembered(
                    false, false, Optional.empty(), !other.equals("a shop"), false, false, Optional.empty());
            // when
            hear(draft, view(PSP, AuthorizationView.Status.CAPTURED), Optional.of(other), remembered);
            // then
            assertThat(draft.dispute().state()).as(other).isEqualTo(CHARGED);
            assertThat(draft.dispute().attention()).contains(Attention.UNEXPECTED_CAPTURE);
        }
    }

    @Test
    void theSameCaptureAgainChangesNothing() {
        for (String same : List.of(
                charging().id() + ":capture:" + charging().counters().captures(),
                charging().id().toString())) {
            // given
            Draft draft = draft(dispute(CHARGED));
            // when
            hear(draft, view(PSP, AuthorizationView.Status.CAPTURED), same);
            // then
            assertThat(draft.changesNothing()).as(same).isTrue();
        }
    }

    @Test
    void aCaptureToldByThePaymentsNameSettlesTheCharge() {
        for (String payment : List.of(charging().id().toString(), charging().id() + ":renew:2")) {
            // given
            Draft draft = draft(charging());
            // when
            hear(draft, view(PSP, AuthorizationView.Status.CAPTURED), payment);
            // then
            assertThat(draft.dispute().state()).as(payment).isEqualTo(CHARGED);
            assertThat(draft.dispute().operation()).isEmpty();
            assertThat(draft.dispute().attention()).isEmpty();
        }
    }

    @Test
    void somebodyElsesCaptureThatFailedDoesNotUndoOurs() {
        // given
        Draft draft = draft(dispute(CHARGED));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURE_FAILED), "a shop");
        // then
        assertThat(draft.changesNothing()).isTrue();
    }

    @Test
    void whatWasTakenOfAnOrphanedHoldIsWhatTheDisputeIsChargedByAndTheOtherIsGivenBack() {
        // given
        Draft draft = draft(dispute(HELD).withSurplus(List.of(OTHER)).withAttentions(Set.of(Attention.ORPHANED_HOLD)));
        // when
        hear(draft, captured(OTHER, TWENTY));
        // then
        assertThat(draft.dispute().state()).isInstanceOf(HoldState.Charged.class);
        assertThat(draft.dispute().isCurrent(OTHER)).isTrue();
        assertThat(draft.dispute().surplus()).containsExactly(PSP);
        assertThat(draft.dispute().attentions()).contains(Attention.UNEXPECTED_CAPTURE);
    }

    @Test
    void aChargeThatWasNotSentYetGivesWayToWhatWasTakenOfAnotherHold() {
        // given
        GatewayOperation waiting = intended(OperationKind.CAPTURE)
                .parked(OperationState.WAITING, false, OPENED, Optional.empty(), "breaker_open");
        Draft draft = draft(dispute(HELD)
                .withSurplus(List.of(OTHER))
                .withOperation(Optional.of(waiting))
                .withPending(Optional.of(new Settlement.Charge(TWENTY))));
        // when
        hear(draft, captured(OTHER, TWENTY));
        // then
        assertThat(draft.dispute().state()).isInstanceOf(HoldState.Charged.class);
        assertThat(draft.dispute().operation()).isEmpty();
        assertThat(draft.dispute().surplus()).containsExactly(PSP);
    }

    @Test
    void whatWasTakenOfAnOrphanedHoldOfAnEndedDisputeIsNotThereToGiveBackAnyMore() {
        // given
        Draft draft =
                draft(dispute(RELEASED).withSurplus(List.of(OTHER)).withAttentions(Set.of(Attention.ORPHANED_HOLD)));
        // when
        hear(draft, captured(OTHER, TWENTY));
        // then
        assertThat(draft.dispute().surplus()).isEmpty();
        assertThat(draft.dispute().attentions()).containsExactly(Attention.UNEXPECTED_CAPTURE);
    }

    private static Dispute charging() {
        return dispute(HELD)
                .withOperation(sent(OperationKind.CAPTURE))
                .withPending(Optional.of(new Settlement.Charge(TWENTY)));
    }

    @Test
    void moneyThatWasTakenAtTheDeskAfterOurChargeHadFailedIsNotForgottenThoughItIsToldFirst() {
        // given
        Draft draft = draft(dispute(CHARGED));
        String payment = OperationKind.RENEW.idempotencyKey(draft.dispute().id(), 1);
        // when
        hear(draft, captured(Money.of("12.00", "USD")), payment);
        hear(
                draft,
                view(PSP, AuthorizationView.Status.CAPTURE_FAILED),
                OperationKind.CAPTURE.idempotencyKey(draft.dispute().id(), 1));
        // then
        assertThat(draft.dispute().state()).isEqualTo(HELD);
        assertThat(draft.dispute().attentions())
                .containsExactlyInAnyOrder(Attention.UNEXPECTED_CAPTURE, Attention.CAPTURE_FAILED);
    }
}

package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is sent again, waited for or taken back while a gateway that cannot be asked says nothing. */
class NewsThatDoesNotComeTest extends NewsCase {

    private static final GatewayOutcome<AuthorizationView> KEPT =
            new GatewayOutcome.Unknown<>("http 500", Optional.empty(), GatewayOutcome.Key.SPENT);

    @Test
    void whatTheGatewayTookOnIsNotSentAgain() {
        for (OperationKind kind : List.of(OperationKind.CAPTURE, OperationKind.VOID)) {
            // given
            Draft draft = draft(dispute(HELD).withOperation(sent(kind)));
            // when
            conclusion.sent(draft, ID, new GatewayOutcome.Pending<>(Optional.of(PSP)));
            // then
            GatewayOperation waiting = draft.dispute().operation().orElseThrow();
            assertThat(waiting.nextAttemptAt()).isAfterOrEqualTo(OPENED.plus(SLOW));
            assertThat(step(draft.dispute(), OPENED.plus(SLOW))).isInstanceOf(Step.Await.class);
        }
    }

    @Test
    void newsThatDoesNotComeCallsAPersonWhenPatienceIsOver() {
        // given
        Dispute waiting = dispute(HELD).withOperation(parked(OperationKind.CAPTURE, Conclusion.PENDING));
        Draft early = new Draft(waiting, "system", OPENED.plus(SLOW));
        Draft late = new Draft(waiting, "system", OPENED.plus(PATIENCE).plusSeconds(1));
        // when
        conclusion.untold(early, ID);
        conclusion.untold(late, ID);
        // then
        assertThat(early.dispute().attention()).isEmpty();
        assertThat(late.dispute().attention()).contains(Attention.GATEWAY_UNREACHABLE);
        assertThat(late.dispute().operation().orElseThrow().state()).isEqualTo(OperationState.NEEDS_PERSON);
    }

    @Test
    void whatMayHaveHappenedIsRepeatedWithItsKey() {
        for (OperationKind kind : List.of(OperationKind.CAPTURE, OperationKind.VOID, OperationKind.RENEW)) {
            // given
            Dispute unknown = dispute(HELD).withOperation(parked(kind, "timeout"));
            // then
            assertThat(step(unknown, OPENED.plus(Duration.ofDays(5))))
                    .as(kind.name())
                    .isInstanceOf(Step.Send.class);
        }
    }

    @Test
    void nothingThatCouldHappenTwiceIsRepeatedWithAForgottenKey() {
        // given
        Instant forgotten = OPENED.plus(Duration.ofDays(6));
        Dispute authorizing =
                dispute(HoldState.Initiated.NEW).withOperation(parked(OperationKind.AUTHORIZE, "http 500"));
        Dispute renewing = dispute(HELD).withOperation(parked(OperationKind.RENEW, "timeout"));
        Dispute capturing = dispute(HELD).withOperation(parked(OperationKind.CAPTURE, "timeout"));
        // then
        assertThat(step(authorizing, forgotten)).isInstanceOf(Step.TakeBack.class);
        assertThat(step(renewing, forgotten)).isInstanceOf(Step.TakeBack.class);
        assertThat(step(capturing, forgotten)).isInstanceOf(Step.Await.class);
    }

    @Test
    void aCancelWhoseKeyHasAStoredFailureIsBegunAnew() {
        // given
        Draft first = draft(dispute(HELD).withOperation(sent(OperationKind.VOID)));
        // when
        conclusion.sent(first, ID, KEPT);
        // then
        assertThat(first.dispute().operation().orElseThrow().nextAttemptAt()).isBefore(OPENED.plusSeconds(10));
        assertThat(step(first.dispute(), OPENED.plusSeconds(10))).isInstanceOf(Step.Anew.class);
    }

    /** Of a Holdfast whose database was restored since: here nobody knows of that request. */
    @Test
    void aCancelWhoseKeyIsInUseForLongerThanPatienceIsBegunAnew() {
        // given
        GatewayOutcome<AuthorizationView> inUse =
                new GatewayOutcome.Unknown<>("error 704", Optional.empty(), GatewayOutcome.Key.IN_USE);
        Draft soon = draft(dispute(HELD).withOperation(sent(OperationKind.VOID)));
        Instant overdue = OPENED.plus(PATIENCE).plusSeconds(1);
        Draft late = new Draft(dispute(HELD).withOperation(sent(OperationKind.VOID)), "system", overdue);
        Draft charge = new Draft(dispute(HELD).withOperation(sent(OperationKind.CAPTURE)), "system", overdue);
        // when
        conclusion.sent(soon, ID, inUse);
        conclusion.sent(late, ID, inUse);
        conclusion.sent(charge, ID, inUse);
        // then
        assertThat(step(soon.dispute(), OPENED.plus(SLOW))).isInstanceOf(Step.Send.class);
        assertThat(step(late.dispute(), overdue.plusSeconds(10))).isInstanceOf(Step.Anew.class);
        assertThat(late.dispute().attention()).contains(Attention.GATEWAY_UNREACHABLE);
        assertThat(step(charge.dispute(), overdue.plus(SLOW))).isInstanceOf(Step.Send.class);
    }

    @Test
    void whatNobodyCanAskAboutKeepsItsKeyThoughThatMayHaveAStoredFailure() {
        for (OperationKind kind : List.of(OperationKind.AUTHORIZE, OperationKind.RENEW, OperationKind.CAPTURE)) {
            // given
            HoldState state = kind == OperationKind.AUTHORIZE ? HoldState.Initiated.NEW : HELD;
            Draft draft = draft(dispute(state).withOperation(sent(kind)));
            // when
            conclusion.sent(draft, ID, KEPT);
            // then
            assertThat(draft.dispute().operation()).isPresent();
            assertThat(step(draft.dispute(), OPENED.plus(SLOW))).isInstanceOf(Step.Send.class);
        }
    }

    @Test
    void whatWasNeverSentMayBeSentAtAnyTime() {
        // given
        Dispute unsent = dispute(HoldState.Initiated.NEW)
                .withOperation(Optional.of(intended(OperationKind.AUTHORIZE)
                        .parked(OperationState.WAITING, false, OPENED, Optional.empty(), "credentials")));
        // then
        assertThat(step(unsent, OPENED.plus(Duration.ofDays(30)))).isInstanceOf(Step.Send.class);
    }

    @Test
    void aReleaseDoesNotWaitForAnAnswerThatDoesNotCome() {
        // given
        Dispute unknown = dispute(HoldState.Initiated.NEW)
                .withOperation(parked(OperationKind.AUTHORIZE, "http 500"))
                .withPending(Optional.of(new Settlement.Release()));
        // then
        assertThat(step(unknown, OPENED.plus(PATIENCE))).isInstanceOf(Step.Send.class);
        assertThat(step(unknown, OPENED.plus(PATIENCE).plusSeconds(1))).isInstanceOf(Step.TakeBack.class);
    }

    @Test
    void whatWasTakenBackIsReleasedWhenTheGatewaySaysSo() {
        // given
        Draft draft = draft(dispute(HoldState.Initiated.NEW)
                .withOperation(parked(OperationKind.AUTHORIZE, "http 500"))
                .withPending(Optional.of(new Settlement.Release())));
        conclusion.takenBack(draft, ID, new GatewayOutcome.Pending<>(Optional.empty()));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.VOIDED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.RELEASED);
        assertThat(draft.dispute().operation()).isEmpty();
    }

    @Test
    void takingBackIsRepeatedUntilTheGatewayTakesItOn() {
        // given
        Draft draft =
                draft(dispute(HoldState.Initiated.NEW).withOperation(parked(OperationKind.AUTHORIZE, "http 500")));
        // when
        conclusion.takenBack(draft, ID, new GatewayOutcome.Unknown<>("timeout", Optional.empty()));
        // then
        assertThat(draft.dispute().operation()).isPresent();
        assertThat(draft.dispute().status()).isEqualTo(Status.INITIATED);
    }

    @Test
    void aRenewalThatIsDeclinedAfterTheHoldEndedIsNoWorry() {
        // given
        Draft draft = draft(dispute(CHARGED).withOperation(sent(OperationKind.RENEW)));
        // when
        conclusion.sent(draft, ID, new GatewayOutcome.Declined<>("card_declined", Optional.empty(), false));
        // then
        assertThat(draft.story()).anySatisfy(told -> assertThat(told.type()).isEqualTo(StoryType.RENEWAL_FAILED));
        assertThat(draft.dispute().attention()).isEmpty();
    }

    @Test
    void aRenewalThatIsTakenBackMakesRoomForOthers() {
        // given
        Draft draft = draft(dispute(HELD).withOperation(parked(OperationKind.RENEW, "http 500")));
        // when
        conclusion.takenBack(draft, ID, new GatewayOutcome.Pending<>(Optional.empty()));
        // then
        assertThat(draft.dispute().operation()).isEmpty();
        assertThat(draft.dispute().attention()).contains(Attention.RENEWAL_FAILED);
        assertThat(draft.dispute().state()).isEqualTo(HELD);
    }

    private static Optional<GatewayOperation> parked(OperationKind kind, String outcome) {
        return Optional.of(intended(kind).parked(OperationState.WAITING, true, OPENED, Optional.empty(), outcome));
    }
}

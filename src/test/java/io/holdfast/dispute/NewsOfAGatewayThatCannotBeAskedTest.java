package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.Counters;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.Terms;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A gateway such as Adyen: what it says late, twice or in any order must neither harm nor be lost, for nobody can ask how things stand. */
class NewsOfAGatewayThatCannotBeAskedTest {

    private static final Instant OPENED = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant EXPIRES = OPENED.plus(Duration.ofDays(7));
    private static final Duration SLOW = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final HoldPolicy POLICY =
            new HoldPolicy(Duration.ofHours(24), Duration.ofDays(60), Duration.ofDays(30), PATIENCE, SLOW);
    private static final Capabilities MUTE = new Capabilities(false, false, false, Optional.of(Duration.ofDays(6)));

    private static final Money FIFTY = Money.of("49.99", "USD");
    private static final Money TWENTY = Money.of("20.00", "USD");
    private static final AuthorizationId PSP = new AuthorizationId("NC6HT9CRT65ZGN82");
    private static final AuthorizationId OTHER = new AuthorizationId("QFQTPCQ8HXSKGK82");
    private static final Hold HOLD = new Hold(PSP, EXPIRES);
    private static final HoldState HELD = new HoldState.Held(HOLD);
    private static final HoldState CHARGED = new HoldState.Charged(HOLD, TWENTY);
    private static final OperationId ID = new OperationId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-000000000001"));

    private final Conclusion conclusion = new Conclusion(POLICY, Duration.ofSeconds(10), MUTE);

    @Test
    void aWebhookBeforeTheAnswerPlacesTheHold() {
        // given
        Draft draft = draft(dispute(HoldState.Initiated.NEW).withOperation(sent(OperationKind.AUTHORIZE)));
        // when
        conclusion.heard(draft, view(PSP, AuthorizationView.Status.AUTHORIZED));
        // then
        assertThat(draft.dispute().state()).isEqualTo(HELD);
        assertThat(draft.dispute().operation()).isEmpty();
    }

    @Test
    void aRefusalByWebhookIsANo() {
        // given
        Draft draft = draft(dispute(HoldState.Initiated.NEW).withOperation(sent(OperationKind.AUTHORIZE)));
        // when
        conclusion.heard(draft, view(PSP, AuthorizationView.Status.DECLINED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.FAILED);
        assertThat(draft.dispute().operation()).isEmpty();
    }

    @Test
    void anAuthorizationOfAnotherAmountPlacesNoHold() {
        // given
        Draft draft = draft(dispute(HoldState.Initiated.NEW).withOperation(sent(OperationKind.AUTHORIZE)));
        // when
        conclusion.heard(draft, view(PSP, AuthorizationView.Status.AUTHORIZED, TWENTY));
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
    void theRestOfAChargeMayLapseOrBeGivenBack() {
        for (AuthorizationView.Status word :
                List.of(AuthorizationView.Status.EXPIRED, AuthorizationView.Status.VOIDED)) {
            // given
            Draft draft = draft(dispute(CHARGED));
            // when
            hear(draft, view(PSP, word));
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
    void aCaptureOfAnotherAmountIsAMismatch() {
        // given
        Draft draft = draft(charging());
        // when
        hear(draft, captured(FIFTY));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.HELD);
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
        Draft draft = draft(charging().withAttention(Optional.of(Attention.GATEWAY_MISMATCH)));
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
        Draft draft = draft(dispute(HELD).withAttention(Optional.of(Attention.CAPTURE_FAILED)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.CAPTURE_FAILED));
        // then
        assertThat(draft.changesNothing()).isTrue();
    }

    @Test
    void aCaptureThatTheGatewayTriedAgainByItselfIsRecordedAndRaised() {
        // given
        Draft draft = draft(dispute(HELD).withAttention(Optional.of(Attention.CAPTURE_FAILED)));
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
    void aHoldThatIsGivenBackAfterAllIsNoWorryAnyMore() {
        // given
        Draft draft = draft(releasing().withAttention(Optional.of(Attention.ORPHANED_HOLD)));
        // when
        hear(draft, view(PSP, AuthorizationView.Status.VOIDED));
        // then
        assertThat(draft.dispute().status()).isEqualTo(Status.RELEASED);
        assertThat(draft.dispute().attention()).isEmpty();
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

    /** As {@link HearNews} does: what is on record is not news. */
    private void hear(Draft draft, AuthorizationView view) {
        if (!Reading.agrees(draft.dispute(), view)) {
            conclusion.heard(draft, view);
        }
    }

    private static Step step(Dispute dispute, Instant now) {
        return Step.of(dispute, MUTE, POLICY, now);
    }

    private static Draft draft(Dispute dispute) {
        return new Draft(dispute, "gateway:adyen", OPENED);
    }

    private static Dispute charging() {
        return dispute(HELD)
                .withOperation(sent(OperationKind.CAPTURE))
                .withPending(Optional.of(new Settlement.Charge(TWENTY)));
    }

    private static Dispute releasing() {
        return dispute(HELD).withOperation(sent(OperationKind.VOID)).withPending(Optional.of(new Settlement.Release()));
    }

    private static Optional<GatewayOperation> sent(OperationKind kind) {
        return Optional.of(intended(kind));
    }

    private static Optional<GatewayOperation> parked(OperationKind kind, String outcome) {
        return Optional.of(intended(kind).parked(OperationState.WAITING, true, OPENED, Optional.empty(), outcome));
    }

    private static GatewayOperation intended(OperationKind kind) {
        return GatewayOperation.intended(
                ID,
                kind,
                1,
                kind.authorizes() ? Optional.empty() : Optional.of(PSP),
                Optional.of(kind == OperationKind.CAPTURE ? TWENTY : FIFTY),
                "key",
                new Sealed(new byte[0]),
                OPENED,
                Optional.empty());
    }

    private static Dispute dispute(HoldState state) {
        Terms terms = new Terms(
                "ACC-1001",
                FIFTY,
                "adyen",
                "R",
                "CC-001",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "test");
        return new Dispute(
                new DisputeId(UUID.fromString("018f3c2e-7a5b-7c1d-9e2f-1a2b3c4d5e6f")),
                1,
                terms,
                new Sealed(new byte[0]),
                Optional.empty(),
                state,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Counters.NONE,
                Optional.empty(),
                Optional.empty(),
                Upkeep.NONE,
                ChainHead.START,
                Optional.empty(),
                OPENED,
                OPENED);
    }

    private static AuthorizationView view(AuthorizationId id, AuthorizationView.Status status) {
        return status == AuthorizationView.Status.CAPTURED ? captured(TWENTY) : view(id, status, FIFTY);
    }

    private static AuthorizationView view(AuthorizationId id, AuthorizationView.Status status, Money amount) {
        return new AuthorizationView(
                id, status, Optional.of(amount), Optional.empty(), Optional.empty(), false, EXPIRES, Optional.empty());
    }

    private static AuthorizationView captured(Money amount) {
        return new AuthorizationView(
                PSP,
                AuthorizationView.Status.CAPTURED,
                Optional.empty(),
                Optional.of(amount),
                Optional.empty(),
                false,
                EXPIRES,
                Optional.empty());
    }
}

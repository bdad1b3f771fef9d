package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.FailureCodes;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is concluded from the news of a gateway that cannot be asked. It comes late, twice and in any order, and tells of requests that are not ours; but nothing else
 * will ever be said.
 */
final class Hearsay {

    /** Why a hold of less than was asked for is a no. */
    private static final String HELD_IN_PART = FailureCodes.INSUFFICIENT_FUNDS;

    private final Conclusion conclusion;
    private final Waiting waiting;
    private final Reading reading;

    Hearsay(HoldPolicy policy, Duration gatewayTimeout, Capabilities gateway) {
        this.conclusion = new Conclusion(policy, gatewayTimeout, gateway);
        this.waiting = new Waiting(policy, gatewayTimeout, gateway.canBeAsked());
        this.reading = new Reading(policy, gateway);
    }

    /**
     * A webhook of a gateway that cannot be asked: its word is all there is, and it settles the operation that waits for it.
     *
     * @param reference the request that it tells the end of, ours by its key, if the gateway says so
     */
    void heard(Draft draft, AuthorizationView view, Optional<String> reference, Remembered remembered) {
        Dispute dispute = draft.dispute();
        if (Word.isEndToRemember(dispute, view)) {
            ended(draft, view, remembered);
        }
        if (Word.isOld(dispute, view) || RequestTold.isCancelOfAnotherAmount(dispute, view, reference)) {
            return;
        }
        if (RequestTold.isLapseOfAPart(dispute, view)) {
            lapsedInPart(draft, view);
            return;
        }
        Optional<GatewayOperation> awaiting =
                dispute.operation().filter(it -> RequestTold.concerns(dispute, it, view, reference));
        switch (view.status()) {
            case CAPTURE_REFUSED ->
                Conclusion.of(OperationKind.CAPTURE, awaiting)
                        .ifPresentOrElse(
                                capture -> Conclusion.chargeFailed(draft, "capture_refused"),
                                () -> anothersFailed(draft, view, reference));
            case CAPTURED -> captured(draft, awaiting, view, reference, remembered);
            case CAPTURE_FAILED -> captureFailed(draft, awaiting, view, reference, remembered);
            case VOID_REFUSED ->
                Conclusion.of(OperationKind.VOID, awaiting)
                        .ifPresentOrElse(
                                it -> voidRefused(draft, it),
                                () -> partNotGivenBack(draft, view, reference, remembered));
            default -> {
                boolean part = view.status() == AuthorizationView.Status.VOIDED
                        && awaiting.filter(it -> it.kind().authorizes()).isPresent()
                        && RequestTold.isReturnOfPart(dispute, reference);
                conclusion.approved(draft, awaiting, part ? view.declinedFor(HELD_IN_PART) : view);
            }
        }
    }

    /** Of what is charged by a person's word only, the gateway says that nothing was taken, as all of it is held no more: that somebody has to know. */
    private static void ended(Draft draft, AuthorizationView view, Remembered remembered) {
        if (remembered.end().isEmpty()) {
            draft.returned(view.id(), view.status().name().toLowerCase(Locale.ROOT));
        }
        if (remembered.byHand().isPresent()) {
            draft.raise(Attention.GATEWAY_MISMATCH, Reading.difference(draft, view));
        }
    }

    /**
     * A capture, also one that the charge which is under way is not the reason of: somebody else's, or one of ours that had come to nothing and is done after all. The
     * case had gone back to a person then, who charged again; that charge is not sent any more, and should it be done already, that is told too.
     */
    private void captured(
            Draft draft,
            Optional<GatewayOperation> awaiting,
            AuthorizationView view,
            Optional<String> reference,
            Remembered remembered) {
        Dispute dispute = draft.dispute();
        Optional<GatewayOperation> charging = Conclusion.of(OperationKind.CAPTURE, dispute.operation())
                .filter(it -> it.target().equals(Optional.of(view.id())));
        if (RequestTold.isAnotherCapture(dispute, view, reference, remembered.overtaken())) {
            Remembered.raiseAnother(draft, view);
            return;
        }
        boolean unasked = charging.isPresent() && awaiting.isEmpty();
        if (unasked) {
            reading.capturedUnasked(draft, view);
        } else {
            conclusion.approved(draft, awaiting, view);
        }
        boolean charged =
                draft.dispute().state() instanceof HoldState.Charged && !(dispute.state() instanceof HoldState.Charged);
        if (charged) {
            reference.ifPresent(it -> tellWhose(draft, it, unasked));
        }
        if (charged && unasked) {
            draft.closeOperation();
        }
    }

    /** By which capture the dispute is charged, and if that is not our last one. */
    private static void tellWhose(Draft draft, String reference, boolean unasked) {
        Dispute dispute = draft.dispute();
        Remembered.tellCharging(draft, reference);
        if (dispute.counters().captures() > 0 && (unasked || RequestTold.isOfAnotherCapture(dispute, reference))) {
            Remembered.tellOvertaken(draft, reference);
        }
    }

    /**
     * Only this explicit news undoes a charge. What the hold is still worth nobody knows, so nothing more happens to it without a person, unless it is known to have come
     * to its end.
     */
    private void captureFailed(
            Draft draft,
            Optional<GatewayOperation> awaiting,
            AuthorizationView view,
            Optional<String> reference,
            Remembered remembered) {
        Dispute dispute = draft.dispute();
        boolean isTheCharge = remembered.charging()
                || reference
                        .filter(it -> RequestTold.isSomebodyElses(dispute, it))
                        .isEmpty();
        boolean mayBeTheCharge = isTheCharge || remembered.byHand().isPresent();
        if (mayBeTheCharge && dispute.isCurrent(view.id()) && dispute.state() instanceof HoldState.Charged charged) {
            if (!isTheCharge
                    || RequestTold.isFailureOfAnotherCapture(
                            dispute, charged, view, reference, remembered.overtaken())) {
                // to undo a charge that was not would have it made once more
                draft.raise(Attention.CAPTURE_FAILED);
                return;
            }
            undone(draft, charged, "capture_failed", remembered);
        } else if (Conclusion.of(OperationKind.CAPTURE, awaiting).isPresent()) {
            // whatever was captured, it has come to nothing
            draft.clear(Attention.GATEWAY_MISMATCH);
            Conclusion.chargeFailed(draft, "capture_failed");
        } else if (isOver(dispute, view) || remembered.onlyCapture() && !Remembered.isCharged(dispute, view)) {
            takenNoMore(draft, view, reference, remembered);
        } else {
            anothersFailed(draft, view, reference);
        }
    }

    private static boolean isOver(Dispute dispute, AuthorizationView view) {
        return dispute.isCurrent(view.id())
                && dispute.status().isTerminal()
                && !(dispute.state() instanceof HoldState.Charged);
    }

    /**
     * What was taken of a hold that was over, or of another one than is charged, has come to nothing. It is told also where no capture is known: the news of that may be
     * used this very moment, and is read again then, as what is old.
     */
    private static void takenNoMore(
            Draft draft, AuthorizationView view, Optional<String> reference, Remembered remembered) {
        Dispute dispute = draft.dispute();
        boolean ours = reference
                .filter(it -> OperationKind.CAPTURE.isKey(it, dispute.id()))
                .isPresent();
        if (ours && dispute.isCurrent(view.id())) {
            draft.tell(StoryType.CHARGE_FAILED, "failure_code", "capture_failed");
        } else {
            Remembered.tellFailed(draft, view, reference.orElse(""));
        }
        if (remembered.onlyCapture()) {
            draft.clear(Attention.UNEXPECTED_CAPTURE);
        }
    }

    /**
     * A capture that came to nothing and is none of ours: by its reference, or, where it is told by the name of the payment or by none, as one that was made in the gateway's
     * console may be, because none of ours is under way, and none that a person has been told of has failed: it may be that one once more.
     */
    private static void anothersFailed(Draft draft, AuthorizationView view, Optional<String> reference) {
        Dispute dispute = draft.dispute();
        boolean ours = reference
                .filter(it -> OperationKind.CAPTURE.isKey(it, dispute.id()))
                .isPresent();
        boolean surelyAnothers =
                reference.filter(it -> RequestTold.isSomebodyElses(dispute, it)).isPresent();
        boolean mayBeOurs = ours
                || Conclusion.of(OperationKind.CAPTURE, dispute.operation()).isPresent()
                || dispute.attentions().contains(Attention.CAPTURE_FAILED);
        if (dispute.isCurrent(view.id()) && !dispute.status().isTerminal() && (surelyAnothers || !mayBeOurs)) {
            Remembered.tellFailed(draft, view, reference.orElse(""));
        }
    }

    /**
     * The rest of a hold lapses that somebody took money of, and that is told later, or never. What the hold is still worth nobody knows, so nothing more happens to it
     * without a person.
     */
    private static void lapsedInPart(Draft draft, AuthorizationView view) {
        draft.change(d -> d.withUpkeep(Upkeep.NONE));
        draft.raise(Attention.GATEWAY_MISMATCH, Reading.difference(draft, view));
    }

    /** The answer to this key is spoken. After a while, longer each time, the hold is given back by a new one, see {@link Step.Anew}. */
    private void voidRefused(Draft draft, GatewayOperation operation) {
        Waiting.tell(draft, operation, Conclusion.REFUSED);
        draft.raise(Attention.ORPHANED_HOLD);
        waiting.keep(draft, operation, Conclusion.REFUSED, waiting.untilAnew(operation), Waiting.Answer.NOT_MISSING);
    }

    /**
     * What was held in part was a no because the gateway took its cancel on. The cancel came to nothing, so that part is one hold too many; unless another cancel was
     * faster, and this one found nothing left. Somebody else's, of what was a no for another reason, never had anything to find.
     */
    private static void partNotGivenBack(
            Draft draft, AuthorizationView view, Optional<String> reference, Remembered remembered) {
        if (remembered.end().isPresent()) {
            return;
        }
        Dispute dispute = draft.dispute();
        boolean another =
                reference.filter(it -> RequestTold.isSomebodyElses(dispute, it)).isPresent();
        boolean declined = dispute.state() instanceof HoldState.Failed failed
                && dispute.isCurrent(view.id())
                && (!another || failed.failureCode().equals(HELD_IN_PART));
        if (declined || RequestTold.isReturnOfPart(dispute, reference)) {
            draft.addSurplus(view.id(), Conclusion.REFUSED);
            draft.raise(Attention.ORPHANED_HOLD);
        }
    }

    /** What a person must have been told of a request, for this word to deny it. */
    static Optional<AuthorizationView.Status> denied(AuthorizationView.Status word) {
        return switch (word) {
            case VOID_REFUSED -> Optional.of(AuthorizationView.Status.VOIDED);
            case CAPTURE_REFUSED -> Optional.of(AuthorizationView.Status.CAPTURED);
            default -> Optional.empty();
        };
    }

    /** The gateway's own word against what its desk had told a person: the hold is not given back, or the money not taken. */
    void denied(Draft draft, AuthorizationView view, Remembered remembered) {
        Dispute dispute = draft.dispute();
        boolean current = dispute.isCurrent(view.id());
        if (view.status() == AuthorizationView.Status.CAPTURE_REFUSED) {
            if (current && dispute.state() instanceof HoldState.Charged charged && !remembered.overtaken()) {
                undone(draft, charged, "capture_refused", remembered);
            }
        } else if (!current
                || dispute.state() instanceof HoldState.Released
                || dispute.state() instanceof HoldState.Failed) {
            draft.addSurplus(view.id(), Conclusion.REFUSED);
            draft.raise(Attention.ORPHANED_HOLD);
        }
    }

    private void undone(Draft draft, HoldState.Charged charged, String failureCode, Remembered remembered) {
        HoldState.Held held = charged.captureFailed();
        draft.enter(held, StoryType.CHARGE_FAILED, "failure_code", failureCode);
        draft.change(d -> d.withUpkeep(Upkeep.NONE));
        if (remembered.onlyCapture()) {
            draft.clear(Attention.UNEXPECTED_CAPTURE);
        }
        if (remembered.end().isEmpty()) {
            // whatever was captured, it has come to nothing
            draft.clear(Attention.GATEWAY_MISMATCH);
        }
        remembered.end().filter(AuthorizationView.Status::isGone).ifPresent(end -> reading.over(draft, held, end));
        draft.raise(Attention.CAPTURE_FAILED);
    }
}

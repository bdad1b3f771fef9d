package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.wire.WireId;
import java.time.Duration;
import java.util.Optional;

/**
 * What the gateway's own desk told a person about an operation. It is final, also where the same from the gateway itself would be asked after: money that was taken
 * was taken, whoever wanted how much. Decides only, as {@link Conclusion}.
 */
final class ToldByHand {

    private final boolean canBeAsked;
    private final Conclusion conclusion;
    private final Reading reading;

    ToldByHand(HoldPolicy policy, Duration gatewayTimeout, Capabilities gateway) {
        this.canBeAsked = gateway.canBeAsked();
        this.conclusion = new Conclusion(policy, gatewayTimeout, gateway);
        this.reading = new Reading(policy, gateway);
    }

    void settle(Draft draft, OperationId id, GatewayOutcome<AuthorizationView> outcome) {
        Optional<AuthorizationView> approved = outcome instanceof GatewayOutcome.Approved<AuthorizationView> yes
                ? Optional.of(yes.answer())
                : Optional.empty();
        if (approved.filter(view -> corrects(draft, id, view)).isPresent()) {
            corrected(draft, id, approved.get());
            return;
        }
        Optional<GatewayOperation> open = draft.open(id);
        if (approved.filter(view -> isAnotherCapture(open, view)).isPresent()) {
            reading.capturedUnasked(draft, approved.get());
            draft.closeOperation();
        } else if (!canBeAsked && saysThatItLives(open, outcome)) {
            livesOn(draft, open.orElseThrow(), approved);
        } else {
            conclusion.sent(draft, id, outcome);
            askWhatIsLeft(draft, open);
        }
    }

    private static boolean isAnotherCapture(Optional<GatewayOperation> open, AuthorizationView view) {
        return view.status() == AuthorizationView.Status.CAPTURED
                && Conclusion.of(OperationKind.CAPTURE, open)
                        .filter(it -> it.target().equals(Optional.of(view.id()))
                                && !view.captured().equals(it.amount()))
                        .isPresent();
    }

    /** Whether the hold lives that was to be given back, or charged. Of a refused charge it may be gone, too. */
    private static boolean saysThatItLives(Optional<GatewayOperation> open, GatewayOutcome<AuthorizationView> outcome) {
        boolean lives = outcome instanceof GatewayOutcome.Approved<AuthorizationView> approved
                && approved.answer().status() == AuthorizationView.Status.AUTHORIZED;
        boolean refused = outcome instanceof GatewayOutcome.Declined<AuthorizationView>;
        return (lives && Conclusion.of(OperationKind.CAPTURE, open).isPresent())
                || ((lives || refused)
                        && Conclusion.of(OperationKind.VOID, open).isPresent());
    }

    /**
     * Where nobody else can be asked. The hold is given back by a new request: to do so once more does no harm. A charge goes on as it was: what its request came to
     * nobody has said, and another one would be another charge.
     */
    private void livesOn(Draft draft, GatewayOperation operation, Optional<AuthorizationView> view) {
        draft.clear(Attention.GATEWAY_UNREACHABLE);
        view.ifPresent(it -> reading.apply(draft, it));
        if (operation.kind() == OperationKind.VOID) {
            draft.closeOperation();
        }
    }

    /** Of a hold or charge that came to nothing, and of one that was given back, something may be left: how it stands the gateway is asked. */
    private void askWhatIsLeft(Draft draft, Optional<GatewayOperation> settled) {
        boolean leaves = settled.filter(it -> it.kind() == OperationKind.CAPTURE
                        || it.kind() == OperationKind.VOID
                        || (it.kind() == OperationKind.AUTHORIZE
                                && draft.dispute().status() == Status.FAILED))
                .isPresent();
        if (leaves && canBeAsked && draft.dispute().operation().isEmpty()) {
            Optional<AuthorizationId> another = settled.flatMap(GatewayOperation::target)
                    .filter(id -> !draft.dispute().isCurrent(id));
            draft.ask(another);
        }
    }

    /** Whether the dispute stands, by somebody's slip, on an id that no call can use, the operation is of that id, and this is the one that was meant. */
    private static boolean corrects(Draft draft, OperationId id, AuthorizationView view) {
        Dispute dispute = draft.dispute();
        Optional<AuthorizationId> unusable = dispute.state()
                .authorizationId()
                .filter(current -> !WireId.fitsInPath(current.value())
                        && WireId.fitsInPath(view.id().value()));
        return !dispute.status().isTerminal()
                && unusable.isPresent()
                && draft.open(id)
                        .filter(it -> it.kind() == OperationKind.AUTHORIZE
                                || it.target().equals(unusable))
                        .isPresent();
    }

    /** What is open was of the unusable id. What is still wanted begins anew, with the right one. */
    private void corrected(Draft draft, OperationId id, AuthorizationView view) {
        HoldState state = draft.dispute().state();
        if (state instanceof HoldState.Held held) {
            Hold hold = new Hold(view.id(), held.theHold().expiresAt());
            draft.change(d -> d.withState(held.renewed(hold)));
        } else if (state instanceof HoldState.Initiated initiated) {
            draft.change(d -> d.withState(initiated.known(view.id())));
        }
        if (Conclusion.of(OperationKind.AUTHORIZE, draft.open(id)).isEmpty()) {
            draft.closeOperation();
        }
        conclusion.sent(draft, id, new GatewayOutcome.Approved<>(view));
    }
}

package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.Inquiry;
import io.holdfast.trace.Traces;
import org.jboss.logging.Logger;

/** Tells the log and the trace what a call to a gateway brought, in a word; never what was said. */
final class CallLog {

    private static final Logger LOG = Logger.getLogger(CallLog.class);

    private final Traces traces;

    CallLog(Traces traces) {
        this.traces = traces;
    }

    void sent(Dispute dispute, GatewayOperation operation, GatewayOutcome<?> outcome) {
        tell(dispute, operation, outcome.name(), isTrouble(outcome));
    }

    void takenBack(Dispute dispute, GatewayOperation operation, GatewayOutcome<?> outcome) {
        tell(dispute, operation, "take back: " + outcome.name(), isTrouble(outcome));
    }

    void asked(Dispute dispute, GatewayOperation operation, Inquiry inquiry) {
        tell(dispute, operation, word(inquiry), isTrouble(inquiry));
    }

    /** Without an operation that it would be about. */
    void asked(Dispute dispute, Inquiry inquiry) {
        traces.outcome(word(inquiry), isTrouble(inquiry));
        LOG.debugf("dispute %s: %s", dispute.id(), word(inquiry));
    }

    static void unreadable(Dispute dispute, OperationKind kind) {
        LOG.errorf(
                "dispute %s: %s cannot be sent: holdfast.crypto.keyset lacks the key that sealed the payment token. Restore it",
                dispute.id(), kind.lowerCase());
    }

    private void tell(Dispute dispute, GatewayOperation operation, String outcome, boolean isTrouble) {
        traces.outcome(outcome, isTrouble);
        LOG.debugf(
                "dispute %s operation %s %s %d: %s",
                dispute.id(), operation.id(), operation.kind().lowerCase(), operation.n(), outcome);
    }

    private static String word(Inquiry inquiry) {
        return "asked: " + inquiry.name();
    }

    private static boolean isTrouble(Inquiry inquiry) {
        return inquiry instanceof Inquiry.NotAnswered;
    }

    private static boolean isTrouble(GatewayOutcome<?> outcome) {
        return outcome instanceof GatewayOutcome.NotSent || outcome instanceof GatewayOutcome.Unknown;
    }
}

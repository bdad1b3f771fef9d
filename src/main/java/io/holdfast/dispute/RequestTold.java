package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.money.Money;
import java.util.Optional;

/**
 * Of which request a gateway that cannot be asked tells the end. An authorization may have many requests behind it, ours and other people's, and what it tells of one is
 * not the end of another.
 */
final class RequestTold {

    private RequestTold() {}

    /** Whether what it tells may be the end of this operation. */
    static boolean concerns(
            Dispute dispute, GatewayOperation operation, AuthorizationView view, Optional<String> reference) {
        boolean current = dispute.isCurrent(view.id());
        boolean another =
                reference.filter(it -> isAnother(dispute, operation, it)).isPresent();
        boolean target = operation.target().equals(Optional.of(view.id()));
        return switch (operation.kind()) {
            case AUTHORIZE -> current || dispute.state().authorizationId().isEmpty();
            case RENEW ->
                !current
                        && !dispute.surplus().contains(view.id())
                        && !(another && (isOfAuthorization(view) || isReturnOfPart(dispute, reference)));
            case CAPTURE ->
                target
                        && !(another && isOfCapture(view))
                        && (isMismatched(dispute)
                                || !(isFailureOfAnotherAmount(
                                                operation.idempotencyKey(), operation.amount(), view, reference)
                                        || isCaptureOfAnotherAmount(operation, view, reference)));
            case VOID -> target && !(another && view.status() == AuthorizationView.Status.VOID_REFUSED);
            case REFRESH -> target;
        };
    }

    /**
     * Whether the end of that request is surely not the end of this operation, though it be about the same authorization: it is somebody else's, or ours of the same
     * sort. A modification may also be told by the name of the payment, which says nothing.
     */
    private static boolean isAnother(Dispute dispute, GatewayOperation operation, String reference) {
        String key = operation.idempotencyKey();
        if (reference.equals(key) || GatewayRequest.returned(reference).equals(Optional.of(key))) {
            return false;
        }
        boolean sameSort = operation.kind().authorizes()
                ? OperationKind.AUTHORIZE.isKey(reference, dispute.id())
                        || OperationKind.RENEW.isKey(reference, dispute.id())
                : operation.kind().isKey(reference, dispute.id());
        return sameSort || isSomebodyElses(dispute, reference);
    }

    /** The gateway captured another amount for it than was asked. */
    private static boolean isMismatched(Dispute dispute) {
        return dispute.attentions().contains(Attention.GATEWAY_MISMATCH);
    }

    /**
     * Whether a capture that came to nothing is surely not the one of this key, though it be told by the name of the payment, or by none: it is of another amount, as one
     * that was made in the gateway's console.
     */
    static boolean isFailureOfAnotherAmount(
            String key, Optional<Money> amount, AuthorizationView view, Optional<String> reference) {
        boolean failure = view.status() == AuthorizationView.Status.CAPTURE_REFUSED
                || view.status() == AuthorizationView.Status.CAPTURE_FAILED;
        return failure
                && !reference.equals(Optional.of(key))
                && amount.isPresent()
                && view.amount().filter(it -> !it.equals(amount.get())).isPresent();
    }

    /** Whether money was taken by a capture that is surely not this one, though it be told by the name of the payment: another amount was. */
    static boolean isCaptureOfAnotherAmount(
            GatewayOperation capture, AuthorizationView view, Optional<String> reference) {
        return view.status() == AuthorizationView.Status.CAPTURED
                && reference.filter(it -> !it.equals(capture.idempotencyKey())).isPresent()
                && capture.amount().isPresent()
                && view.captured()
                        .filter(it ->
                                it.currency().equals(capture.amount().get().currency())
                                        && !it.equals(capture.amount().get()))
                        .isPresent();
    }

    /**
     * Whether a capture that came to nothing is surely not the one that the dispute is charged by: that one was not undone.
     *
     * @param overtaken see {@link Remembered}
     */
    static boolean isFailureOfAnotherCapture(
            Dispute dispute,
            HoldState.Charged charged,
            AuthorizationView view,
            Optional<String> reference,
            boolean overtaken) {
        return overtaken
                || isFailureOfAnotherAmount(lastCapture(dispute), Optional.of(charged.amount()), view, reference);
    }

    /** The key of our last capture. */
    static String lastCapture(Dispute dispute) {
        return OperationKind.CAPTURE.idempotencyKey(
                dispute.id(), dispute.counters().captures());
    }

    /** Whether it is somebody else's capture, or one of ours that is not the last. */
    static boolean isOfAnotherCapture(Dispute dispute, String reference) {
        return isSomebodyElses(dispute, reference)
                || (OperationKind.CAPTURE.isKey(reference, dispute.id()) && !reference.equals(lastCapture(dispute)));
    }

    /** Whether it gave back what one of our requests held in part only. */
    static boolean isReturnOfPart(Dispute dispute, Optional<String> reference) {
        return reference
                .flatMap(GatewayRequest::returned)
                .filter(it ->
                        OperationKind.AUTHORIZE.isKey(it, dispute.id()) || OperationKind.RENEW.isKey(it, dispute.id()))
                .isPresent();
    }

    static boolean isSomebodyElses(Dispute dispute, String reference) {
        return !reference.startsWith(dispute.id().toString());
    }

    /**
     * Whether it may be the end of what a charge leaves over, told before the charge itself is: one that is pending, and any, also somebody else's, as long as not even the
     * hold is told. Only when that is known is it known what it means; a cancel that we asked for is of all that is held.
     */
    static boolean mayBeEndOfTheRest(Dispute dispute, AuthorizationView view, Optional<String> reference) {
        if (dispute.state() instanceof HoldState.Initiated) {
            return !isMismatched(dispute)
                    && view.status() == AuthorizationView.Status.EXPIRED
                    && isOfLess(dispute, view);
        }
        return dispute.pendingCharge().isPresent()
                && isEndOfAPart(dispute, view)
                && reference
                        .filter(it -> OperationKind.VOID.isKey(it, dispute.id()))
                        .isEmpty();
    }

    /** Whether something lapsed of what is held, but not all: money was taken of the other part, or nobody knows what is held. */
    static boolean isLapseOfAPart(Dispute dispute, AuthorizationView view) {
        return view.status() == AuthorizationView.Status.EXPIRED && isEndOfAPart(dispute, view);
    }

    /** Whether somebody else cancelled something, but not all that is held. */
    static boolean isCancelOfAnotherAmount(Dispute dispute, AuthorizationView view, Optional<String> reference) {
        return view.status() == AuthorizationView.Status.VOIDED
                && isEndOfAPart(dispute, view)
                && reference.filter(it -> isSomebodyElses(dispute, it)).isPresent();
    }

    private static boolean isEndOfAPart(Dispute dispute, AuthorizationView view) {
        return Word.isHeldNoMore(view)
                && dispute.state() instanceof HoldState.Held
                && dispute.isCurrent(view.id())
                && (view.status() == AuthorizationView.Status.EXPIRED
                        ? isOfLess(dispute, view)
                        : isOfAnotherAmount(dispute, view));
    }

    /** Where the amount cannot be that of a part, as where it is nothing, the word is taken for one of all. */
    private static boolean isOfLess(Dispute dispute, AuthorizationView view) {
        Money held = dispute.terms().amount();
        return view.amount()
                .filter(it ->
                        it.currency().equals(held.currency()) && it.amount().signum() > 0 && held.isMoreThan(it))
                .isPresent();
    }

    private static boolean isOfAnotherAmount(Dispute dispute, AuthorizationView view) {
        return view.amount().filter(it -> !it.equals(dispute.terms().amount())).isPresent();
    }

    private static boolean isOfAuthorization(AuthorizationView view) {
        return switch (view.status()) {
            case PENDING, AUTHORIZED, DECLINED -> true;
            case CAPTURED, CAPTURE_REFUSED, CAPTURE_FAILED, VOIDED, EXPIRED, VOID_REFUSED -> false;
        };
    }

    private static boolean isOfCapture(AuthorizationView view) {
        return switch (view.status()) {
            case CAPTURED, CAPTURE_REFUSED, CAPTURE_FAILED -> true;
            case PENDING, AUTHORIZED, DECLINED, VOIDED, EXPIRED, VOID_REFUSED -> false;
        };
    }

    /**
     * Whether money was taken once more from a hold that is charged: by somebody else, or by one of our requests that the dispute is not charged by. It had come to nothing,
     * or was overtaken by such a one. What is told by the name of the payment is somebody else's, made in the gateway's console, if it is not what the dispute is charged by.
     *
     * @param overtaken see {@link Remembered}
     */
    static boolean isAnotherCapture(
            Dispute dispute, AuthorizationView view, Optional<String> reference, boolean overtaken) {
        return dispute.state() instanceof HoldState.Charged charged
                && dispute.isCurrent(view.id())
                && view.status() == AuthorizationView.Status.CAPTURED
                && reference
                        .filter(it -> overtaken
                                || isSomebodyElses(dispute, it)
                                || isOfAnotherAmount(dispute, charged, view, it))
                        .isPresent();
    }

    /** Whether it is surely not the charge, though it be told by the name of the payment. */
    private static boolean isOfAnotherAmount(
            Dispute dispute, HoldState.Charged charged, AuthorizationView view, String reference) {
        return !OperationKind.CAPTURE.isKey(reference, dispute.id())
                && view.captured()
                        .filter(it -> it.currency().equals(charged.amount().currency()) && !it.equals(charged.amount()))
                        .isPresent();
    }
}

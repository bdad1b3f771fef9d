package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;

/**
 * What the story of a dispute remembers, and the dispute does not, of the request that a gateway's news is about. Only what a gateway that cannot be asked says is held
 * against it.
 *
 * @param denied whether the gateway's own desk had told a person otherwise of that request
 * @param overtaken whether the dispute was charged by another capture while that one was out: the last one of ours is not the one that it is charged by
 * @param onlyCapture whether the charge itself was what nobody expected, and nothing else that was taken
 */
record Remembered(boolean denied, boolean overtaken, boolean onlyCapture) {

    static final Remembered NOTHING = new Remembered(false, false, false);

    private static final String OF = "of";
    private static final String THE_CHARGE = "charge";
    private static final String ANOTHER = "another_capture";
    private static final String OVERTAKEN = "overtaken";

    /** Money was taken that nobody asked for, and the dispute is charged by that. */
    static void raiseCharge(Draft draft) {
        draft.raise(Attention.UNEXPECTED_CAPTURE, OF, THE_CHARGE);
    }

    /** Money was taken beside what the dispute is charged by, or without its being charged. */
    static void raiseAnother(Draft draft, AuthorizationView view) {
        Optional<Money> amount = view.captured();
        if (amount.isPresent()) {
            draft.raiseOnceMore(
                    Attention.UNEXPECTED_CAPTURE,
                    OF,
                    ANOTHER,
                    "amount",
                    amount.get().toString());
        } else {
            draft.raiseOnceMore(Attention.UNEXPECTED_CAPTURE, OF, ANOTHER);
        }
    }

    /** The dispute is charged by another capture, and what becomes of this one is not known. */
    static void tellOvertaken(Draft draft, GatewayOperation capture) {
        draft.tell(
                StoryType.GATEWAY_UNSETTLED,
                "call",
                capture.kind().lowerCase(),
                "n",
                Integer.toString(capture.n()),
                "outcome",
                OVERTAKEN,
                "request",
                capture.idempotencyKey());
    }

    static Uni<Remembered> of(DisputeStore store, Dispute dispute, GatewayEvent event) {
        if (event.view().isEmpty()) {
            return Uni.createFrom().item(NOTHING);
        }
        Status word = event.view().get().status();
        return denied(store, dispute, event, word)
                .chain(denied -> overtaken(store, dispute, event)
                        .chain(overtaken -> onlyCapture(store, dispute, word)
                                .map(only -> new Remembered(denied, overtaken, only))));
    }

    private static Uni<Boolean> denied(DisputeStore store, Dispute dispute, GatewayEvent event, Status word) {
        Optional<Status> said = Hearsay.denied(word);
        return said.isEmpty() || event.reference().isEmpty()
                ? Uni.createFrom().item(false)
                : store.hasTold(
                        dispute.id(),
                        StoryType.RESOLVED_BY_HAND,
                        ResolveOperation.told(event.reference().get(), said.get()));
    }

    private static Uni<Boolean> overtaken(DisputeStore store, Dispute dispute, GatewayEvent event) {
        boolean last = event.reference()
                .filter(RequestTold.lastCapture(dispute)::equals)
                .isPresent();
        return last && dispute.state() instanceof HoldState.Charged
                ? store.hasTold(
                        dispute.id(),
                        StoryType.GATEWAY_UNSETTLED,
                        Map.of(
                                "outcome",
                                OVERTAKEN,
                                "request",
                                event.reference().get()))
                : Uni.createFrom().item(false);
    }

    private static Uni<Boolean> onlyCapture(DisputeStore store, Dispute dispute, Status word) {
        boolean undoes = word == Status.CAPTURE_FAILED || word == Status.CAPTURE_REFUSED;
        if (!undoes || !dispute.attentions().contains(Attention.UNEXPECTED_CAPTURE)) {
            return Uni.createFrom().item(false);
        }
        return unexpected(store, dispute, THE_CHARGE)
                .chain(ofTheCharge -> ofTheCharge
                        ? unexpected(store, dispute, ANOTHER).map(another -> !another)
                        : Uni.createFrom().item(false));
    }

    private static Uni<Boolean> unexpected(DisputeStore store, Dispute dispute, String of) {
        return store.hasTold(
                dispute.id(),
                StoryType.ATTENTION_RAISED,
                Map.of("attention", Attention.UNEXPECTED_CAPTURE.name(), OF, of));
    }
}

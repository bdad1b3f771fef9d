package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the story of a dispute remembers, and the dispute does not, of the request that a gateway's news is about. Only what a gateway that cannot be asked says is held
 * against it.
 *
 * @param denied whether the gateway's own desk had told a person otherwise of that request
 * @param overtaken whether it is a capture of ours, and not the one that the dispute is charged by
 * @param charging whether it is the capture of somebody else that the dispute is charged by
 * @param onlyCapture whether the charge itself was what nobody expected, and nothing else that was taken
 * @param end what the authorization had come to before: all of a charged one, by news that came while the charge stood, the part that was a no, or one that a cancel is
 *     refused of
 */
record Remembered(boolean denied, boolean overtaken, boolean charging, boolean onlyCapture, Optional<Status> end) {

    static final Remembered NOTHING = new Remembered(false, false, false, false, Optional.empty());

    private static final List<Status> ENDS = List.of(Status.EXPIRED, Status.VOIDED, Status.DECLINED, Status.CAPTURED);

    private static final String OF = "of";
    private static final String THE_CHARGE = "charge";
    private static final String ANOTHER = "another_capture";
    private static final String OVERTAKEN = "overtaken";
    private static final String OUTCOME = "outcome";
    private static final String REQUEST = "request";
    private static final String BY = "by";

    /** Money was taken that nobody asked for, and the dispute is charged by that. */
    static void raiseCharge(Draft draft, String... difference) {
        draft.raise(Attention.UNEXPECTED_CAPTURE, of(THE_CHARGE, difference));
    }

    /** Money was taken beside what the dispute is charged by, or without its being charged. */
    static void raiseAnother(Draft draft, AuthorizationView view) {
        draft.raiseOnceMore(Attention.UNEXPECTED_CAPTURE, of(ANOTHER, Reading.difference(draft, view)));
    }

    private static String[] of(String capture, String... difference) {
        return Stream.concat(Stream.of(OF, capture), Stream.of(difference)).toArray(String[]::new);
    }

    /** The dispute is charged by this capture, and not by the last one of ours. */
    static void tellOvertaken(Draft draft, String by) {
        Dispute dispute = draft.dispute();
        draft.tell(
                StoryType.GATEWAY_UNSETTLED,
                "call",
                OperationKind.CAPTURE.lowerCase(),
                "n",
                Integer.toString(dispute.counters().captures()),
                OUTCOME,
                OVERTAKEN,
                REQUEST,
                RequestTold.lastCapture(dispute),
                BY,
                by);
    }

    /** The dispute was charged by this capture of somebody else. */
    static void tellCharging(Draft draft, String by) {
        draft.tellOf(StoryType.HOLD_CHARGED, REQUEST, by);
    }

    static Uni<Remembered> of(DisputeStore store, Dispute dispute, GatewayEvent event) {
        if (event.view().isEmpty()) {
            return Uni.createFrom().item(NOTHING);
        }
        AuthorizationView view = event.view().get();
        Status word = view.status();
        return denied(store, dispute, event, word)
                .chain(denied -> overtaken(store, dispute, event)
                        .chain(overtaken -> charging(store, dispute, event, word)
                                .chain(charging -> onlyCapture(store, dispute, word)
                                        .chain(only -> end(store, dispute, view)
                                                .map(end -> new Remembered(denied, overtaken, charging, only, end))))));
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

    /** A dispute is charged by our last capture, unless the story tells that another one overtook it. */
    private static Uni<Boolean> overtaken(DisputeStore store, Dispute dispute, GatewayEvent event) {
        Optional<String> capture = event.reference().filter(it -> OperationKind.CAPTURE.isKey(it, dispute.id()));
        if (capture.isEmpty() || !(dispute.state() instanceof HoldState.Charged)) {
            return Uni.createFrom().item(false);
        }
        String last = RequestTold.lastCapture(dispute);
        Map<String, String> facts = Map.of(OUTCOME, OVERTAKEN, REQUEST, last);
        return capture.get().equals(last)
                ? store.hasTold(dispute.id(), StoryType.GATEWAY_UNSETTLED, facts)
                : store.hasTold(
                                dispute.id(),
                                StoryType.GATEWAY_UNSETTLED,
                                Map.of(OUTCOME, OVERTAKEN, REQUEST, last, BY, capture.get()))
                        .map(charged -> !charged);
    }

    /** As long as we have captured nothing, whoever charged it is told with the charge; after that, with our capture that was overtaken. */
    private static Uni<Boolean> charging(DisputeStore store, Dispute dispute, GatewayEvent event, Status word) {
        Optional<String> others = event.reference().filter(it -> RequestTold.isSomebodyElses(dispute, it));
        if (word != Status.CAPTURE_FAILED || others.isEmpty() || !(dispute.state() instanceof HoldState.Charged)) {
            return Uni.createFrom().item(false);
        }
        return dispute.counters().captures() == 0
                ? store.hasTold(dispute.id(), StoryType.HOLD_CHARGED, Map.of(REQUEST, others.get()))
                : store.hasTold(
                        dispute.id(),
                        StoryType.GATEWAY_UNSETTLED,
                        Map.of(OUTCOME, OVERTAKEN, REQUEST, RequestTold.lastCapture(dispute), BY, others.get()));
    }

    private static Uni<Boolean> onlyCapture(DisputeStore store, Dispute dispute, Status word) {
        if (!mayUndo(word) || !dispute.attentions().contains(Attention.UNEXPECTED_CAPTURE)) {
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

    /** Also for the same end that is told by another name: it is remembered once. */
    private static Uni<Optional<Status>> end(DisputeStore store, Dispute dispute, AuthorizationView view) {
        boolean undoes =
                mayUndo(view.status()) && dispute.state() instanceof HoldState.Charged && dispute.isCurrent(view.id());
        boolean asked = undoes || view.status() == Status.VOID_REFUSED || Reading.isEndOfWhatItStandsOn(dispute, view);
        Uni<Optional<Status>> end = Uni.createFrom().item(Optional.empty());
        for (Status possible : asked ? ENDS : List.<Status>of()) {
            end = end.chain(
                    known -> known.isPresent() ? Uni.createFrom().item(known) : cameTo(store, dispute, view, possible));
        }
        return end;
    }

    private static Uni<Optional<Status>> cameTo(
            DisputeStore store, Dispute dispute, AuthorizationView view, Status end) {
        return store.hasTold(
                        dispute.id(),
                        StoryType.SURPLUS_RETURNED,
                        Map.of(
                                "authorization",
                                view.id().value(),
                                "how",
                                end.name().toLowerCase(Locale.ROOT)))
                .map(told -> told ? Optional.of(end) : Optional.empty());
    }

    private static boolean mayUndo(Status word) {
        return word == Status.CAPTURE_FAILED || word == Status.CAPTURE_REFUSED;
    }
}

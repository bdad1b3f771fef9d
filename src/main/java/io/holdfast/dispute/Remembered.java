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
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the story of a dispute remembers, and the dispute does not, of the request that a gateway's news is about. Only what a gateway that cannot be asked says is held
 * against it.
 *
 * @param denied whether the gateway's own desk had told a person otherwise of that request, and the gateway itself has not said since that it is so
 * @param confirms whether it says for the first time what only a person's word had said: that the authorization is held no more, or what was captured of it
 * @param overtaken whether it is a capture of ours, and not the one that the dispute is charged by
 * @param charging whether it is the capture of somebody else that the dispute is charged by
 * @param onlyCapture whether the charge itself was what nobody expected, and nothing else that was taken
 * @param end what the authorization had come to before: all of a charged one, by news that came while the charge stood, the part that was a no, or one that a cancel is
 *     refused of
 */
record Remembered(
        boolean denied,
        boolean confirms,
        boolean overtaken,
        boolean charging,
        boolean onlyCapture,
        Optional<Status> end) {

    static final Remembered NOTHING = new Remembered(false, false, false, false, false, Optional.empty());

    private static final List<Status> ENDS = List.of(Status.EXPIRED, Status.VOIDED, Status.DECLINED, Status.CAPTURED);

    private static final String OF = "of";
    private static final String THE_CHARGE = "charge";
    private static final String ANOTHER = "another_capture";
    private static final String OVERTAKEN = "overtaken";
    private static final String OUTCOME = "outcome";
    private static final String REQUEST = "request";
    private static final String BY = "by";
    private static final String BY_HAND = "by_hand";
    private static final String AUTHORIZATION = "authorization";
    private static final String HOW = "how";

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

    /** The dispute is charged by what a person was told. */
    static void tellByHand(Draft draft) {
        draft.tellOf(StoryType.HOLD_CHARGED, BY_HAND, RequestTold.lastCapture(draft.dispute()));
    }

    /** The gateway says by itself what its desk had told a person, so that another cancel which finds nothing left denies nothing. */
    static void tellConfirmed(Draft draft, AuthorizationView view) {
        draft.tell(StoryType.GATEWAY_CONFIRMED, AUTHORIZATION, view.id().value(), HOW, word(view.status()));
    }

    /** Likewise of a charge, so that another capture which finds nothing left does not. By which one it was charged is known now. */
    static void tellConfirmedCharge(Draft draft, AuthorizationView view, Optional<String> reference) {
        draft.tell(
                StoryType.GATEWAY_CONFIRMED,
                AUTHORIZATION,
                view.id().value(),
                HOW,
                word(Status.CAPTURED),
                BY_HAND,
                RequestTold.lastCapture(draft.dispute()),
                REQUEST,
                reference.orElse(""));
        Optional<String> others = reference.filter(it -> RequestTold.isSomebodyElses(draft.dispute(), it));
        if (others.isPresent()) {
            if (draft.dispute().counters().captures() > 0) {
                tellOvertaken(draft, others.get());
            }
            raiseCharge(draft, Reading.difference(draft, view));
        }
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static Uni<Remembered> of(DisputeStore store, Dispute dispute, GatewayEvent event) {
        if (event.view().isEmpty()) {
            return Uni.createFrom().item(NOTHING);
        }
        AuthorizationView view = event.view().get();
        Status word = view.status();
        return denied(store, dispute, event, view)
                .chain(denied -> confirms(store, dispute, view)
                        .chain(confirms -> overtaken(store, dispute, event)
                                .chain(overtaken -> charging(store, dispute, event, word)
                                        .chain(charging -> onlyCapture(store, dispute, word)
                                                .chain(only -> end(store, dispute, view)
                                                        .map(end -> new Remembered(
                                                                denied, confirms, overtaken, charging, only, end)))))));
    }

    private static Uni<Boolean> denied(
            DisputeStore store, Dispute dispute, GatewayEvent event, AuthorizationView view) {
        Optional<Status> said = Hearsay.denied(view.status());
        return said.isEmpty() || event.reference().isEmpty()
                ? Uni.createFrom().item(false)
                : store.hasTold(
                                dispute.id(),
                                StoryType.RESOLVED_BY_HAND,
                                ResolveOperation.told(event.reference().get(), said.get()))
                        .chain(told -> {
                            if (!told) {
                                return Uni.createFrom().item(false);
                            }
                            return said.get() == Status.CAPTURED
                                    ? unconfirmed(
                                            store, dispute, event.reference().get())
                                    : unconfirmed(store, dispute, view);
                        });
    }

    private static Uni<Boolean> confirms(DisputeStore store, Dispute dispute, AuthorizationView view) {
        if (Reading.isEndOnRecord(dispute, view)) {
            return store.hasTold(dispute.id(), StoryType.RESOLVED_BY_HAND, ResolveOperation.told(Status.VOIDED))
                    .chain(told -> told
                            ? unconfirmed(store, dispute, view)
                            : Uni.createFrom().item(false));
        }
        return Reading.isOfTheCharge(dispute, view)
                ? isChargedByHandAlone(store, dispute)
                : Uni.createFrom().item(false);
    }

    private static Uni<Boolean> isChargedByHandAlone(DisputeStore store, Dispute dispute) {
        String capture = RequestTold.lastCapture(dispute);
        return store.hasTold(dispute.id(), StoryType.HOLD_CHARGED, Map.of(BY_HAND, capture))
                .chain(told -> told
                        ? unconfirmed(store, dispute, capture)
                        : Uni.createFrom().item(false));
    }

    /** @param capture our last one, as the dispute was charged by hand */
    private static Uni<Boolean> unconfirmed(DisputeStore store, Dispute dispute, String capture) {
        return store.hasTold(dispute.id(), StoryType.GATEWAY_CONFIRMED, Map.of(BY_HAND, capture))
                .map(confirmed -> !confirmed);
    }

    private static Uni<Boolean> unconfirmed(DisputeStore store, Dispute dispute, AuthorizationView view) {
        return any(
                        () -> isConfirmed(store, dispute, view, Status.VOIDED),
                        () -> isConfirmed(store, dispute, view, Status.EXPIRED))
                .map(confirmed -> !confirmed);
    }

    private static Uni<Boolean> isConfirmed(DisputeStore store, Dispute dispute, AuthorizationView view, Status end) {
        return store.hasTold(
                dispute.id(),
                StoryType.GATEWAY_CONFIRMED,
                Map.of(AUTHORIZATION, view.id().value(), HOW, word(end)));
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

    /**
     * As long as we have captured nothing, whoever charged it is told with the charge, or with what confirmed a person's word of it, if that has come; after that, with our
     * capture that was overtaken.
     */
    private static Uni<Boolean> charging(DisputeStore store, Dispute dispute, GatewayEvent event, Status word) {
        Optional<String> others = event.reference().filter(it -> RequestTold.isSomebodyElses(dispute, it));
        if (word != Status.CAPTURE_FAILED || others.isEmpty() || !(dispute.state() instanceof HoldState.Charged)) {
            return Uni.createFrom().item(false);
        }
        return dispute.counters().captures() == 0
                ? any(
                        () -> store.hasTold(dispute.id(), StoryType.HOLD_CHARGED, Map.of(REQUEST, others.get())),
                        () -> store.hasTold(dispute.id(), StoryType.GATEWAY_CONFIRMED, Map.of(REQUEST, others.get())),
                        () -> isChargedByHandAlone(store, dispute))
                : store.hasTold(
                        dispute.id(),
                        StoryType.GATEWAY_UNSETTLED,
                        Map.of(OUTCOME, OVERTAKEN, REQUEST, RequestTold.lastCapture(dispute), BY, others.get()));
    }

    @SafeVarargs
    private static Uni<Boolean> any(Supplier<Uni<Boolean>>... questions) {
        Uni<Boolean> any = Uni.createFrom().item(false);
        for (Supplier<Uni<Boolean>> question : questions) {
            any = any.chain(yes -> yes ? Uni.createFrom().item(true) : question.get());
        }
        return any;
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
                        Map.of(AUTHORIZATION, view.id().value(), HOW, end.name().toLowerCase(Locale.ROOT)))
                .map(told -> told ? Optional.of(end) : Optional.empty());
    }

    private static boolean mayUndo(Status word) {
        return word == Status.CAPTURE_FAILED || word == Status.CAPTURE_REFUSED;
    }
}

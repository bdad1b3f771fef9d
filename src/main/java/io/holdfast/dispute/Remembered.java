package io.holdfast.dispute;

import io.holdfast.audit.JsonDetail;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.money.Money;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
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
 * @param byHand the request that was settled by a person's word that money was taken, if the dispute is charged by that and the gateway has not said by which capture
 * @param overtaken whether it is a capture of ours, and not the one that the dispute is charged by
 * @param charging whether it is the capture of somebody else that the dispute is charged by
 * @param onlyCapture whether what nobody expected was this capture, of a charged hold the charge itself, and nothing else that was taken
 * @param end what the authorization had come to before: all of a charged one, by news that came while the charge stood, the part that was a no, or one that a cancel is
 *     refused of
 */
record Remembered(
        boolean denied,
        boolean confirms,
        Optional<String> byHand,
        boolean overtaken,
        boolean charging,
        boolean onlyCapture,
        Optional<Status> end) {

    static final Remembered NOTHING =
            new Remembered(false, false, Optional.empty(), false, false, false, Optional.empty());

    private static final List<Status> ENDS = List.of(Status.EXPIRED, Status.VOIDED, Status.DECLINED, Status.CAPTURED);

    private static final String OF = "of";
    private static final String THE_CHARGE = "charge";
    private static final String ANOTHER = "another_capture";
    private static final String OVERTAKEN = "overtaken";
    private static final String ANOTHER_FAILED = "another_capture_failed";
    private static final String AMOUNT = "amount";
    private static final String OUTCOME = "outcome";
    private static final String REQUEST = "request";
    private static final String BY = "by";
    private static final String BY_HAND = "by_hand";
    private static final String AUTHORIZATION = "authorization";
    private static final String HOW = "how";
    private static final String CAPTURED = "captured";

    /** Of a charge that no request of ours is the reason of. */
    static final String ASKED = "asked";

    static final String NO = "no";

    /** Money was taken that nobody asked for, and the dispute is charged by that. */
    static void raiseCharge(Draft draft, String... difference) {
        draft.raise(Attention.UNEXPECTED_CAPTURE, of(THE_CHARGE, difference));
    }

    /** Money was taken beside what the dispute is charged by, or without its being charged. */
    static void raiseAnother(Draft draft, AuthorizationView view) {
        draft.raiseOnceMore(Attention.UNEXPECTED_CAPTURE, of(ANOTHER, Reading.difference(draft, view)));
    }

    /** The same, of a hold that was to be given back: it is heard for the first time, or it would not be on that list any more. */
    static void raiseOneMore(Draft draft, AuthorizationView view) {
        draft.raiseAgain(Attention.UNEXPECTED_CAPTURE, of(ANOTHER, Reading.difference(draft, view)));
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

    /**
     * Somebody else's capture has come to nothing, and the dispute is not charged: that changes nothing. But the gateway's desk may have told a person before that the
     * money was taken.
     */
    static void tellFailed(Draft draft, AuthorizationView view, String reference) {
        draft.tell(
                StoryType.GATEWAY_UNSETTLED,
                "call",
                OperationKind.CAPTURE.lowerCase(),
                OUTCOME,
                ANOTHER_FAILED,
                AUTHORIZATION,
                view.id().value(),
                AMOUNT,
                view.amount().map(Money::toString).orElse(""),
                REQUEST,
                reference);
    }

    /** Whether it was heard before that somebody else's capture of this amount has come to nothing: a person's word may be of that one. */
    static Uni<Boolean> hasFailed(DisputeStore store, Dispute dispute, AuthorizationId id, Money amount) {
        return any(() -> hasFailed(store, dispute, id, amount.toString()), () -> hasFailed(store, dispute, id, ""));
    }

    private static Uni<Boolean> hasFailed(DisputeStore store, Dispute dispute, AuthorizationId id, String amount) {
        return store.hasTold(
                dispute.id(),
                StoryType.GATEWAY_UNSETTLED,
                Map.of(OUTCOME, ANOTHER_FAILED, AUTHORIZATION, id.value(), AMOUNT, amount));
    }

    /** The dispute was charged by this capture. */
    static void tellCharging(Draft draft, String by) {
        draft.tellOf(StoryType.HOLD_CHARGED, REQUEST, by);
    }

    /** The dispute is charged by what a person was told, and nothing is known but this operation that was settled by it. */
    static void tellByHand(Draft draft, GatewayOperation settled) {
        draft.tellOf(StoryType.HOLD_CHARGED, BY_HAND, settled.idempotencyKey());
    }

    /** The gateway says by itself what its desk had told a person, so that another cancel which finds nothing left denies nothing. */
    static void tellConfirmed(Draft draft, AuthorizationView view) {
        draft.tell(StoryType.GATEWAY_CONFIRMED, AUTHORIZATION, view.id().value(), HOW, word(view.status()));
    }

    /** Likewise of a charge, so that another capture which finds nothing left does not. By which one it was charged is known now. */
    static void tellConfirmedCharge(
            Draft draft, AuthorizationView view, Optional<String> reference, Remembered remembered) {
        draft.tell(
                StoryType.GATEWAY_CONFIRMED,
                AUTHORIZATION,
                view.id().value(),
                HOW,
                word(Status.CAPTURED),
                BY_HAND,
                remembered.byHand().orElseThrow(),
                REQUEST,
                reference.orElse(""));
        if (view.captured().equals(Optional.of(draft.dispute().terms().amount()))) {
            // nothing was left that another capture could have taken
            draft.clear(Attention.GATEWAY_MISMATCH);
        }
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
        return charge(store, dispute, view)
                .chain(charge -> byHand(store, dispute, charge)
                        .chain(byHand -> Uni.combine()
                                .all()
                                .unis(
                                        denied(store, dispute, event, view),
                                        confirms(store, dispute, view, byHand),
                                        overtaken(store, dispute, event, charge, byHand),
                                        charging(store, dispute, event, charge, byHand),
                                        onlyCapture(store, dispute, view),
                                        end(store, dispute, view))
                                .usingConcurrencyOf(1)
                                .with((denied, confirms, overtaken, charging, only, end) ->
                                        new Remembered(denied, confirms, byHand, overtaken, charging, only, end))));
    }

    /** What was told with the charge that the dispute stands at. One that was undone is another. */
    private static Uni<Map<String, String>> charge(DisputeStore store, Dispute dispute, AuthorizationView view) {
        boolean asked = dispute.state() instanceof HoldState.Charged
                && dispute.isCurrent(view.id())
                && (view.status() == Status.CAPTURED
                        || view.status() == Status.CAPTURE_FAILED
                        || Word.isEndOfWhatItStandsOn(dispute, view));
        return asked
                ? store.lastTold(dispute.id(), StoryType.HOLD_CHARGED)
                        .map(told -> told.map(JsonDetail::read).orElse(Map.of()))
                : Uni.createFrom().item(Map.of());
    }

    private static Uni<Optional<String>> byHand(DisputeStore store, Dispute dispute, Map<String, String> charge) {
        Optional<String> settled = Optional.ofNullable(charge.get(BY_HAND));
        return settled.isEmpty()
                ? Uni.createFrom().item(settled)
                : unconfirmed(store, dispute, settled.get()).map(unconfirmed -> settled.filter(it -> unconfirmed));
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

    private static Uni<Boolean> confirms(
            DisputeStore store, Dispute dispute, AuthorizationView view, Optional<String> byHand) {
        if (Word.isEndOnRecord(dispute, view)) {
            return store.hasTold(dispute.id(), StoryType.RESOLVED_BY_HAND, ResolveOperation.told(Status.VOIDED))
                    .chain(told -> told
                            ? unconfirmed(store, dispute, view)
                            : Uni.createFrom().item(false));
        }
        return Uni.createFrom().item(byHand.isPresent() && Word.isOfTheCharge(dispute, view));
    }

    /** @param settled the request in place of which a person told of money that was taken */
    private static Uni<Boolean> unconfirmed(DisputeStore store, Dispute dispute, String settled) {
        return store.hasTold(dispute.id(), StoryType.GATEWAY_CONFIRMED, Map.of(BY_HAND, settled))
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

    /** A dispute is charged by our last capture, unless the story tells that another one overtook it; what it tells of a charge that was undone is of no account. */
    private static Uni<Boolean> overtaken(
            DisputeStore store,
            Dispute dispute,
            GatewayEvent event,
            Map<String, String> charge,
            Optional<String> byHand) {
        Optional<String> capture = event.reference().filter(it -> OperationKind.CAPTURE.isKey(it, dispute.id()));
        if (capture.isEmpty()
                || !(dispute.state() instanceof HoldState.Charged)
                || capture.get().equals(charge.get(REQUEST))) {
            return Uni.createFrom().item(false);
        }
        String last = RequestTold.lastCapture(dispute);
        if (!capture.get().equals(last)) {
            return store.hasTold(
                            dispute.id(),
                            StoryType.GATEWAY_UNSETTLED,
                            Map.of(OUTCOME, OVERTAKEN, REQUEST, last, BY, capture.get()))
                    .map(charged -> !charged);
        }
        return byHand.isPresent()
                ? Uni.createFrom().item(false)
                : store.hasTold(dispute.id(), StoryType.GATEWAY_UNSETTLED, Map.of(OUTCOME, OVERTAKEN, REQUEST, last));
    }

    /**
     * As long as we have captured nothing, whoever charged it is told with the charge, or with what confirmed a person's word of it; after that, with our capture that was
     * overtaken. What a person told in place of a capture of ours may have been that one, if it was of that amount; otherwise nobody asked for it, and it was somebody else's.
     */
    private static Uni<Boolean> charging(
            DisputeStore store,
            Dispute dispute,
            GatewayEvent event,
            Map<String, String> charge,
            Optional<String> byHand) {
        Optional<String> others = event.reference().filter(it -> RequestTold.isSomebodyElses(dispute, it));
        boolean failed = event.view()
                .filter(view -> view.status() == Status.CAPTURE_FAILED)
                .isPresent();
        if (!failed || others.isEmpty() || !(dispute.state() instanceof HoldState.Charged)) {
            return Uni.createFrom().item(false);
        }
        if (byHand.isPresent()) {
            return Uni.createFrom().item(NO.equals(charge.get(ASKED)));
        }
        if (others.get().equals(charge.get(REQUEST))) {
            return Uni.createFrom().item(true);
        }
        return dispute.counters().captures() == 0
                ? store.hasTold(
                        dispute.id(),
                        StoryType.GATEWAY_CONFIRMED,
                        Map.of(BY_HAND, charge.getOrDefault(BY_HAND, ""), REQUEST, others.get()))
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

    private static Uni<Boolean> onlyCapture(DisputeStore store, Dispute dispute, AuthorizationView view) {
        if (!mayUndo(view.status()) || !dispute.attentions().contains(Attention.UNEXPECTED_CAPTURE)) {
            return Uni.createFrom().item(false);
        }
        if (isCharged(dispute, view)) {
            return toldAlone(
                    unexpected(store, dispute, Map.of(OF, THE_CHARGE)),
                    () -> unexpected(store, dispute, Map.of(OF, ANOTHER)));
        }
        Map<String, String> thisOne = Map.of(
                OF,
                ANOTHER,
                AUTHORIZATION,
                view.id().value(),
                CAPTURED,
                view.amount().map(Money::toString).orElse(""));
        return toldAlone(
                unexpected(store, dispute, thisOne),
                () -> any(
                        () -> unexpected(store, dispute, Map.of(OF, THE_CHARGE)),
                        () -> unexpected(store, dispute, Map.of(Draft.AGAIN, Draft.YES))));
    }

    /** Whether the dispute is charged by the hold that it is about. */
    static boolean isCharged(Dispute dispute, AuthorizationView view) {
        return dispute.state() instanceof HoldState.Charged && dispute.isCurrent(view.id());
    }

    private static Uni<Boolean> toldAlone(Uni<Boolean> one, Supplier<Uni<Boolean>> others) {
        return one.chain(told ->
                told ? others.get().map(more -> !more) : Uni.createFrom().item(false));
    }

    private static Uni<Boolean> unexpected(DisputeStore store, Dispute dispute, Map<String, String> facts) {
        Map<String, String> all = new HashMap<>(facts);
        all.put("attention", Attention.UNEXPECTED_CAPTURE.name());
        return store.hasTold(dispute.id(), StoryType.ATTENTION_RAISED, all);
    }

    /** Also for the same end that is told by another name: it is remembered once. */
    private static Uni<Optional<Status>> end(DisputeStore store, Dispute dispute, AuthorizationView view) {
        boolean undoes = mayUndo(view.status()) && isCharged(dispute, view);
        boolean asked = undoes || view.status() == Status.VOID_REFUSED || Word.isEndOfWhatItStandsOn(dispute, view);
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

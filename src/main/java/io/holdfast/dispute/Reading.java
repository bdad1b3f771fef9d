package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a gateway's word about an authorization means for a dispute. The same word always means the same, whether it came as an answer, by asking,
 * or in a webhook.
 */
final class Reading {

    private final HoldPolicy policy;
    private final Capabilities gateway;

    Reading(HoldPolicy policy, Capabilities gateway) {
        this.policy = policy;
        this.gateway = gateway;
    }

    /** Brings the dispute in line with what the gateway says. */
    void apply(Draft draft, AuthorizationView view) {
        Dispute dispute = draft.dispute();
        draft.clear(Attention.GATEWAY_UNREACHABLE);
        if (!dispute.isUnnamed() && !dispute.isCurrent(view.id())) {
            other(draft, view);
        } else if (dispute.state() instanceof HoldState.Initiated initiated) {
            initiated(draft, initiated, view);
        } else if (dispute.state() instanceof HoldState.Held held) {
            held(draft, held, view);
        } else {
            ended(draft, view);
        }
    }

    /** Somebody took money of a hold that lives on, or will. */
    static void capturedInPart(Draft draft, AuthorizationView view) {
        if (view.captured().isPresent()) {
            draft.raise(Attention.UNEXPECTED_CAPTURE, difference(draft, view));
        }
    }

    /** The hold stands that is to be renewed: whether it is what was asked for is to be known, whatever comes of that. */
    static void stands(Draft draft, AuthorizationView view) {
        if (view.echoes(draft.dispute().terms().amount())) {
            capturedInPart(draft, view);
        } else {
            mismatch(draft, view);
        }
    }

    private void initiated(Draft draft, HoldState.Initiated state, AuthorizationView view) {
        Money asked = draft.dispute().terms().amount();
        Hold hold = new Hold(view.id(), view.expiresAt());
        switch (view.status()) {
            case PENDING -> {
                if (state.authorizationId().isEmpty()) {
                    draft.enter(state.known(view.id()), StoryType.HOLD_PENDING, "authorization", id(view));
                }
            }
            case AUTHORIZED -> {
                if (view.echoes(asked)) {
                    draft.clear(Attention.GATEWAY_MISMATCH);
                    draft.enter(state.authorized(hold), StoryType.HOLD_PLACED, "authorization", id(view));
                    draft.change(d -> d.withUpkeep(Care.of(d, policy, gateway, draft.now())));
                    notRenewedInVain(draft);
                    capturedInPart(draft, view);
                } else {
                    mismatch(draft, view);
                    draft.change(d -> d.withState(state.known(view.id())));
                }
            }
            case DECLINED -> declined(draft, state, view);
            case VOIDED -> {
                draft.clear(Attention.GATEWAY_MISMATCH);
                draft.enter(state.givenBack(hold), StoryType.HOLD_RELEASED, "authorization", id(view));
            }
            case EXPIRED -> {
                draft.clear(Attention.GATEWAY_MISMATCH);
                if (draft.dispute().isReleasePending()) {
                    draft.enter(
                            state.givenBack(hold), StoryType.HOLD_RELEASED, "authorization", id(view), "lapsed", "yes");
                } else {
                    draft.enter(state.lapsed(hold), StoryType.HOLD_EXPIRED, "authorization", id(view));
                }
            }
            case CAPTURED -> {
                String[] difference = difference(draft, view);
                Optional<Money> amount = capturedAmount(draft, view);
                if (amount.isPresent()) {
                    HoldState charged = state.captured(hold, amount.get());
                    draft.enter(
                            charged,
                            StoryType.HOLD_CHARGED,
                            "amount",
                            amount.get().toString(),
                            Remembered.ASKED,
                            Remembered.NO);
                    Remembered.raiseCharge(draft, difference);
                } else {
                    draft.raise(Attention.UNEXPECTED_CAPTURE, difference);
                    draft.change(d -> d.withState(state.known(view.id())));
                }
            }
        }
    }

    private static void declined(Draft draft, HoldState.Initiated state, AuthorizationView view) {
        String code = view.failureCode().orElse("card_declined");
        draft.clear(Attention.GATEWAY_MISMATCH);
        draft.enter(state.declined(code, Optional.of(view.id())), StoryType.HOLD_DECLINED, "failure_code", code);
        if (view.actionRequired()) {
            draft.raise(Attention.ACTION_REQUIRED);
        }
    }

    private void held(Draft draft, HoldState.Held state, AuthorizationView view) {
        switch (view.status()) {
            case AUTHORIZED -> {
                if (!view.echoes(draft.dispute().terms().amount())) {
                    mismatch(draft, view);
                } else {
                    draft.clear(Attention.GATEWAY_MISMATCH);
                    prolong(draft, state, view.expiresAt());
                    if (!isBeingCharged(draft)) {
                        capturedInPart(draft, view);
                    }
                }
            }
            // an old word: a live hold does not become pending again
            case PENDING -> {}
            case DECLINED, VOIDED, EXPIRED -> over(draft, state, view.status());
            case CAPTURED -> captured(draft, state, view, draft.dispute().pendingCharge());
        }
    }

    /** The hold is there no more, and no money was taken of it. */
    void over(Draft draft, HoldState.Held state, AuthorizationView.Status end) {
        boolean chargePending = draft.dispute().pendingCharge().isPresent();
        boolean failed = draft.dispute().pending().isEmpty()
                && draft.dispute().attentions().contains(Attention.CAPTURE_FAILED);
        if (end != AuthorizationView.Status.EXPIRED) {
            settle(draft, state.givenBack(), StoryType.HOLD_RELEASED);
        } else if (draft.dispute().isReleasePending()) {
            // somebody wanted it given back: then it does not matter how it ended
            settle(draft, state.givenBack(), StoryType.HOLD_RELEASED, "lapsed", "yes");
        } else {
            draft.clear(Attention.GATEWAY_MISMATCH);
            if (draft.dispute().pending().isEmpty()) {
                renewalNotSent(draft);
            }
            String authorization = state.theHold().authorizationId().value();
            draft.enter(state.lapsed(), StoryType.HOLD_EXPIRED, "authorization", authorization);
            draft.change(d -> d.withUpkeep(Upkeep.NONE));
            orphanEnded(draft);
        }
        if (chargePending || failed) {
            // nobody here decided that it is not to be charged after all
            draft.raise(Attention.CAPTURE_FAILED);
        }
    }

    private void captured(Draft draft, HoldState.Held state, AuthorizationView view, Optional<Money> charge) {
        Optional<Money> captured = capturedAmount(draft, view);
        if (captured.isEmpty()) {
            if (charge.isPresent()) {
                mismatch(draft, view);
            } else {
                Remembered.raiseAnother(draft, view);
            }
            return;
        }
        Money amount = captured.get();
        if (charge.isPresent()) {
            if (amount.equals(charge.get())) {
                settle(draft, state.captured(amount), StoryType.HOLD_CHARGED, "amount", amount.toString());
                return;
            }
            if (isBeingCharged(draft)) {
                mismatch(draft, view);
                return;
            }
            // The charge was not sent: it was somebody else who took the money, and it is not taken twice.
        }
        String[] difference = difference(draft, view);
        settle(
                draft,
                state.captured(amount),
                StoryType.HOLD_CHARGED,
                "amount",
                amount.toString(),
                Remembered.ASKED,
                Remembered.NO);
        Remembered.raiseCharge(draft, difference);
    }

    /** Whether the dispute can be charged by what was taken of an authorization that is not on record. */
    boolean isChargeableBy(Draft draft, AuthorizationView view) {
        return !draft.dispute().surplus().contains(view.id())
                && capturedAmount(draft, view).isPresent();
    }

    /** A capture that the pending charge, if there is one, is not the reason of: nobody waits for it. */
    void capturedUnasked(Draft draft, AuthorizationView view) {
        if (draft.dispute().state() instanceof HoldState.Held held) {
            captured(draft, held, view, Optional.empty());
        }
    }

    /** The dispute is over: a live authorization is given back, money taken is raised, and the state stays. */
    private void ended(Draft draft, AuthorizationView view) {
        HoldState state = draft.dispute().state();
        switch (view.status()) {
            case AUTHORIZED, PENDING -> {
                if (state instanceof HoldState.Charged) {
                    mismatch(draft, view);
                } else {
                    draft.addSurplus(view.id(), "late_yes");
                }
            }
            case CAPTURED -> {
                if (!(state instanceof HoldState.Charged charged)) {
                    draft.removeSurplus(view.id(), "captured");
                    orphanEnded(draft);
                    Remembered.raiseAnother(draft, view);
                } else if (view.captured().filter(charged.amount()::equals).isEmpty()) {
                    mismatch(draft, view);
                } else {
                    draft.clear(Attention.GATEWAY_MISMATCH);
                }
            }
            case DECLINED, VOIDED, EXPIRED -> {
                draft.removeSurplus(view.id(), view.status().name().toLowerCase(Locale.ROOT));
                if (state instanceof HoldState.Charged) {
                    mismatch(draft, view);
                }
                orphanEnded(draft);
            }
        }
    }

    /** An authorization of this dispute that is not the one it stands on. */
    void other(Draft draft, AuthorizationView view) {
        switch (view.status()) {
            case AUTHORIZED, PENDING -> draft.addSurplus(view.id(), "not_on_record");
            case DECLINED, VOIDED, EXPIRED -> {
                draft.removeSurplus(view.id(), view.status().name().toLowerCase(Locale.ROOT));
                orphanEnded(draft);
            }
            case CAPTURED -> {
                boolean known = draft.dispute().surplus().contains(view.id());
                draft.removeSurplus(view.id(), "captured");
                if (known && draft.dispute().state() instanceof HoldState.Held held && chargesInstead(draft, view)) {
                    chargedBesideTheHold(draft, held, view);
                } else {
                    orphanEnded(draft);
                    if (known) {
                        Remembered.raiseOneMore(draft, view);
                    } else {
                        Remembered.raiseAnother(draft, view);
                    }
                }
            }
        }
    }

    /**
     * Whether the dispute is charged by what was taken of another hold, in place of the charge that is open. One that the gateway has taken on it will carry out: then money
     * is taken twice already, and somebody has to know. One that is being sent this moment, while news comes, it may be taking on.
     */
    boolean chargesInstead(Draft draft, AuthorizationView view) {
        boolean taken = charge(draft)
                .filter(it -> it.cameTo(Conclusion.PENDING)
                        || it.target().equals(Optional.of(view.id()))
                        || !gateway.canBeAsked() && it.state() == OperationState.RUNNING)
                .isPresent();
        return capturedAmount(draft, view).isPresent() && !taken;
    }

    /** Whether a capture of ours may have come to the gateway: what was taken may be that, or half of it. */
    private static boolean isBeingCharged(Draft draft) {
        return charge(draft).filter(draft::isMaybeSent).isPresent();
    }

    private static Optional<GatewayOperation> charge(Draft draft) {
        return Conclusion.of(OperationKind.CAPTURE, draft.dispute().operation());
    }

    /**
     * Money was taken of a hold of this dispute that was to be given back, such as the one before its renewal. The one that it stands on is given back in its place: beside
     * what was taken it could be charged as well.
     */
    private void chargedBesideTheHold(Draft draft, HoldState.Held held, AuthorizationView view) {
        HoldState.Held taken = held.renewed(new Hold(view.id(), view.expiresAt()));
        draft.change(d -> d.withState(taken));
        draft.dispute()
                .operation()
                .filter(it -> it.kind() == OperationKind.CAPTURE || isToGiveBack(it, view))
                .ifPresent(it -> draft.closeOperation());
        draft.addSurplus(held.theHold().authorizationId(), "charged_beside");
        captured(draft, taken, view, Optional.empty());
    }

    private static boolean isToGiveBack(GatewayOperation operation, AuthorizationView view) {
        return operation.kind() == OperationKind.VOID && operation.target().equals(Optional.of(view.id()));
    }

    /** What was to be given back has ended. Whether that is what a person was told of, or another one lives that nobody here gives back, is the gateway's to say. */
    private void orphanEnded(Draft draft) {
        Dispute dispute = draft.dispute();
        if (!dispute.surplus().isEmpty() || !dispute.attentions().contains(Attention.ORPHANED_HOLD)) {
            return;
        }
        if (gateway.canBeAsked()) {
            draft.askAboutAll(draft.now());
        } else {
            draft.clear(Attention.ORPHANED_HOLD);
        }
    }

    /** The gateway said how all that it has for the dispute stands. It is believed if it knows of the one that is on record; if none is, of any. */
    static void saidOfAll(Draft draft, List<AuthorizationView> all) {
        Dispute dispute = draft.dispute();
        boolean isNamed = dispute.state().authorizationId().isPresent();
        boolean isKnown = all.stream().anyMatch(view -> !isNamed || dispute.isCurrent(view.id()));
        boolean othersLive = all.stream().anyMatch(view -> view.status().isLive() && !dispute.isCurrent(view.id()));
        if (isKnown && !othersLive && dispute.surplus().isEmpty()) {
            draft.clear(Attention.ORPHANED_HOLD);
        }
    }

    private void prolong(Draft draft, HoldState.Held state, Instant expiresAt) {
        if (!expiresAt.equals(state.theHold().expiresAt())) {
            draft.change(d -> d.withState(state.renewed(new Hold(state.theHold().authorizationId(), expiresAt))));
            draft.change(d -> d.withUpkeep(Care.prolonged(d, policy, draft.now())));
        }
    }

    /** Of a hold that is over, by the gateway's own word, as soon as it is there, so would the next one be: each of them is another hold on the card. */
    static void notRenewedInVain(Draft draft) {
        if (draft.dispute().upkeep().renewAt().isEmpty()) {
            draft.tell(StoryType.RENEWAL_FAILED, "failure_code", "over_already");
            draft.raise(Attention.RENEWAL_FAILED);
        }
    }

    /** The hold lapses and nobody decided on it, while its renewal waits to be sent. One that may have been sent says itself what came of it. */
    private static void renewalNotSent(Draft draft) {
        Conclusion.of(OperationKind.RENEW, draft.dispute().operation())
                .filter(renewal -> !renewal.maybeSent())
                .flatMap(GatewayOperation::lastOutcome)
                .ifPresent(outcome -> {
                    draft.tell(StoryType.RENEWAL_FAILED, "failure_code", "not_sent", "outcome", outcome);
                    draft.raise(Attention.RENEWAL_FAILED);
                });
    }

    /** A hold that ended by a decision takes its worries with it. */
    private void settle(Draft draft, HoldState state, StoryType type, String... facts) {
        draft.clear(Attention.GATEWAY_MISMATCH, Attention.CAPTURE_FAILED);
        draft.enter(state, type, facts);
        draft.change(d -> d.withUpkeep(Upkeep.NONE));
        orphanEnded(draft);
    }

    private static void mismatch(Draft draft, AuthorizationView view) {
        draft.raise(Attention.GATEWAY_MISMATCH, difference(draft, view));
    }

    /** What the gateway says, and what was asked of it, for a person to compare. */
    static String[] difference(Draft draft, AuthorizationView view) {
        Dispute dispute = draft.dispute();
        List<String> facts = new ArrayList<>(List.of("authorization", id(view)));
        view.amount().ifPresent(it -> facts.addAll(List.of("amount", it.toString())));
        view.captured().ifPresent(it -> facts.addAll(List.of("captured", it.toString())));
        facts.addAll(List.of("asked", dispute.terms().amount().toString()));
        Optional<Money> charge = dispute.state() instanceof HoldState.Charged charged
                ? Optional.of(charged.amount())
                : dispute.pendingCharge();
        charge.ifPresent(it -> facts.addAll(List.of("charge", it.toString())));
        return facts.toArray(String[]::new);
    }

    /**
     * What was captured, if it can be written in the dispute's currency and the word can be believed. A gateway that can be asked has to repeat what is
     * held; the others name in their news only what they captured.
     */
    private Optional<Money> capturedAmount(Draft draft, AuthorizationView view) {
        Money asked = draft.dispute().terms().amount();
        return view.captured()
                .filter(amount -> !gateway.canBeAsked() || view.echoes(asked))
                .filter(amount -> amount.currency().equals(asked.currency()));
    }

    private static String id(AuthorizationView view) {
        return view.id().value();
    }
}

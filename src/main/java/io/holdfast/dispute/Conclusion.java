package io.holdfast.dispute;

import io.holdfast.dispute.Waiting.Answer;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Capabilities;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.RefreshedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What an outcome means for the operation it belongs to: it is done, or it stays open until a known time. Decisions only; nothing here waits, reads a
 * clock or talks to anybody.
 *
 * <p>Each method may be called again with the same outcome on a newer version of the dispute, when somebody else was faster.
 */
final class Conclusion {

    /** The gateway took the operation and will say later what came of it. */
    static final String PENDING = "pending";

    /** The gateway said by its own news that it did not do it. */
    static final String REFUSED = "refused";

    /** Another dispute has the payment token traded right now. */
    static final String TOKEN_IS_TRADED = "token_is_traded";

    /** Another dispute may be placing a hold with the payment token right now. */
    static final String TOKEN_IS_USED = "token_is_used";

    /** The replica that had it had no room for it, or was told to stop, and did not begin. */
    static final String LEFT_TO_OTHERS = "left_to_others";

    /** The gateway has kept a failure of its own under the key, and gives it to every repeat; or it seems so. */
    static final String KEY_SPENT = "key_spent";

    /** A no to the only attempt there was, that does not say what it means. */
    static final String UNEXPLAINED = "unexplained_no";

    /** The same, when another attempt may still be under way: it may be that one's answer that the gateway withholds. */
    static final String UNEXPLAINED_REPEAT = "unexplained_no_to_repeat";

    /** How every outcome begins that is one of asking. */
    static final String ASKED = "ask_";

    /** The gateway knows nothing of the hold that is to be renewed. */
    static final String HOLD_ABSENT = ASKED + "absent";

    /** The hold that is to be renewed has lapsed. */
    static final String HOLD_EXPIRED = ASKED + "expired";

    /** What the gateway says of the hold that is to be renewed is neither that it stands nor that it has ended. */
    static final String HOLD_UNCLEAR = ASKED + "unclear";

    /** The key that sealed the payment token is not there. */
    private static final String UNREADABLE = "token_unreadable";

    /** The gateway names another amount or currency than asked. */
    static final String MISMATCH = "mismatch";

    private final HoldPolicy policy;
    private final boolean canBeAsked;
    private final Waiting waiting;
    private final Reading reading;
    private final RenewalReading renewals;
    private final TokenReading tokens;

    Conclusion(HoldPolicy policy, Duration gatewayTimeout, Capabilities gateway) {
        this.policy = policy;
        this.canBeAsked = gateway.canBeAsked();
        this.waiting = new Waiting(policy, gatewayTimeout, canBeAsked);
        this.reading = new Reading(policy, gateway);
        this.renewals = new RenewalReading(policy, gateway);
        this.tokens = new TokenReading(policy, gateway);
    }

    /** The outcome of sending an operation that makes or changes an authorization. */
    void sent(Draft draft, OperationId id, GatewayOutcome<AuthorizationView> outcome) {
        Optional<GatewayOperation> open = draft.open(id);
        if (outcome instanceof GatewayOutcome.Approved<AuthorizationView> approved) {
            if (open.isEmpty() && isOvertaken(draft.dispute(), approved.answer())) {
                draft.clear(Attention.GATEWAY_UNREACHABLE);
                return;
            }
            approved(draft, open, approved.answer());
        } else if (open.isEmpty()) {
            return;
        } else if (outcome instanceof GatewayOutcome.Declined<AuthorizationView> declined) {
            declined(draft, open.get(), declined);
        } else if (outcome instanceof GatewayOutcome.Pending<AuthorizationView> pending) {
            pending(draft, open.get(), pending.authorizationId());
        } else {
            unsettled(draft, open.get(), outcome);
        }
    }

    /** Where the gateway's news is taken as it is, it may be faster than the answer, and tell what came after that. */
    private boolean isOvertaken(Dispute dispute, AuthorizationView answer) {
        return !canBeAsked && dispute.status().isTerminal() && Word.isOld(dispute, answer);
    }

    /** The outcome of refreshing the payment token. */
    void refreshed(Draft draft, OperationId id, GatewayOutcome<RefreshedToken> outcome, FreshToken token) {
        Optional<GatewayOperation> open = draft.open(id);
        if (open.isEmpty()) {
            return;
        }
        if (outcome instanceof GatewayOutcome.Approved<RefreshedToken>) {
            tokens.refreshed(draft, token, n(open.get()));
            draft.closeOperation();
        } else if (outcome instanceof GatewayOutcome.Declined<RefreshedToken> declined) {
            draft.clear(Attention.GATEWAY_UNREACHABLE);
            tokens.gone(draft, declined.failureCode());
            draft.closeOperation();
        } else if (outcome instanceof GatewayOutcome.Pending<RefreshedToken>) {
            pending(draft, open.get(), Optional.empty());
        } else {
            unsettled(draft, open.get(), outcome);
        }
    }

    static Optional<GatewayOperation> of(OperationKind kind, Optional<GatewayOperation> operation) {
        return operation.filter(it -> it.kind() == kind);
    }

    static void chargeFailed(Draft draft, String failureCode) {
        draft.change(d -> d.withPending(Optional.empty()));
        draft.tell(StoryType.CHARGE_FAILED, "failure_code", failureCode);
        draft.raise(Attention.CAPTURE_FAILED);
        draft.closeOperation();
    }

    /** An operation that only the gateway's own news can settle, and none has come. */
    void untold(Draft draft, OperationId id) {
        draft.open(id).ifPresent(operation -> {
            Answer answer = Answer.missingIf(waiting.isOverdue(operation, draft.now()));
            String before = operation.lastOutcome().orElse(PENDING);
            waiting.keep(draft, operation, before, Pause.ours(policy.slowPace()), answer);
        });
    }

    /** A refresh that something else comes before. Where it may have been sent nobody knows whether the token is still good. */
    void withdrawn(Draft draft, OperationId id) {
        draft.open(id).ifPresent(operation -> {
            draft.clear(Attention.GATEWAY_UNREACHABLE);
            if (operation.maybeSent() && waiting.isOverdue(operation, draft.now())) {
                tokens.gone(draft, "unknown");
            } else if (Step.isAtItsEnd(draft.dispute(), draft.now())) {
                tokens.leftForLater(draft);
            }
            draft.closeOperation();
        });
    }

    /** An operation that is not to be sent right now, for a reason of ours. @param known how long that takes, if it is known */
    void putOff(Draft draft, OperationId id, String why, Optional<Duration> known) {
        draft.open(id).ifPresent(operation -> waiting.putOff(draft, operation, why, known));
    }

    /** Another dispute's trade of the token was asked for its answer, and there was none. What needs the token was not sent. */
    void tradeNotHeard(Draft draft, OperationId id, GatewayOutcome<RefreshedToken> outcome) {
        Optional<Duration> retryAfter = Optional.empty();
        boolean ours = false;
        if (outcome instanceof GatewayOutcome.NotSent<?> notSent) {
            retryAfter = notSent.retryAfter();
            ours = notSent.reason().isOurs();
        } else if (outcome instanceof GatewayOutcome.Unknown<?> unknown) {
            retryAfter = unknown.retryAfter();
        }
        Pause least = Pause.asked(retryAfter);
        Answer answer = Answer.missingIf(!ours);
        draft.open(id).ifPresent(operation -> waiting.keepUnsent(draft, operation, TOKEN_IS_TRADED, least, answer));
    }

    /**
     * The key that sealed the payment token, or the request that carries it, is not there. A person is told at once, and it is tried again at the slow pace: with the
     * right key it goes on by itself. What was surely never sent is begun anew then, and so is what stands in the way of a decision.
     *
     * @param id of the operation that cannot be sent, or empty if it is one that could not be begun: then what is open goes on, and is none of its business
     * @param kind of that operation
     */
    void unreadable(Draft draft, Optional<OperationId> id, OperationKind kind) {
        Optional<GatewayOperation> open = id.flatMap(it -> draft.open(it));
        if (id.isPresent() && open.isEmpty()) {
            return;
        }
        boolean renews = kind == OperationKind.RENEW;
        boolean care = renews || kind == OperationKind.REFRESH;
        if (renews) {
            tellUnreadable(draft, Attention.RENEWAL_FAILED, StoryType.RENEWAL_FAILED);
        } else if (care) {
            tellUnreadable(draft, Attention.TOKEN_REFRESH_FAILED, StoryType.TOKEN_REFRESH_FAILED);
        }
        Dispute dispute = draft.dispute();
        boolean over = dispute.status() != Status.HELD || dispute.pending().isPresent();
        Optional<GatewayOperation> kept = open.filter(it -> !care || (it.maybeSent() && !over));
        if (kept.isPresent()) {
            Answer answer = Answer.missingIf(!care);
            waiting.keepUnsent(draft, kept.get(), UNREADABLE, Pause.ours(policy.slowPace()), answer);
            return;
        }
        open.ifPresent(operation -> draft.closeOperation());
        if (!over) {
            Optional<Instant> again = Optional.of(draft.now().plus(policy.slowPace()));
            draft.change(d -> d.withUpkeep(
                    renews ? d.upkeep().withRenewAt(again) : d.upkeep().withRefreshAt(again)));
        }
    }

    /** Told once, however often it is tried. */
    private static void tellUnreadable(Draft draft, Attention attention, StoryType failed) {
        boolean told = draft.dispute().attentions().contains(attention);
        draft.raise(attention);
        if (!told && draft.dispute().attentions().contains(attention)) {
            draft.tell(failed, "failure_code", UNREADABLE);
        }
    }

    /** An operation whose key has had its answer, and that answer did not help: what is still wanted gets a new key. */
    void begunAnew(Draft draft, OperationId id) {
        draft.open(id).ifPresent(operation -> draft.closeOperation());
    }

    /** The outcome of taking back what an unknown operation may have placed. */
    void takenBack(Draft draft, OperationId id, GatewayOutcome<AuthorizationView> outcome) {
        Optional<GatewayOperation> open = draft.open(id);
        if (open.isEmpty()) {
            return;
        }
        boolean renewal = open.get().kind() == OperationKind.RENEW;
        boolean gaveWay = renewal
                && draft.dispute().status() == Status.HELD
                && draft.dispute().pending().isEmpty()
                && !draft.dispute().surplus().isEmpty();
        if (gaveWay && !(outcome instanceof GatewayOutcome.NotSent<AuthorizationView>)) {
            // It may be given back at any moment, so it is not sent once more.
            renewals.postponed(draft, "unknown");
            draft.closeOperation();
        } else if (!(outcome instanceof GatewayOutcome.Pending<AuthorizationView>)) {
            unsettled(draft, open.get(), outcome);
        } else if (renewal) {
            // Should the new hold show up nevertheless, it is one too many and given back; meanwhile others may have
            // their turn.
            RenewalReading.failed(draft, "unknown");
            draft.closeOperation();
        } else {
            waiting.park(draft, open.get(), "taking_back", Pause.ours(policy.slowPace()), Answer.NOT_MISSING);
        }
    }

    void approved(Draft draft, Optional<GatewayOperation> open, AuthorizationView view) {
        if (open.isPresent() && open.get().kind() == OperationKind.RENEW) {
            renewed(draft, open.get(), view);
            return;
        }
        reading.apply(draft, view);
        if (open.isEmpty()) {
            return;
        }
        GatewayOperation operation = open.get();
        boolean settled = switch (operation.kind()) {
            case AUTHORIZE ->
                !(draft.dispute().state() instanceof HoldState.Initiated)
                        || (view.status() != AuthorizationView.Status.PENDING
                                && draft.dispute().isReleasePending());
            case CAPTURE -> draft.dispute().status().isTerminal();
            case VOID -> isGivenBack(draft.dispute(), operation);
            case RENEW, REFRESH -> true;
        };
        if (settled) {
            draft.closeOperation();
        } else {
            unchanged(draft, operation, view);
        }
    }

    /**
     * The gateway's yes left everything as it was. Of one that changes a hold that is no answer when it goes on for too long: a person waits for it, and is not told the
     * contrary by the same answer to the next key.
     */
    private void unchanged(Draft draft, GatewayOperation operation, AuthorizationView view) {
        boolean lives = view.status() == AuthorizationView.Status.AUTHORIZED;
        if (lives && needsAnotherKey(draft.dispute(), operation, GatewayOutcome.Key.FREE, draft.now())) {
            waiting.forAnotherKey(draft, operation, KEY_SPENT);
            return;
        }
        boolean mismatch = draft.dispute().attentions().contains(Attention.GATEWAY_MISMATCH);
        boolean isOwed = !operation.kind().authorizes() && waiting.isOverdue(operation, draft.now());
        waiting.park(draft, operation, mismatch ? MISMATCH : PENDING, Pause.NONE, Answer.missingIf(isOwed));
        if (operation.kind() == OperationKind.VOID
                && operation.n() > 1
                && draft.before().attentions().contains(Attention.GATEWAY_UNREACHABLE)) {
            draft.raise(Attention.GATEWAY_UNREACHABLE);
        }
    }

    private static boolean isGivenBack(Dispute dispute, GatewayOperation operation) {
        AuthorizationId target = operation.target().orElseThrow();
        boolean live = dispute.isCurrent(target) && !dispute.status().isTerminal();
        return !live && !dispute.surplus().contains(target);
    }

    private void renewed(Draft draft, GatewayOperation operation, AuthorizationView view) {
        draft.clear(Attention.GATEWAY_UNREACHABLE);
        boolean echoes = view.echoes(draft.dispute().terms().amount());
        boolean isDoubtful = view.status() == AuthorizationView.Status.AUTHORIZED && !echoes;
        if (isDoubtful && canBeAsked && !operation.cameTo(MISMATCH)) {
            // an answer that cannot be believed: the gateway is asked what it holds; the word of one that cannot be
            // asked may be its last, and nothing else remembers that hold
            waiting.park(draft, operation, MISMATCH, Pause.NONE, Answer.NOT_MISSING, Reading.difference(draft, view));
            return;
        }
        switch (view.status()) {
            case PENDING -> pending(draft, operation, Optional.of(view.id()));
            case AUTHORIZED, CAPTURED, DECLINED, VOIDED, EXPIRED -> {
                renewals.apply(draft, view);
                draft.closeOperation();
            }
        }
    }

    private void declined(
            Draft draft, GatewayOperation operation, GatewayOutcome.Declined<AuthorizationView> declined) {
        Optional<String> doubt = doubt(operation, declined.clarity(), draft.now());
        if (doubt.isPresent()) {
            waiting.park(draft, operation, doubt.get(), Pause.NONE, Answer.MISSING);
            return;
        }
        draft.clear(Attention.GATEWAY_UNREACHABLE);
        switch (operation.kind()) {
            case AUTHORIZE -> {
                if (draft.dispute().state() instanceof HoldState.Initiated initiated) {
                    draft.clear(Attention.GATEWAY_MISMATCH);
                    draft.enter(
                            initiated.declined(declined.failureCode(), declined.authorizationId()),
                            StoryType.HOLD_DECLINED,
                            "failure_code",
                            declined.failureCode());
                    if (declined.actionRequired()) {
                        draft.raise(Attention.ACTION_REQUIRED);
                    }
                }
                draft.closeOperation();
            }
            case RENEW -> {
                RenewalReading.failed(draft, declined.failureCode());
                draft.closeOperation();
            }
            case CAPTURE -> chargeFailed(draft, declined.failureCode());
            // A hold that cannot be voided is in some state that only asking tells.
            case VOID, REFRESH ->
                waiting.park(draft, operation, "refused_" + declined.failureCode(), Pause.NONE, Answer.MISSING);
        }
    }

    /**
     * Why a no is not believed yet: the gateway is asked, and the same sent once more. An unclear one to a repeat may mean that the first attempt still runs, and is believed
     * when that has gone on for too long and the gateway, asked, knows of nothing; a bare status when it came twice.
     */
    private Optional<String> doubt(GatewayOperation operation, GatewayOutcome.Clarity clarity, Instant now) {
        boolean wasUnexplained = operation.cameTo(UNEXPLAINED);
        boolean isOutOfTheQuestion = canBeAsked && waiting.isOverdue(operation, now);
        if (clarity == GatewayOutcome.Clarity.CLEAR || wasUnexplained || isOutOfTheQuestion) {
            return Optional.empty();
        }
        if (operation.maybeSent()) {
            return Optional.of(UNEXPLAINED_REPEAT);
        }
        return clarity == GatewayOutcome.Clarity.MUTE ? Optional.of(UNEXPLAINED) : Optional.empty();
    }

    private void pending(Draft draft, GatewayOperation operation, Optional<AuthorizationId> id) {
        draft.clear(Attention.GATEWAY_UNREACHABLE);
        if (operation.kind() == OperationKind.AUTHORIZE
                && draft.dispute().state() instanceof HoldState.Initiated initiated
                && initiated.authorizationId().isEmpty()
                && id.isPresent()) {
            draft.enter(
                    initiated.known(id.get()),
                    StoryType.HOLD_PENDING,
                    "authorization",
                    id.get().value());
        }
        // A gateway that cannot be asked has said all it will say to this request; its news may already have come.
        boolean news = !canBeAsked && !operation.kind().authorizes();
        String word = isRefused(operation) ? REFUSED : PENDING;
        Pause least = news ? Pause.ours(policy.slowPace()) : Pause.NONE;
        waiting.park(draft, operation, word, least, Answer.NOT_MISSING);
    }

    /** A refusal by the gateway's own news is its last word on this key, though the answer to the call, or none, may come after it. */
    private static boolean isRefused(GatewayOperation operation) {
        return operation.cameTo(REFUSED);
    }

    private void unsettled(Draft draft, GatewayOperation operation, GatewayOutcome<?> outcome) {
        if (isRefused(operation)) {
            waiting.park(draft, operation, REFUSED, waiting.untilAnew(operation), Answer.NOT_MISSING);
        } else if (outcome instanceof GatewayOutcome.NotSent<?> notSent) {
            boolean called = !notSent.reason().isOurs() && notSent.reason() != GatewayOutcome.Reason.BREAKER_OPEN;
            String reason = notSent.reason().name().toLowerCase(Locale.ROOT);
            if (called) {
                Waiting.tell(draft, operation, reason);
            }
            Answer answer = Answer.missingIf(!notSent.reason().isOurs());
            waiting.keepUnsent(draft, operation, reason, Pause.asked(notSent.retryAfter()), answer);
        } else if (outcome instanceof GatewayOutcome.Unknown<?> unknown) {
            if (needsAnotherKey(draft.dispute(), operation, unknown.key(), draft.now())) {
                waiting.forAnotherKey(draft, operation, KEY_SPENT);
            } else {
                // to repeat it does nothing twice, and should it not have been kept after all, it helps
                waiting.park(draft, operation, unknown.reason(), Pause.asked(unknown.retryAfter()), Answer.MISSING);
            }
        } else {
            waiting.park(draft, operation, outcome.name(), Pause.NONE, Answer.MISSING);
        }
    }

    /**
     * Whether what is still wanted is sent with another key, see {@link Findings#explained} and {@link Step.Anew}. To give back once more does no harm: where the gateway,
     * asked, says that the hold lives, and patience is over, whatever it answers to this key is no help, said to be kept or not. What is one too many beside a hold gives
     * way to the care of that one, and gets another key by that: begun anew for this, it would stand in the way once more. A key that is in use for longer than patience is
     * another request's.
     */
    private boolean needsAnotherKey(Dispute dispute, GatewayOperation operation, GatewayOutcome.Key key, Instant now) {
        boolean givesBack = operation.kind() == OperationKind.VOID;
        boolean givesWay =
                Step.isOfSurplus(dispute, operation) && !dispute.status().isTerminal();
        boolean keySpent = key == GatewayOutcome.Key.SPENT
                || key == GatewayOutcome.Key.IN_USE && waiting.isOverdue(operation, now);
        return keySpent
                ? canBeAsked || givesBack
                : canBeAsked && givesBack && !givesWay && waiting.isOverdue(operation, now);
    }

    private static String n(GatewayOperation operation) {
        return Integer.toString(operation.n());
    }
}

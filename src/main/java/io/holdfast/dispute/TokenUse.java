package io.holdfast.dispute;

import io.holdfast.dispute.PaymentTokens.Standing;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.secret.Secret;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Sees to it that what is begun, or sent for the first time, uses the payment token that is good now: other disputes may have the same one, and trade it. */
final class TokenUse {

    private final PaymentTokens tokens;
    private final LeftTrade leftTrade;
    private final Composer composer;
    private final OutcomeRecorder recorder;
    private final Plan plan;
    private final HoldPolicy policy;
    private final Clock clock;

    TokenUse(
            PaymentTokens tokens,
            LeftTrade leftTrade,
            Composer composer,
            OutcomeRecorder recorder,
            Plan plan,
            HoldPolicy policy,
            Clock clock) {
        this.tokens = tokens;
        this.leftTrade = leftTrade;
        this.composer = composer;
        this.recorder = recorder;
        this.plan = plan;
        this.policy = policy;
        this.clock = clock;
    }

    /** Begins an operation of upkeep; a refresh is not needed if another dispute had the token traded. */
    Uni<Optional<Dispute>> begin(Turn turn, Dispute dispute, OperationKind kind) {
        Secret token = composer.token(dispute);
        return tokens.standing(turn.gateway().name(), token).chain(standing -> {
            if (standing instanceof Standing.UnderWay && kind == OperationKind.RENEW) {
                return beginLater(turn, dispute, kind);
            }
            Optional<Secret> fresh = PaymentTokens.replacement(standing, token);
            if (fresh.isPresent() && kind == OperationKind.REFRESH) {
                return recorder.settle(
                        turn,
                        dispute,
                        draft -> tokenReading(turn).replaced(draft, composer.fresh(fresh.get(), dispute)));
            }
            Draft draft = new Draft(dispute, Runner.SYSTEM, clock.instant());
            if (fresh.isPresent()) {
                tokenReading(turn).replaced(draft, composer.fresh(fresh.get(), dispute));
            }
            return begin(turn, draft, kind);
        });
    }

    private static void tellBegun(Draft draft, OperationKind kind) {
        draft.tell(kind == OperationKind.RENEW ? StoryType.RENEWAL_STARTED : StoryType.REFRESH_STARTED);
    }

    private TokenReading tokenReading(Turn turn) {
        return new TokenReading(policy, turn.gateway().capabilities());
    }

    private Uni<Optional<Dispute>> begin(Turn turn, Draft draft, OperationKind kind) {
        tellBegun(draft, kind);
        return recorder.record(turn, plan.beginning(draft, turn.gateway(), kind, turn.lease()));
    }

    /** It waits from its beginning: running, and left by a replica that died, it would count as maybe sent, with the old token. */
    private Uni<Optional<Dispute>> beginLater(Turn turn, Dispute dispute, OperationKind kind) {
        Draft draft = new Draft(dispute, Runner.SYSTEM, clock.instant());
        GatewayOperation intent = plan.upkeep(draft, turn.gateway(), kind);
        draft.change(d -> d.withIntent(intent));
        tellBegun(draft, kind);
        turn.conclusion(policy).putOff(draft, intent.id(), Conclusion.TOKEN_IS_TRADED, Optional.empty());
        return recorder.record(turn, plan.withLease(draft, turn.gateway(), turn.lease()));
    }

    /**
     * Between an intent and its first attempt the token may have been traded for another dispute. What may have been sent is sent again as it was; what surely
     * was not gives way to an intent with the new token. Where nobody has heard what came of a trade it is heard first, with the patience that there is with any
     * outcome, but never less than anybody waits for a trade: a hold that is placed with a token which is gone fails. A claim leaves it waiting where the token may not
     * be good; it is recorded as running only when it is to be sent, so that whoever takes it over from a replica that died before that knows as much.
     */
    Uni<Optional<Dispute>> ifGood(
            Turn turn, Dispute dispute, GatewayOperation operation, Supplier<Uni<Optional<Dispute>>> send) {
        boolean running = operation.state() == OperationState.RUNNING;
        if (operation.maybeSent() || (running && isTokenJustLookedAt(turn, dispute, operation))) {
            return send.get();
        }
        Secret token = Secret.of(composer.read(turn.gateway(), dispute, operation)
                .paymentMethodId()
                .orElseThrow());
        return tokens.standing(turn.gateway().name(), token).chain(standing -> {
            if (standing instanceof Standing.Traded traded) {
                return withNewToken(turn, dispute, operation, traded.latest());
            }
            Supplier<Uni<Optional<Dispute>>> go =
                    () -> running ? ifStillOurs(turn, dispute, send) : run(turn, dispute, operation);
            if (!(standing instanceof Standing.UnderWay trade)) {
                return go.get();
            }
            boolean waitedFor = isWaitedFor(trade);
            if (!waitedFor && Waiting.isOverdue(operation, policy, clock.instant())) {
                return go.get();
            }
            // what is running would count as sent, should this replica die while it asks
            if (running || waitedFor) {
                return recorder.settle(
                        turn,
                        dispute,
                        draft -> turn.conclusion(policy)
                                .putOff(draft, operation.id(), Conclusion.TOKEN_IS_TRADED, Optional.empty()));
            }
            return turn.isOld(clock.instant())
                    ? recorder.record(
                            turn,
                            plan.leaseExtended(new Draft(dispute, Runner.SYSTEM, clock.instant()), turn.gateway()))
                    : leftTrade.hear(turn, dispute, operation, token, trade, go);
        });
    }

    /** The look may have taken long. It is not taken again for that: a trade that began since then waits for what is running, and a database that is slow is so every time. */
    private Uni<Optional<Dispute>> ifStillOurs(Turn turn, Dispute dispute, Supplier<Uni<Optional<Dispute>>> send) {
        return new LongStep(recorder, clock, dispute.id(), turn)
                .isStillOurs()
                .chain(ours -> ours ? send.get() : Uni.createFrom().item(Optional.empty()));
    }

    /** The token is looked at once more after this: a trade that begins meanwhile waits for what is running, and sees it only from now on. */
    private Uni<Optional<Dispute>> run(Turn turn, Dispute dispute, GatewayOperation operation) {
        Draft draft = new Draft(dispute, Runner.SYSTEM, clock.instant());
        draft.openOperation(operation.claimed(true));
        return recorder.record(turn, plan.leaseExtended(draft, turn.gateway()));
    }

    /**
     * Intake looks in the statement that opens the dispute, and whoever takes it up later in the statement that does so; a trade that begins after it waits for what
     * is being sent. While a first hold is placed, its dispute has no other token than the hold.
     */
    private boolean isTokenJustLookedAt(Turn turn, Dispute dispute, GatewayOperation operation) {
        // nobody has looked at the token that an intent in the place of intake's is for
        boolean isIntakes = operation.createdAt().equals(dispute.createdAt());
        return operation.kind() == OperationKind.AUTHORIZE
                && (isIntakes && operation.lastOutcome().isEmpty() && isNow(operation.createdAt())
                        || turn.tokenGoodAt().filter(this::isNow).isPresent());
    }

    private boolean isNow(Instant look) {
        return Duration.between(look, clock.instant()).compareTo(PaymentTokens.A_LOOK_LASTS) < 0;
    }

    /** This dispute's own trade too, that was left for something which mattered more. */
    private boolean isWaitedFor(Standing.UnderWay trade) {
        return trade.isWaitedFor(clock.instant(), policy.waitForATrade());
    }

    private Uni<Optional<Dispute>> withNewToken(Turn turn, Dispute dispute, GatewayOperation operation, Secret token) {
        Draft draft = new Draft(dispute, Runner.SYSTEM, clock.instant());
        tokenReading(turn).replaced(draft, composer.fresh(token, dispute));
        draft.closeOperation();
        boolean renews = operation.kind() == OperationKind.RENEW;
        if (renews && dispute.pending().isEmpty()) {
            return begin(turn, draft, OperationKind.RENEW);
        }
        return recorder.record(
                turn,
                renews
                        ? plan.withLease(draft, turn.gateway(), turn.lease())
                        : plan.firstAgain(draft, turn.gateway(), operation, turn.lease()));
    }
}

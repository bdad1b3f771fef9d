package io.holdfast.dispute;

import io.holdfast.dispute.PaymentTokens.Standing;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.secret.Secret;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Has a gateway trade a dispute's payment token for a fresh one. Other disputes may have the same token: while one has it traded the others neither trade nor
 * use it, and what they may have sent with it is waited for. If that dispute ends before the gateway answers, one of the others hears the answer ({@link LeftTrade}).
 */
final class TokenRefresh {

    private final DisputeStore store;
    private final PaymentTokens tokens;
    private final LeftTrade leftTrade;
    private final Composer composer;
    private final OutcomeRecorder recorder;
    private final HoldPolicy policy;
    private final Clock clock;
    private final CallLog log;

    TokenRefresh(
            DisputeStore store,
            PaymentTokens tokens,
            LeftTrade leftTrade,
            Composer composer,
            OutcomeRecorder recorder,
            CallLog log,
            HoldPolicy policy,
            Clock clock) {
        this.store = store;
        this.tokens = tokens;
        this.leftTrade = leftTrade;
        this.composer = composer;
        this.recorder = recorder;
        this.policy = policy;
        this.clock = clock;
        this.log = log;
    }

    /** Makes one attempt, if it may be made now. Of another dispute's trade that was waited for long enough the answer is heard first. */
    Uni<Optional<Dispute>> attempt(Turn turn, Dispute dispute, GatewayOperation operation) {
        GatewayRequest request = composer.read(turn.gateway(), dispute, operation);
        Secret old = Secret.of(request.paymentMethodId().orElseThrow());
        Instant now = clock.instant();
        return tokens.standing(turn.gateway().name(), old).chain(standing -> {
            Supplier<Uni<Optional<Dispute>>> go = () -> attempt(turn, dispute, operation, request, now);
            return standing instanceof Standing.UnderWay trade
                            && !trade.by().equals(operation.idempotencyKey())
                            && !trade.isWaitedFor(now, policy.waitForATrade())
                    ? leftTrade.hear(turn, dispute, operation, old, trade, go)
                    : go.get();
        });
    }

    private Uni<Optional<Dispute>> attempt(
            Turn turn, Dispute dispute, GatewayOperation operation, GatewayRequest request, Instant now) {
        Secret old = Secret.of(request.paymentMethodId().orElseThrow());
        Duration wait = policy.waitForATrade();
        // one that was begun long ago and never sent would be waited for no longer when it is
        Instant earliest = operation.maybeSent() ? Instant.EPOCH : now.minus(wait.dividedBy(2));
        return tokens.begin(
                        turn.gateway().name(),
                        old,
                        new Standing.UnderWay(operation.idempotencyKey(), turn.lease(), now),
                        anothers -> !anothers.isWaitedFor(now, wait),
                        // the clock that began it was ahead: until that time comes it would not be sent
                        own -> own.since().isAfter(earliest) && !own.since().isAfter(now))
                .chain(standing -> {
                    if (standing instanceof Standing.UnderWay trade
                            && trade.by().equals(operation.idempotencyKey())
                            && trade.turn().equals(turn.lease())) {
                        return callIfUnused(new Attempt(turn, dispute, operation, old, trade), request);
                    }
                    return standing instanceof Standing.Traded traded
                            ? settle(
                                    turn,
                                    dispute,
                                    operation,
                                    tradedElsewhere(traded.latest()),
                                    List.of(),
                                    traded.latest())
                            : putOff(turn, dispute, operation, Conclusion.TOKEN_IS_TRADED, Optional.empty());
                });
    }

    /**
     * Leaves it: something else comes first. What was surely never sent may be begun again after that, and nobody waits for it meanwhile.
     *
     * <p>The wait is ended before it is recorded: dying in between, the next turn withdraws again; the other way round nobody would ever end it.
     */
    Uni<Optional<Dispute>> withdraw(Turn turn, Dispute dispute, GatewayOperation operation) {
        Uni<Void> left = operation.maybeSent() ? Uni.createFrom().voidItem() : endWait(turn, dispute, operation);
        return left.chain(() ->
                recorder.settle(turn, dispute, draft -> turn.conclusion(policy).withdrawn(draft, operation.id())));
    }

    /** A turn that lost its lease must not end the wait for what a later one sends: the mark it saw while the lease was its own is of no later one. */
    private Uni<Void> endWait(Turn turn, Dispute dispute, GatewayOperation operation) {
        String gateway = turn.gateway().name();
        Secret token = Secret.of(composer.read(turn.gateway(), dispute, operation)
                .paymentMethodId()
                .orElseThrow());
        return tokens.standing(gateway, token).chain(standing -> {
            if (!(standing instanceof Standing.UnderWay trade) || !trade.by().equals(operation.idempotencyKey())) {
                return Uni.createFrom().voidItem();
            }
            return store.find(dispute.id())
                    .chain(now -> now.filter(it -> it.isLeasedBy(turn.lease())).isPresent()
                            ? tokens.leave(gateway, token, trade)
                            : Uni.createFrom().voidItem());
        });
    }

    private record Attempt(
            Turn turn, Dispute dispute, GatewayOperation operation, Secret old, Standing.UnderWay trade) {

        private String gateway() {
            return turn.gateway().name();
        }
    }

    /** What others sent with the token before the trade was known may still be under way, but not for ever. */
    private Uni<Optional<Dispute>> callIfUnused(Attempt attempt, GatewayRequest request) {
        Duration known = Duration.between(attempt.trade().since(), clock.instant());
        Duration longest = PaymentTokens.A_LOOK_LASTS.multipliedBy(2);
        // set back since then, the clock would have it wait for as much longer
        Duration unseen = known.isNegative() ? longest : longest.minus(known);
        if (unseen.compareTo(Duration.ZERO) > 0) {
            // and no longer: then the wait would seem to have begun long ago, and begin anew
            return putOff(attempt, Optional.of(unseen));
        }
        if (known.compareTo(Plan.leaseTime(attempt.turn().gateway())) > 0) {
            return call(attempt, request);
        }
        TokenFingerprint token =
                TokenFingerprint.of(attempt.gateway(), attempt.old().reveal());
        return store.isBeingUsed(token, attempt.dispute().id())
                .chain(used -> used ? putOff(attempt, Optional.empty()) : call(attempt, request));
    }

    private Uni<Optional<Dispute>> putOff(Attempt attempt, Optional<Duration> known) {
        return putOff(attempt.turn(), attempt.dispute(), attempt.operation(), Conclusion.TOKEN_IS_USED, known);
    }

    private Uni<Optional<Dispute>> putOff(
            Turn turn, Dispute dispute, GatewayOperation operation, String why, Optional<Duration> known) {
        return recorder.settle(
                turn, dispute, draft -> turn.conclusion(policy).putOff(draft, operation.id(), why, known));
    }

    private Uni<Optional<Dispute>> call(Attempt attempt, GatewayRequest request) {
        Instant began = clock.instant();
        return attempt.turn()
                .gateway()
                .refresh(request)
                .invoke(outcome -> log.sent(attempt.dispute(), attempt.operation(), outcome))
                .chain(outcome -> refreshed(
                        attempt,
                        outcome,
                        GatewayCall.sent(
                                attempt.operation().kind().lowerCase(),
                                outcome,
                                Duration.between(began, clock.instant()))));
    }

    private static GatewayOutcome<RefreshedToken> tradedElsewhere(Secret fresh) {
        return new GatewayOutcome.Approved<>(new RefreshedToken(fresh.reveal(), Optional.empty()));
    }

    private Uni<Optional<Dispute>> refreshed(
            Attempt attempt, GatewayOutcome<RefreshedToken> outcome, List<GatewayCall> calls) {
        String gateway = attempt.gateway();
        Secret old = attempt.old();
        if (outcome instanceof GatewayOutcome.Approved<RefreshedToken> approved) {
            Secret fresh = Secret.of(approved.answer().paymentMethodId());
            // Remembered before it is recorded here: dying in between, the same request brings the same answer again.
            Uni<Void> remembered = old.equals(fresh) ? leave(attempt) : tokens.traded(gateway, old, fresh);
            return remembered.chain(() -> settle(attempt, outcome, calls, fresh));
        }
        if (outcome instanceof GatewayOutcome.Declined<RefreshedToken>) {
            // Where a trade took too long another dispute's may have been made beside it.
            return leave(attempt)
                    .chain(() -> tokens.replacement(gateway, old))
                    .chain(fresh -> fresh.isPresent()
                            ? settle(attempt, tradedElsewhere(fresh.get()), calls, fresh.get())
                            : settle(attempt, outcome, calls, old));
        }
        boolean surelyNotSent = outcome instanceof GatewayOutcome.NotSent<RefreshedToken>
                && !attempt.operation().maybeSent();
        Uni<Void> left = surelyNotSent ? leave(attempt) : Uni.createFrom().voidItem();
        return left.chain(() -> settle(attempt, outcome, calls, old));
    }

    private Uni<Void> leave(Attempt attempt) {
        return tokens.leave(attempt.gateway(), attempt.old(), attempt.trade());
    }

    private Uni<Optional<Dispute>> settle(
            Attempt attempt, GatewayOutcome<RefreshedToken> outcome, List<GatewayCall> calls, Secret token) {
        return settle(attempt.turn(), attempt.dispute(), attempt.operation(), outcome, calls, token);
    }

    private Uni<Optional<Dispute>> settle(
            Turn turn,
            Dispute dispute,
            GatewayOperation operation,
            GatewayOutcome<RefreshedToken> outcome,
            List<GatewayCall> calls,
            Secret token) {
        FreshToken fresh = composer.fresh(token, dispute);
        return recorder.settle(
                turn,
                dispute,
                calls,
                draft -> turn.conclusion(policy).refreshed(draft, operation.id(), outcome, fresh));
    }
}

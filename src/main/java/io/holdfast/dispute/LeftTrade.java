package io.holdfast.dispute;

import io.holdfast.dispute.PaymentTokens.Standing;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.gateway.GatewayOutcome;
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
 * Hears what came of a payment token's trade that whoever sent it may never hear of: its dispute was charged or released before the gateway answered, and the same
 * token is in others. The same request is sent once more, under its own key; a gateway that has traded the token gives the same new one again.
 */
final class LeftTrade {

    private final DisputeStore store;
    private final PaymentTokens tokens;
    private final Composer composer;
    private final OutcomeRecorder recorder;
    private final Plan plan;
    private final CallLog log;
    private final HoldPolicy policy;
    private final Clock clock;

    LeftTrade(
            DisputeStore store,
            PaymentTokens tokens,
            Composer composer,
            OutcomeRecorder recorder,
            Plan plan,
            CallLog log,
            HoldPolicy policy,
            Clock clock) {
        this.store = store;
        this.tokens = tokens;
        this.composer = composer;
        this.recorder = recorder;
        this.plan = plan;
        this.log = log;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * Asks for a trade's answer on behalf of an operation that needs the token and was not sent. With an answer the dispute goes on at once, and finds the token as it
     * is then; without one the operation stays open.
     *
     * @param ifNeverSent what to do where the trade surely never reached the gateway: it is not sent for others, who may be using the token
     */
    Uni<Optional<Dispute>> hear(
            Turn turn,
            Dispute dispute,
            GatewayOperation waiting,
            Secret token,
            Standing.UnderWay trade,
            Supplier<Uni<Optional<Dispute>>> ifNeverSent) {
        return store.find(trade.dispute()).chain(owner -> {
            Optional<GatewayOperation> unsent = owner.flatMap(Dispute::operation)
                    .filter(it -> it.idempotencyKey().equals(trade.by()) && !it.maybeSent());
            if (unsent.isEmpty()) {
                return begun(new Attempt(turn, dispute, waiting, token, trade.in(turn.lease())));
            }
            // whoever runs it may be about to send it
            return unsent.get().state() == OperationState.RUNNING ? putOff(turn, dispute, waiting) : ifNeverSent.get();
        });
    }

    private record Attempt(
            Turn turn, Dispute dispute, GatewayOperation waiting, Secret token, Standing.UnderWay trade) {

        private String gateway() {
            return turn.gateway().name();
        }

        private boolean isOwn() {
            return trade.dispute().equals(dispute.id());
        }
    }

    private Uni<Optional<Dispute>> putOff(Turn turn, Dispute dispute, GatewayOperation waiting) {
        return recorder.settle(
                turn,
                dispute,
                draft -> turn.conclusion(policy)
                        .putOff(draft, waiting.id(), Conclusion.TOKEN_IS_TRADED, Optional.empty()));
    }

    /** It stays as old as it is, so that others need not wait for it anew; but what an earlier turn still does no longer ends it. */
    private Uni<Optional<Dispute>> begun(Attempt attempt) {
        return tokens.begin(attempt.gateway(), attempt.token(), attempt.trade(), anothers -> false, own -> true)
                .chain(standing -> standing.equals(attempt.trade()) ? call(attempt) : goOn(attempt, List.of()));
    }

    private Uni<Optional<Dispute>> call(Attempt attempt) {
        Instant began = clock.instant();
        return attempt.turn()
                .gateway()
                .refresh(composer.tradeAgain(
                        attempt.turn().gateway(),
                        attempt.trade(),
                        attempt.dispute().terms(),
                        attempt.token()))
                .invoke(outcome -> log.sent(attempt.dispute(), attempt.waiting(), outcome))
                .chain(outcome -> heard(
                        attempt,
                        outcome,
                        GatewayCall.sent("refresh", outcome, Duration.between(began, clock.instant()))));
    }

    private Uni<Optional<Dispute>> heard(
            Attempt attempt, GatewayOutcome<RefreshedToken> outcome, List<GatewayCall> calls) {
        if (outcome instanceof GatewayOutcome.Approved<RefreshedToken> approved) {
            Secret fresh = Secret.of(approved.answer().paymentMethodId());
            if (!attempt.token().equals(fresh)) {
                return tokens.traded(attempt.gateway(), attempt.token(), fresh).chain(() -> goOn(attempt, calls));
            }
            return attempt.isOwn() ? refreshed(attempt, calls) : leave(attempt).chain(() -> goOn(attempt, calls));
        }
        boolean never = outcome instanceof GatewayOutcome.Unknown<RefreshedToken> unknown
                && unknown.key() == GatewayOutcome.Key.SPENT;
        if (never || outcome instanceof GatewayOutcome.Declined<RefreshedToken>) {
            // whether the token is still good its next use tells
            return leave(attempt).chain(() -> goOn(attempt, calls));
        }
        return recorder.settle(
                attempt.turn(),
                attempt.dispute(),
                calls,
                draft -> attempt.turn()
                        .conclusion(policy)
                        .tradeNotHeard(draft, attempt.waiting().id(), outcome));
    }

    /**
     * The token is as it was, and its dispute may have been told that nobody knows. That is recorded before the trade is left: dying in between, it is heard once more; the
     * other way round nobody would take back what was told, nor plan the next refresh.
     */
    private Uni<Optional<Dispute>> refreshed(Attempt attempt, List<GatewayCall> calls) {
        Turn turn = attempt.turn();
        TokenReading reading = new TokenReading(policy, turn.gateway().capabilities());
        FreshToken same = composer.fresh(attempt.token(), attempt.dispute());
        String n = Integer.toString(attempt.trade().n());
        return recorder.settle(turn, attempt.dispute(), calls, draft -> {
                    if (draft.open(attempt.waiting().id()).isPresent()) {
                        reading.refreshed(draft, same, n);
                    }
                })
                .call(after ->
                        after.isPresent() ? leave(attempt) : Uni.createFrom().voidItem());
    }

    private Uni<Void> leave(Attempt attempt) {
        return tokens.leave(attempt.gateway(), attempt.token(), attempt.trade());
    }

    private Uni<Optional<Dispute>> goOn(Attempt attempt, List<GatewayCall> calls) {
        Draft draft = new Draft(attempt.dispute(), attempt.turn().actor(), clock.instant());
        draft.tellCalls(calls);
        return recorder.record(
                attempt.turn(), plan.leaseExtended(draft, attempt.turn().gateway()));
    }
}

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

/**
 * Has a gateway trade a dispute's payment token for a fresh one. Other disputes may have the same token: while one has it traded the others neither trade nor
 * use it, and what they may have sent with it is waited for.
 */
final class TokenRefresh {

    private final DisputeStore store;
    private final PaymentTokens tokens;
    private final Composer composer;
    private final OutcomeRecorder recorder;
    private final HoldPolicy policy;
    private final Clock clock;
    private final CallLog log;

    TokenRefresh(
            DisputeStore store,
            PaymentTokens tokens,
            Composer composer,
            OutcomeRecorder recorder,
            CallLog log,
            HoldPolicy policy,
            Clock clock) {
        this.store = store;
        this.tokens = tokens;
        this.composer = composer;
        this.recorder = recorder;
        this.policy = policy;
        this.clock = clock;
        this.log = log;
    }

    /** Makes one attempt, if it may be made now. */
    Uni<Optional<Dispute>> attempt(Turn turn, Dispute dispute, GatewayOperation operation) {
        GatewayRequest request = composer.read(dispute, operation);
        Attempt attempt = new Attempt(
                turn, dispute, operation, Secret.of(request.paymentMethodId().orElseThrow()));
        Standing.UnderWay own = new Standing.UnderWay(dispute.id(), clock.instant());
        return tokens.begin(
                        attempt.gateway(), attempt.old(), own, clock.instant().minus(policy.patience()))
                .chain(standing -> {
                    if (standing instanceof Standing.Traded traded) {
                        return settle(attempt, tradedElsewhere(traded.latest()), List.of(), traded.latest());
                    }
                    if (standing instanceof Standing.UnderWay trade
                            && trade.by().equals(dispute.id())) {
                        return callIfUnused(attempt, request);
                    }
                    return putOff(attempt, Conclusion.TOKEN_IS_TRADED);
                });
    }

    /** Leaves it: something else comes first. What was surely never sent may be begun again after that. */
    Uni<Optional<Dispute>> withdraw(Turn turn, Dispute dispute, GatewayOperation operation) {
        Secret token =
                Secret.of(composer.read(dispute, operation).paymentMethodId().orElseThrow());
        Uni<Void> left = operation.maybeSent()
                ? Uni.createFrom().voidItem()
                : tokens.leave(turn.gateway().name(), token, dispute.id());
        return left.chain(() ->
                recorder.settle(turn, dispute, draft -> turn.conclusion(policy).withdrawn(draft, operation.id())));
    }

    private record Attempt(Turn turn, Dispute dispute, GatewayOperation operation, Secret old) {

        private String gateway() {
            return turn.gateway().name();
        }
    }

    /** What others sent with the token just before nobody was to use it any more may still be under way, but not for ever. */
    private Uni<Optional<Dispute>> callIfUnused(Attempt attempt, GatewayRequest request) {
        GatewayOperation operation = attempt.operation();
        Duration waited = Duration.between(operation.createdAt(), clock.instant());
        boolean longEnough = waited.compareTo(Plan.leaseTime(attempt.turn().gateway())) > 0;
        if (operation.maybeSent() || longEnough) {
            return call(attempt, request);
        }
        TokenFingerprint token =
                TokenFingerprint.of(attempt.gateway(), attempt.old().reveal());
        return store.isBeingUsed(token, attempt.dispute().id())
                .chain(used -> used ? putOff(attempt, Conclusion.TOKEN_IS_USED) : call(attempt, request));
    }

    private Uni<Optional<Dispute>> putOff(Attempt attempt, String why) {
        return recorder.settle(
                attempt.turn(),
                attempt.dispute(),
                draft -> attempt.turn()
                        .conclusion(policy)
                        .putOff(draft, attempt.operation().id(), why));
    }

    private Uni<Optional<Dispute>> call(Attempt attempt, GatewayRequest request) {
        Instant began = clock.instant();
        return attempt.turn()
                .gateway()
                .refresh(request)
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
            return tokens.traded(gateway, old, fresh, attempt.dispute().id())
                    .chain(() -> settle(attempt, outcome, calls, fresh));
        }
        if (outcome instanceof GatewayOutcome.Declined<RefreshedToken>) {
            // Where a trade took too long another dispute's may have been made beside it.
            return tokens.leave(gateway, old, attempt.dispute().id())
                    .chain(() -> tokens.replacement(gateway, old))
                    .chain(fresh -> fresh.isPresent()
                            ? settle(attempt, tradedElsewhere(fresh.get()), calls, fresh.get())
                            : settle(attempt, outcome, calls, old));
        }
        boolean surelyNotSent = outcome instanceof GatewayOutcome.NotSent<RefreshedToken>
                && !attempt.operation().maybeSent();
        return surelyNotSent
                ? tokens.leave(gateway, old, attempt.dispute().id()).chain(() -> settle(attempt, outcome, calls, old))
                : settle(attempt, outcome, calls, old);
    }

    private Uni<Optional<Dispute>> settle(
            Attempt attempt, GatewayOutcome<RefreshedToken> outcome, List<GatewayCall> calls, Secret token) {
        Dispute dispute = attempt.dispute();
        log.sent(dispute, attempt.operation(), outcome);
        FreshToken fresh = composer.fresh(token, dispute);
        return recorder.settle(
                attempt.turn(),
                dispute,
                calls,
                draft -> attempt.turn()
                        .conclusion(policy)
                        .refreshed(draft, attempt.operation().id(), outcome, fresh));
    }
}

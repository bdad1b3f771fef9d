package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.secret.Secret;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Has a payment token traded for a fresh one, once for all disputes that have it. */
final class TokenRefresh {

    private final PaymentTokens tokens;
    private final Composer composer;
    private final OutcomeRecorder recorder;
    private final CallLog log;
    private final HoldPolicy policy;
    private final Clock clock;

    TokenRefresh(
            PaymentTokens tokens,
            Composer composer,
            OutcomeRecorder recorder,
            CallLog log,
            HoldPolicy policy,
            Clock clock) {
        this.tokens = tokens;
        this.composer = composer;
        this.recorder = recorder;
        this.log = log;
        this.policy = policy;
        this.clock = clock;
    }

    /** While this refresh waited for its turn, or between two tries, another dispute's may have traded the token: then it is not sent any more. */
    Uni<Optional<Dispute>> refresh(Turn turn, Dispute dispute, GatewayOperation operation, GatewayRequest request) {
        Secret old = Secret.of(request.paymentMethodId().orElseThrow());
        return tokens.replacement(turn.gateway().name(), old)
                .chain(fresh -> fresh.isPresent()
                        ? record(turn, dispute, operation, tradedElsewhere(fresh.get()), List.of(), fresh.get())
                        : call(turn, dispute, operation, request, old));
    }

    private Uni<Optional<Dispute>> call(
            Turn turn, Dispute dispute, GatewayOperation operation, GatewayRequest request, Secret old) {
        Instant began = clock.instant();
        return turn.gateway().refresh(request).chain(outcome -> {
            log.sent(dispute, operation, outcome);
            Duration took = Duration.between(began, clock.instant());
            return answered(
                    turn,
                    dispute,
                    operation,
                    outcome,
                    GatewayCall.sent(operation.kind().lowerCase(), outcome, took),
                    old);
        });
    }

    private Uni<Optional<Dispute>> answered(
            Turn turn,
            Dispute dispute,
            GatewayOperation operation,
            GatewayOutcome<RefreshedToken> outcome,
            List<GatewayCall> calls,
            Secret old) {
        String gateway = turn.gateway().name();
        if (outcome instanceof GatewayOutcome.Approved<RefreshedToken> approved) {
            Secret fresh = Secret.of(approved.answer().paymentMethodId());
            // Remembered before it is recorded here: dying in between, the same request brings the same answer again.
            return tokens.traded(gateway, old, fresh)
                    .chain(() -> record(turn, dispute, operation, outcome, calls, fresh));
        }
        if (outcome instanceof GatewayOutcome.Declined<RefreshedToken>) {
            // Another dispute's refresh may have traded the token while this one was under way.
            return tokens.replacement(gateway, old)
                    .chain(fresh -> fresh.isPresent()
                            ? record(turn, dispute, operation, tradedElsewhere(fresh.get()), calls, fresh.get())
                            : record(turn, dispute, operation, outcome, calls, old));
        }
        return record(turn, dispute, operation, outcome, calls, old);
    }

    private static GatewayOutcome<RefreshedToken> tradedElsewhere(Secret fresh) {
        return new GatewayOutcome.Approved<>(new RefreshedToken(fresh.reveal(), Optional.empty()));
    }

    private Uni<Optional<Dispute>> record(
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

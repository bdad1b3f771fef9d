package io.holdfast.dispute;

import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.Counters;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Gateways;
import io.holdfast.secret.Secret;
import io.holdfast.secret.TokenSealer;
import io.holdfast.store.DisputeStore;
import io.holdfast.trace.LogIds;
import io.smallrye.mutiny.Uni;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Records a dispute and the intent to place its hold, answers, and only then has the gateway called. */
public final class OpenDispute {

    /** While a dispute is opened its token may be traded once more; not often. */
    private static final int MOST_TRADES = 3;

    /** Mostly. */
    private static final Duration A_TRADE_TAKES = Duration.ofMillis(500);

    /** The fingerprint of none: the trade is known, and is not to be in the way. */
    private static final byte[] NO_TOKEN = new byte[0];

    private final Gateways gateways;
    private final Composer composer;
    private final Journal journal;
    private final DisputeStore store;
    private final Runner runner;
    private final PaymentTokens tokens;
    private final Clock clock;
    private final Supplier<UUID> ids;

    OpenDispute(
            Gateways gateways,
            Composer composer,
            Journal journal,
            DisputeStore store,
            Runner runner,
            PaymentTokens tokens,
            Clock clock,
            Supplier<UUID> ids) {
        this.gateways = gateways;
        this.composer = composer;
        this.journal = journal;
        this.store = store;
        this.runner = runner;
        this.tokens = tokens;
        this.clock = clock;
        this.ids = ids;
    }

    /** Fails only if the database does; then nothing is recorded, or the caller's key finds what was. */
    public Uni<Opening> open(OpenCommand command) {
        Optional<Gateway> gateway = gateways.named(command.terms().gateway());
        if (gateway.isEmpty()) {
            return openedBefore(command)
                    .chain(taken -> taken.isPresent()
                            ? replay(command, taken.get())
                            : Uni.createFrom().item(new Opening.GatewayOff()));
        }
        return open(command, command.paymentMethodId(), gateway.get(), MOST_TRADES);
    }

    /** A call that is sent again is about the dispute that there is, whatever has been switched off since. */
    private Uni<Optional<DisputeStore.Intake.KeyTaken>> openedBefore(OpenCommand command) {
        return command.idempotency()
                .map(store::openedWith)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Opening> open(OpenCommand command, Secret paymentMethod, Gateway gateway, int tradesLeft) {
        Draft draft = draft(command, paymentMethod, gateway);
        boolean room = runner.hasRoom(gateway);
        if (!room) {
            leaveToOthers(draft, draft.now(), Conclusion.LEFT_TO_OTHERS);
        }
        Duration work = room ? Plan.leaseTime(gateway) : Duration.ZERO;
        byte[] fingerprint = PaymentTokens.fingerprint(gateway.name(), paymentMethod);
        return journal.open(draft, work, fingerprint, command.idempotency()).chain(recorded -> {
            if (recorded.intake() instanceof DisputeStore.Intake.TokenTraded && tradesLeft > 0) {
                return openWithTraded(command, paymentMethod, gateway, tradesLeft - 1);
            }
            if (recorded.intake() instanceof DisputeStore.Intake.TokenTraded) {
                return Uni.createFrom().failure(new IllegalStateException("a token was traded in circles"));
            }
            if (recorded.intake() instanceof DisputeStore.Intake.KeyTaken taken) {
                return replay(command, taken);
            }
            if (room) {
                runner.handOver(recorded.dispute());
            }
            return Uni.createFrom().item(new Opening.Opened(recorded.dispute()));
        });
    }

    private Uni<Opening> openWithTraded(OpenCommand command, Secret traded, Gateway gateway, int tradesLeft) {
        return tokens.standing(gateway.name(), traded)
                .map(Optional::of)
                // the key that sealed the new token is not there: the hold is placed when it is back
                .onFailure(TokenSealer.UnsealingFailed.class)
                .recoverWithItem(Optional.empty())
                .chain(standing -> {
                    if (standing.isEmpty() || standing.get() instanceof PaymentTokens.Standing.UnderWay) {
                        return openWhileTraded(command, traded, gateway);
                    }
                    Secret now =
                            standing.get() instanceof PaymentTokens.Standing.Traded trade ? trade.latest() : traded;
                    return open(command, now, gateway, tradesLeft);
                });
    }

    /** Intake waits for nobody: the hold is placed when it is known which token is good. */
    private Uni<Opening> openWhileTraded(OpenCommand command, Secret paymentMethod, Gateway gateway) {
        Draft draft = draft(command, paymentMethod, gateway);
        leaveToOthers(draft, draft.now().plus(A_TRADE_TAKES), Conclusion.TOKEN_IS_TRADED);
        return journal.open(draft, A_TRADE_TAKES, NO_TOKEN, command.idempotency())
                .chain(recorded -> {
                    if (recorded.intake() instanceof DisputeStore.Intake.KeyTaken taken) {
                        return replay(command, taken);
                    }
                    runner.wakeUpFor(gateway, recorded.dispute());
                    return Uni.createFrom().item(new Opening.Opened(recorded.dispute()));
                });
    }

    /** No replica has it; it is taken up by whichever has room for it then. */
    private static void leaveToOthers(Draft draft, Instant next, String why) {
        draft.change(d -> d.withOperation(d.operation().map(it -> it.heldBack(OperationState.WAITING, next, why)))
                .withLease(Optional.empty()));
    }

    private Draft draft(OpenCommand command, Secret paymentMethod, Gateway gateway) {
        Instant now = clock.instant();
        DisputeId id = new DisputeId(ids.get());
        GatewayOperation authorize = composer.first(gateway, id, command.terms(), paymentMethod, now);
        Dispute dispute = new Dispute(
                id,
                0,
                command.terms(),
                composer.sealToken(paymentMethod, id),
                Optional.of(TokenFingerprint.of(gateway.name(), paymentMethod.reveal())),
                HoldState.Initiated.NEW,
                Optional.empty(),
                Set.of(),
                List.of(),
                Counters.NONE,
                Optional.of(authorize),
                Optional.empty(),
                Upkeep.NONE,
                ChainHead.START,
                Optional.of(ids.get()),
                now,
                now);
        Draft draft = new Draft(dispute, command.terms().openedBy(), now);
        LogIds.dispute(id);
        draft.tell(StoryType.DISPUTE_OPENED, "amount", command.terms().amount().toString(), "gateway", gateway.name());
        return draft;
    }

    private Uni<Opening> replay(OpenCommand command, DisputeStore.Intake.KeyTaken taken) {
        boolean same = MessageDigest.isEqual(
                taken.requestHash(), command.idempotency().orElseThrow().requestHash());
        if (!same) {
            return Uni.createFrom().item(new Opening.KeyReused());
        }
        return store.find(taken.dispute()).map(dispute -> new Opening.Replayed(dispute.orElseThrow()));
    }
}

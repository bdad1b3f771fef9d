package io.holdfast.dispute;

import io.holdfast.dispute.Settlements.Verdict;
import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.AuthorizationView.Status;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.Gateways;
import io.holdfast.money.Money;
import io.holdfast.store.DisputeStore;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Settles an operation by what the gateway's own desk told a person. The word is taken as if the gateway had answered; who took it, and why, stays in
 * the story.
 */
public final class ResolveOperation {

    /** For a live hold whose end the desk did not say: soon enough that the gateway is asked again. */
    private static final Duration SAFE_LIFE = Duration.ofDays(4);

    /** From now, to the end of a hold: no card network lets one live nearly as long, so a time further away is a mistake. */
    static final Duration LONGEST_LIFE = Duration.ofDays(1_096);

    /** How long it waits at most for the gateway, to learn whose the authorization is. */
    public static final Duration LONGEST_QUESTION = Owners.LONGEST_QUESTION;

    /** In the story: the key of the request that was settled. */
    private static final String REQUEST = "request";

    private static final String SAID = "said";

    private final Settlements settlements;
    private final DisputeStore store;
    private final Gateways gateways;
    private final Owners owners;
    private final HoldPolicy policy;

    ResolveOperation(Settlements settlements, DisputeStore store, Gateways gateways, Owners owners, HoldPolicy policy) {
        this.settlements = settlements;
        this.store = store;
        this.gateways = gateways;
        this.owners = owners;
        this.policy = policy;
    }

    /** @param actor the credential that says so; fails only if the database does */
    public Uni<Resolving> resolve(ResolveCommand command, String actor) {
        return store.findByOpenOperation(command.operation())
                .chain(found -> found.map(dispute -> namesAnothers(dispute, command))
                        .orElseGet(() -> Uni.createFrom().item(false)))
                .chain(anothers -> anothers
                        ? Uni.createFrom().item(new Resolving.AnothersAuthorization())
                        : record(command, actor));
    }

    /** What the dispute has already is nothing new, whoever else has it. */
    private Uni<Boolean> namesAnothers(Dispute dispute, ResolveCommand command) {
        return command.authorizationId()
                .filter(id -> !dispute.isCurrent(id) && !dispute.surplus().contains(id))
                .map(id -> owners.isAnothers(dispute, id))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    private Uni<Resolving> record(ResolveCommand command, String actor) {
        AtomicBoolean failed = new AtomicBoolean();
        return settlements.decide(
                () -> store.findByOpenOperation(command.operation())
                        .call(found -> hasFailed(found, command).invoke(failed::set)),
                Resolving.NotFound::new,
                actor,
                draft -> decide(draft, command, failed.get()));
    }

    /** Whether money that a person was told of may be that of a capture which is known to have come to nothing. A gateway that can be asked says itself how that is. */
    private Uni<Boolean> hasFailed(Optional<Dispute> found, ResolveCommand command) {
        Optional<Dispute> charged = found.filter(dispute -> command.said() == Status.CAPTURED
                && !settlements.isOff(dispute)
                && !gateway(dispute).capabilities().canBeAsked());
        Optional<AuthorizationId> id = charged.flatMap(dispute -> authorization(dispute, command));
        Optional<Money> amount =
                charged.flatMap(dispute -> amount(command, dispute.operation().orElseThrow(), dispute));
        return id.isEmpty() || amount.isEmpty()
                ? Uni.createFrom().item(false)
                : Remembered.hasFailed(store, charged.get(), id.get(), amount.get());
    }

    /** What the story tells, if a person was told that this request had come to that. */
    static Map<String, String> told(String request, Status said) {
        return Map.of(REQUEST, request, SAID, said.name().toLowerCase(Locale.ROOT));
    }

    /** The same of any request. */
    static Map<String, String> told(Status said) {
        return Map.of(SAID, said.name().toLowerCase(Locale.ROOT));
    }

    /** The one that the word is about, as far as it is known. */
    private static Optional<AuthorizationId> authorization(Dispute dispute, ResolveCommand command) {
        GatewayOperation operation = dispute.operation().orElseThrow();
        return command.authorizationId()
                .or(operation::target)
                .or(() -> operation.kind() == OperationKind.AUTHORIZE
                        ? dispute.state().authorizationId()
                        : Optional.empty());
    }

    /** @param failed whether money that was taken may be that of a capture which has come to nothing since */
    private Verdict<Resolving> decide(Draft draft, ResolveCommand command, boolean failed) {
        Dispute dispute = draft.dispute();
        GatewayOperation operation = dispute.operation().orElseThrow();
        if (dispute.lease().isPresent()) {
            return new Verdict.Answer<>(new Resolving.Running());
        }
        if (settlements.isOff(dispute)) {
            return new Verdict.Answer<>(new Resolving.GatewayOff());
        }
        if (operation.kind() == OperationKind.REFRESH) {
            return new Verdict.Answer<>(new Resolving.NotByHand());
        }
        Optional<AuthorizationId> id = authorization(dispute, command);
        if (id.isEmpty() && command.said() != Status.DECLINED) {
            return new Verdict.Answer<>(new Resolving.AuthorizationIdNeeded());
        }
        if (isToBeGivenBack(dispute, operation, command)) {
            return new Verdict.Answer<>(new Resolving.ToBeGivenBack());
        }
        if (command.expiresAt()
                .filter(end -> !canEnd(dispute, end, draft.now()))
                .isPresent()) {
            return new Verdict.Answer<>(new Resolving.EndOutOfReach());
        }
        Optional<Money> amount = amount(command, operation, dispute);
        if (amount.isEmpty()) {
            return new Verdict.Answer<>(new Resolving.MalformedAmount());
        }
        if (isTooMuch(command, amount.get(), dispute)) {
            return new Verdict.Answer<>(new Resolving.MoreThanIsHeld());
        }
        tell(draft, operation, command);
        toldByHand(dispute).settle(draft, operation.id(), outcome(draft, command, id, amount.get()));
        Remembered.tellByHand(draft, operation);
        if (failed && draft.dispute().state() instanceof HoldState.Charged) {
            // told at the desk before it failed, or one that succeeded after it: nobody here knows
            draft.raise(
                    Attention.GATEWAY_MISMATCH,
                    "authorization",
                    id.orElseThrow().value(),
                    "charge",
                    amount.get().toString());
        }
        return new Verdict.Record<>(draft, Resolving.Resolved::new);
    }

    /** Whether the dispute would come to stand on it. What its return comes to is another thing. */
    private static boolean isToBeGivenBack(Dispute dispute, GatewayOperation operation, ResolveCommand command) {
        return command.said() == Status.AUTHORIZED
                && command.authorizationId()
                        .filter(id -> dispute.surplus().contains(id)
                                && !operation.target().equals(Optional.of(id)))
                        .isPresent();
    }

    private static boolean canEnd(Dispute dispute, Instant end, Instant now) {
        return !end.isBefore(dispute.createdAt()) && !end.isAfter(now.plus(LONGEST_LIFE));
    }

    private static void tell(Draft draft, GatewayOperation operation, ResolveCommand command) {
        List<String> facts = new ArrayList<>(List.of(
                "call",
                operation.kind().lowerCase(),
                SAID,
                command.said().name().toLowerCase(Locale.ROOT),
                "note",
                command.note(),
                REQUEST,
                operation.idempotencyKey()));
        command.authorizationId().ifPresent(id -> facts.addAll(List.of("authorization", id.value())));
        draft.tell(StoryType.RESOLVED_BY_HAND, facts.toArray(String[]::new));
    }

    private static GatewayOutcome<AuthorizationView> outcome(
            Draft draft, ResolveCommand command, Optional<AuthorizationId> id, Money amount) {
        if (command.said() == Status.DECLINED) {
            return new GatewayOutcome.Declined<>("processing_error", id, false);
        }
        Dispute dispute = draft.dispute();
        boolean captured = command.said() == Status.CAPTURED;
        return new GatewayOutcome.Approved<>(new AuthorizationView(
                id.orElseThrow(),
                command.said(),
                Optional.of(captured ? dispute.terms().amount() : amount),
                captured ? Optional.of(amount) : Optional.empty(),
                Optional.empty(),
                false,
                command.expiresAt()
                        .or(() -> dispute.state().hold().map(Hold::expiresAt))
                        .orElseGet(() -> draft.now().plus(SAFE_LIFE)),
                Optional.of(dispute.id())));
    }

    /** Left out, what was captured is what was asked for, and what is held is all that the dispute is about: of that a charge may want a part. */
    private static Optional<Money> amount(ResolveCommand command, GatewayOperation operation, Dispute dispute) {
        Money held = dispute.terms().amount();
        if (command.amount().isEmpty()) {
            return Optional.of(
                    command.said() == Status.CAPTURED ? operation.amount().orElse(held) : held);
        }
        BigDecimal amount = command.amount().get();
        boolean fits = amount.signum() > 0
                && amount.stripTrailingZeros().scale() <= held.currency().getDefaultFractionDigits();
        return fits ? Optional.of(new Money(amount, held.currency())) : Optional.empty();
    }

    /** Nobody can capture more than is held, so whoever says so has mistyped. */
    private static boolean isTooMuch(ResolveCommand command, Money amount, Dispute dispute) {
        return command.said() == Status.CAPTURED
                && amount.isMoreThan(dispute.terms().amount());
    }

    private ToldByHand toldByHand(Dispute dispute) {
        Gateway gateway = gateway(dispute);
        return new ToldByHand(policy, gateway.timeout(), gateway.capabilities());
    }

    private Gateway gateway(Dispute dispute) {
        return gateways.named(dispute.terms().gateway()).orElseThrow();
    }
}

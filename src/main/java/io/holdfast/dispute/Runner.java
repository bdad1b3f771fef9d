package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.GatewayRequest;
import io.holdfast.gateway.Gateways;
import io.holdfast.gateway.Inquiry;
import io.holdfast.gateway.RefreshedToken;
import io.holdfast.secret.Secret;
import io.holdfast.store.DisputeStore;
import io.holdfast.time.Scheduling;
import io.holdfast.trace.LogIds;
import io.holdfast.trace.Stretch;
import io.holdfast.trace.Traces;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Carries out gateway operations, of every kind and for every gateway: lease, call, outcome.
 *
 * <p>A dispute that is handed to it has a lease of this replica. It works on it until nothing more is to be done at once, and gives the lease up with
 * the last outcome. If it dies in between, the lease ends and another replica takes over. If it is only slow, and the lease is gone when it comes to
 * record an outcome, it records nothing.
 */
public final class Runner {

    private static final Logger LOG = Logger.getLogger(Runner.class);

    /** Somebody else can change a dispute while a call runs, but not often. */
    private static final int MOST_TRIES_TO_RECORD = 20;

    /** After so many steps without a rest another replica, or a later turn, goes on. */
    private static final int MOST_STEPS = 64;

    /** A wake-up that is further away is left to the schedules. */
    private static final Duration LONGEST_WAKE_UP = Duration.ofSeconds(30);

    private static final int MOST_WAKE_UPS = 10_000;

    private final DisputeStore store;
    private final Gateways gateways;
    private final Journal journal;
    private final Composer composer;
    private final PaymentTokens tokens;
    private final Plan plan;
    private final HoldPolicy policy;
    private final Clock clock;
    private final Scheduling scheduling;
    private final Supplier<UUID> ids;
    private final Lines lines;
    private final Traces traces;
    private final AtomicInteger wakeUps = new AtomicInteger();

    Runner(
            DisputeStore store,
            Gateways gateways,
            Journal journal,
            Composer composer,
            PaymentTokens tokens,
            HoldPolicy policy,
            Clock clock,
            Scheduling scheduling,
            Supplier<UUID> ids,
            Lines lines,
            Traces traces) {
        this.store = store;
        this.gateways = gateways;
        this.journal = journal;
        this.composer = composer;
        this.tokens = tokens;
        this.plan = new Plan(composer, policy);
        this.policy = policy;
        this.clock = clock;
        this.scheduling = scheduling;
        this.ids = ids;
        this.lines = lines;
        this.traces = traces;
    }

    /** Takes a dispute that this replica has the lease of, and returns at once; the work is done behind the caller. */
    void handOver(Dispute dispute) {
        Optional<Gateway> gateway = gateways.named(dispute.terms().gateway());
        UUID lease = dispute.lease().orElseThrow();
        if (gateway.isEmpty()) {
            LOG.errorf(
                    "dispute %s: gateway %s is not configured",
                    dispute.id(), dispute.terms().gateway());
            return;
        }
        Turn turn = new Turn(gateway.get(), lease, clock.instant());
        boolean accepted = lines.of(gateway.get())
                .enter(
                        dispute.id(),
                        lease,
                        () -> begun(turn, dispute)
                                .onFailure()
                                .invoke(failure -> LOG.warnf(
                                        failure,
                                        "dispute %s: the work stopped; its lease will end and it is taken up again",
                                        dispute.id()))
                                .onFailure()
                                .recoverWithNull());
        if (!accepted && lines.isClosed()) {
            handBack(dispute.id(), lease);
        } else if (!accepted) {
            LOG.debugf(
                    "dispute %s: too many are waiting for %s here; left to others",
                    dispute.id(), turn.gateway().name());
        }
    }

    /** What was taken on while this replica was told to stop: others need not wait for the lease to end. */
    private void handBack(DisputeId id, UUID lease) {
        store.handBack(Map.of(id, lease))
                .subscribe()
                .with(
                        count -> LOG.debugf("dispute %s: left to others, this replica stops", id),
                        failure -> LOG.debugf("dispute %s: its lease has to end by itself: %s", id, failure));
    }

    /** Takes due disputes of one kind from the store and hands them over; returns how many. */
    public Uni<Integer> takeUp(DisputeStore.Due due, int limit) {
        int room = Math.min(limit, lines.room());
        if (room <= 0) {
            return Uni.createFrom().item(0);
        }
        List<String> available = new ArrayList<>();
        List<String> unavailable = new ArrayList<>();
        Duration leaseTime = Duration.ZERO;
        for (String name : gateways.on()) {
            Gateway gateway = gateways.named(name).orElseThrow();
            (gateway.isAvailable() ? available : unavailable).add(name);
            Duration own = Plan.leaseTime(gateway);
            leaseTime = leaseTime.isZero() || own.compareTo(leaseTime) < 0 ? own : leaseTime;
        }
        DisputeStore.Wish wish = new DisputeStore.Wish(
                due,
                room,
                ids.get(),
                leaseTime,
                Set.copyOf(available),
                Set.copyOf(unavailable),
                clock.instant().minus(policy.maxAge()));
        return store.claim(wish)
                .invoke(disputes -> disputes.forEach(this::handOver))
                .map(List::size);
    }

    /** Takes one dispute up now if it is due, and forgets about it if not. */
    private void wakeUp(DisputeId id, Gateway gateway) {
        if (lines.isClosed()) {
            return;
        }
        store.claim(id, ids.get(), Plan.leaseTime(gateway))
                .subscribe()
                .with(
                        claimed -> claimed.ifPresent(this::handOver),
                        failure -> LOG.debugf("dispute %s: could not be taken up early: %s", id, failure.getMessage()));
    }

    /** One replica's turn at one dispute. */
    private record Turn(Gateway gateway, UUID lease, Instant leasedAt) {

        Turn renewedAt(Instant now) {
            return new Turn(gateway, lease, now);
        }
    }

    private Uni<Void> begun(Turn turn, Dispute dispute) {
        LogIds.dispute(dispute.id());
        return work(turn, dispute, 0);
    }

    private Uni<Void> work(Turn turn, Dispute dispute, int steps) {
        if (!dispute.isLeasedBy(turn.lease())) {
            wakeUpFor(turn, dispute);
            return Uni.createFrom().voidItem();
        }
        if (steps >= MOST_STEPS) {
            LOG.errorf("dispute %s: %d steps without an end; left to rest until its lease ends", dispute.id(), steps);
            return Uni.createFrom().voidItem();
        }
        if (leaseIsOld(turn)) {
            return extend(turn, dispute, steps);
        }
        Step step = Step.of(dispute, turn.gateway().capabilities(), policy, clock.instant());
        LogIds.operation(dispute.operation().map(GatewayOperation::id));
        return traced(turn, dispute, step)
                .chain(after -> after.map(next -> work(turn.renewedAt(clock.instant()), next, steps + 1))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Too little is left of it for a call and a token. */
    private boolean leaseIsOld(Turn turn) {
        Duration used = Duration.between(turn.leasedAt(), clock.instant());
        return used.compareTo(Duration.ofSeconds(2)) > 0;
    }

    private Uni<Void> extend(Turn turn, Dispute dispute, int steps) {
        Draft draft = new Draft(dispute, SYSTEM, clock.instant());
        return journal.record(plan.leaseExtended(draft, turn.gateway()))
                .chain(after -> after.isPresent()
                        ? work(turn.renewedAt(clock.instant()), after.get(), steps + 1)
                        : again(turn, dispute.id(), steps));
    }

    private Uni<Void> again(Turn turn, DisputeId id, int steps) {
        return store.find(id)
                .chain(now -> now.isPresent() && now.get().isLeasedBy(turn.lease())
                        ? work(turn, now.get(), steps + 1)
                        : Uni.createFrom().voidItem());
    }

    static final String SYSTEM = "system";

    /** What calls the gateway is a stretch of its own, that belongs to the call which asked for the operation. */
    private Uni<Optional<Dispute>> traced(Turn turn, Dispute dispute, Step step) {
        return step.callsGateway()
                ? traces.within(() -> stretch(turn, dispute), () -> carryOut(turn, dispute, step))
                : carryOut(turn, dispute, step);
    }

    private static Stretch stretch(Turn turn, Dispute dispute) {
        Optional<GatewayOperation> operation = dispute.operation();
        String kind = operation.map(it -> it.kind().lowerCase()).orElse("ask");
        Stretch stretch = Stretch.behind(operation.flatMap(GatewayOperation::traceparent), "operation " + kind)
                .with(Traces.DISPUTE, dispute.id().toString())
                .with(Traces.GATEWAY, turn.gateway().name())
                .with(Traces.KIND, kind);
        return operation
                .map(it -> stretch.with(Traces.OPERATION, it.id().toString())
                        .with(Traces.ATTEMPT, Integer.toString(it.attempts() + 1)))
                .orElse(stretch);
    }

    private Uni<Optional<Dispute>> carryOut(Turn turn, Dispute dispute, Step step) {
        if (step instanceof Step.Send send) {
            return send(turn, dispute, send.operation(), List.of());
        }
        if (step instanceof Step.AskThenSend ask) {
            return askThenSend(turn, dispute, ask);
        }
        if (step instanceof Step.Ask ask) {
            return ask(turn, dispute, ask);
        }
        if (step instanceof Step.TakeBack takeBack) {
            return takeBack(turn, dispute, takeBack.operation());
        }
        if (step instanceof Step.Await await) {
            OperationId id = await.operation().id();
            return settle(turn, dispute, draft -> conclusion(turn.gateway()).untold(draft, id));
        }
        if (step instanceof Step.Anew anew) {
            OperationId id = anew.operation().id();
            return settle(turn, dispute, draft -> conclusion(turn.gateway()).begunAnew(draft, id));
        }
        if (step instanceof Step.Begin begin) {
            return begin(turn, dispute, begin.kind());
        }
        if (step instanceof Step.GiveUp) {
            return settle(turn, dispute, Runner::giveUp);
        }
        return settle(turn, dispute, draft -> {});
    }

    /** Somebody may have decided meanwhile. */
    private static void giveUp(Draft draft) {
        if (draft.dispute().status() == Status.HELD && draft.dispute().pending().isEmpty()) {
            ReleaseHold.request(draft, "why", "max_age");
        }
    }

    private Uni<Optional<Dispute>> begin(Turn turn, Dispute dispute, OperationKind kind) {
        return tokens.replacement(turn.gateway().name(), composer.token(dispute))
                .chain(fresh -> {
                    if (fresh.isPresent() && kind == OperationKind.REFRESH) {
                        return settle(
                                turn,
                                dispute,
                                draft -> tokenReading(turn).replaced(draft, sealed(fresh.get(), dispute)));
                    }
                    Draft draft = new Draft(dispute, SYSTEM, clock.instant());
                    if (fresh.isPresent()) {
                        tokenReading(turn).replaced(draft, sealed(fresh.get(), dispute));
                    }
                    return begin(turn, draft, kind);
                });
    }

    private FreshToken sealed(Secret token, Dispute dispute) {
        return new FreshToken(
                composer.sealToken(token, dispute.id()),
                TokenFingerprint.of(dispute.terms().gateway(), token.reveal()));
    }

    private TokenReading tokenReading(Turn turn) {
        return new TokenReading(policy, turn.gateway().capabilities());
    }

    private Uni<Optional<Dispute>> begin(Turn turn, Draft draft, OperationKind kind) {
        Dispute dispute = draft.before();
        draft.tell(kind == OperationKind.RENEW ? StoryType.RENEWAL_STARTED : StoryType.REFRESH_STARTED);
        Change change = plan.beginning(draft, turn.gateway(), kind, turn.lease());
        return journal.record(change)
                .chain(after -> after.isPresent() ? Uni.createFrom().item(after) : reload(turn, dispute));
    }

    private Uni<Optional<Dispute>> reload(Turn turn, Dispute dispute) {
        return store.find(dispute.id()).map(now -> now.filter(d -> d.isLeasedBy(turn.lease())));
    }

    /** @param before calls that led to this one */
    private Uni<Optional<Dispute>> send(
            Turn turn, Dispute dispute, GatewayOperation operation, List<GatewayCall> before) {
        GatewayRequest request = composer.read(dispute, operation);
        Gateway gateway = turn.gateway();
        Uni<GatewayOutcome<AuthorizationView>> call = switch (operation.kind()) {
            case AUTHORIZE, RENEW -> gateway.authorize(request);
            case CAPTURE -> gateway.capture(request);
            case VOID -> gateway.voidAuthorization(request);
            case REFRESH -> null;
        };
        if (call == null) {
            return refresh(turn, dispute, operation, request);
        }
        Instant began = clock.instant();
        return call.invoke(outcome -> log(dispute, operation, outcome.name(), isTrouble(outcome)))
                .chain(outcome -> settle(
                        turn,
                        dispute,
                        GatewayCall.together(before, sent(operation, outcome, began)),
                        draft -> conclusion(gateway).sent(draft, operation.id(), outcome)));
    }

    private Uni<Optional<Dispute>> takeBack(Turn turn, Dispute dispute, GatewayOperation operation) {
        Gateway gateway = turn.gateway();
        Instant began = clock.instant();
        return gateway.takeBack(composer.read(dispute, operation))
                .invoke(outcome -> log(dispute, operation, "take back: " + outcome.name(), isTrouble(outcome)))
                .chain(outcome -> settle(
                        turn,
                        dispute,
                        GatewayCall.sent("take_back", outcome, since(began)),
                        draft -> conclusion(gateway).takenBack(draft, operation.id(), outcome)));
    }

    private List<GatewayCall> sent(GatewayOperation operation, GatewayOutcome<?> outcome, Instant began) {
        return GatewayCall.sent(operation.kind().lowerCase(), outcome, since(began));
    }

    private Duration since(Instant began) {
        return Duration.between(began, clock.instant());
    }

    /** While this refresh waited for its turn, or between two tries, another dispute's may have traded the token: then it is not sent any more. */
    private Uni<Optional<Dispute>> refresh(
            Turn turn, Dispute dispute, GatewayOperation operation, GatewayRequest request) {
        Secret old = Secret.of(request.paymentMethodId().orElseThrow());
        return tokens.replacement(turn.gateway().name(), old)
                .chain(fresh -> fresh.isPresent()
                        ? refreshed(turn, dispute, operation, tradedElsewhere(fresh.get()), List.of(), fresh.get())
                        : callToRefresh(turn, dispute, operation, request));
    }

    private Uni<Optional<Dispute>> callToRefresh(
            Turn turn, Dispute dispute, GatewayOperation operation, GatewayRequest request) {
        Instant began = clock.instant();
        return turn.gateway()
                .refresh(request)
                .chain(outcome -> refreshed(turn, dispute, operation, outcome, sent(operation, outcome, began)));
    }

    private static GatewayOutcome<RefreshedToken> tradedElsewhere(Secret fresh) {
        return new GatewayOutcome.Approved<>(new RefreshedToken(fresh.reveal(), Optional.empty()));
    }

    private Uni<Optional<Dispute>> refreshed(
            Turn turn,
            Dispute dispute,
            GatewayOperation operation,
            GatewayOutcome<RefreshedToken> outcome,
            List<GatewayCall> calls) {
        log(dispute, operation, outcome.name(), isTrouble(outcome));
        String gateway = turn.gateway().name();
        Secret old =
                Secret.of(composer.read(dispute, operation).paymentMethodId().orElseThrow());
        if (outcome instanceof GatewayOutcome.Approved<RefreshedToken> approved) {
            Secret fresh = Secret.of(approved.answer().paymentMethodId());
            // Remembered before it is recorded here: dying in between, the same request brings the same answer again.
            return tokens.traded(gateway, old, fresh)
                    .chain(() -> refreshed(turn, dispute, operation, outcome, calls, fresh));
        }
        if (outcome instanceof GatewayOutcome.Declined<RefreshedToken>) {
            // Another dispute's refresh may have traded the token while this one was under way.
            return tokens.replacement(gateway, old)
                    .chain(fresh -> fresh.isPresent()
                            ? refreshed(turn, dispute, operation, tradedElsewhere(fresh.get()), calls, fresh.get())
                            : refreshed(turn, dispute, operation, outcome, calls, old));
        }
        return refreshed(turn, dispute, operation, outcome, calls, old);
    }

    private Uni<Optional<Dispute>> refreshed(
            Turn turn,
            Dispute dispute,
            GatewayOperation operation,
            GatewayOutcome<RefreshedToken> outcome,
            List<GatewayCall> calls,
            Secret token) {
        FreshToken fresh = sealed(token, dispute);
        return settle(
                turn,
                dispute,
                calls,
                draft -> conclusion(turn.gateway()).refreshed(draft, operation.id(), outcome, fresh));
    }

    private Uni<Optional<Dispute>> askThenSend(Turn turn, Dispute dispute, Step.AskThenSend step) {
        GatewayOperation operation = step.operation();
        Instant began = clock.instant();
        return inquire(turn.gateway(), dispute, step.about()).chain(inquiry -> {
            log(dispute, operation, "asked: " + inquiry.name(), inquiry instanceof Inquiry.NotAnswered);
            List<GatewayCall> calls = GatewayCall.asked(inquiry, since(began));
            if (inquiry instanceof Inquiry.NotAnswered silence) {
                return settle(
                        turn,
                        dispute,
                        calls,
                        draft -> conclusion(turn.gateway()).notAnswered(draft, operation.id(), silence));
            }
            List<AuthorizationView> found =
                    inquiry instanceof Inquiry.Found answer ? answer.authorizations() : List.of();
            Draft trial = new Draft(dispute, gatewayActor(turn), clock.instant());
            boolean explained = conclusion(turn.gateway()).asked(trial, operation.id(), found);
            return explained
                    ? settle(
                            turn,
                            dispute,
                            calls,
                            draft -> conclusion(turn.gateway()).asked(draft, operation.id(), found))
                    : send(turn, dispute, operation, calls);
        });
    }

    private Uni<Optional<Dispute>> ask(Turn turn, Dispute dispute, Step.Ask step) {
        Instant began = clock.instant();
        return inquire(turn.gateway(), dispute, step.about()).chain(inquiry -> {
            LOG.debugf("dispute %s: asked: %s", dispute.id(), inquiry.name());
            traces.outcome("asked: " + inquiry.name(), inquiry instanceof Inquiry.NotAnswered);
            return settle(turn, dispute, GatewayCall.asked(inquiry, since(began)), draft -> {
                if (inquiry instanceof Inquiry.Found found) {
                    conclusion(turn.gateway()).news(draft, found.authorizations());
                } else if (inquiry instanceof Inquiry.NotAnswered silence) {
                    conclusion(turn.gateway())
                            .questionOpen(draft, silence.reason(), silence.retryAfter(), !silence.heldBack());
                } else {
                    conclusion(turn.gateway()).questionOpen(draft, "absent", Optional.empty(), true);
                }
            });
        });
    }

    /** Asks about each authorization in turn, or about the whole dispute if none is named. */
    private Uni<Inquiry> inquire(Gateway gateway, Dispute dispute, Set<AuthorizationId> about) {
        if (about.isEmpty()) {
            return gateway.findByDispute(dispute.id(), dispute.terms().amount())
                    .map(inquiry -> ofThis(dispute, inquiry));
        }
        Uni<Inquiry> all = Uni.createFrom().item(new Inquiry.Absent());
        for (AuthorizationId id : about) {
            all = all.chain(before -> before instanceof Inquiry.NotAnswered
                    ? Uni.createFrom().item(before)
                    : gateway.find(id, dispute.terms().amount()).map(next -> together(before, next)));
        }
        return all.map(inquiry -> ofThis(dispute, inquiry));
    }

    private static Inquiry together(Inquiry before, Inquiry next) {
        if (before instanceof Inquiry.Found first && next instanceof Inquiry.Found second) {
            List<AuthorizationView> both = new ArrayList<>(first.authorizations());
            both.addAll(second.authorizations());
            return new Inquiry.Found(both);
        }
        return next instanceof Inquiry.Absent ? before : next;
    }

    /** What the gateway itself says belongs to another dispute is none of this one's business. */
    private static Inquiry ofThis(Dispute dispute, Inquiry inquiry) {
        if (!(inquiry instanceof Inquiry.Found found)) {
            return inquiry;
        }
        List<AuthorizationView> own = found.authorizations().stream()
                .filter(view -> view.disputeId().map(dispute.id()::equals).orElse(true))
                .toList();
        return own.isEmpty() ? new Inquiry.Absent() : new Inquiry.Found(own);
    }

    /**
     * Decides and records; if somebody else changed the dispute meanwhile, decides again on what it is now. Records nothing if the lease is gone.
     *
     * @return the dispute after it, or empty if it is no longer ours
     */
    private Uni<Optional<Dispute>> settle(Turn turn, Dispute dispute, Consumer<Draft> decision) {
        return settle(turn, dispute, List.of(), decision);
    }

    /** @param calls that were made for it */
    private Uni<Optional<Dispute>> settle(
            Turn turn, Dispute dispute, List<GatewayCall> calls, Consumer<Draft> decision) {
        return settle(turn, dispute, calls, decision, MOST_TRIES_TO_RECORD);
    }

    private Uni<Optional<Dispute>> settle(
            Turn turn, Dispute dispute, List<GatewayCall> calls, Consumer<Draft> decision, int tries) {
        Draft draft = new Draft(dispute, gatewayActor(turn), clock.instant());
        decision.accept(draft);
        draft.tellCalls(calls);
        Change change = plan.withLease(draft, turn.gateway(), turn.lease());
        return journal.record(change).chain(after -> {
            if (after.isPresent()) {
                return Uni.createFrom().item(after);
            }
            if (tries == 0) {
                return Uni.createFrom()
                        .failure(new IllegalStateException("the dispute changes faster than it can be recorded"));
            }
            return reload(turn, dispute)
                    .chain(now ->
                            now.isPresent() ? settle(turn, now.get(), calls, decision, tries - 1) : lost(dispute));
        });
    }

    private static Uni<Optional<Dispute>> lost(Dispute dispute) {
        LOG.infof("dispute %s: its lease went to another replica; this one's outcome is not recorded", dispute.id());
        return Uni.createFrom().item(Optional.empty());
    }

    /** What is due soon is not left to the next round of the schedules. */
    private void wakeUpFor(Turn turn, Dispute dispute) {
        Optional<Instant> next = dispute.operation()
                .map(GatewayOperation::nextAttemptAt)
                .or(() -> dispute.question().map(question -> question.nextAttemptAt()));
        if (next.isEmpty() || wakeUps.get() >= MOST_WAKE_UPS) {
            return;
        }
        Duration wait = Duration.between(clock.instant(), next.get());
        if (wait.compareTo(LONGEST_WAKE_UP) > 0) {
            return;
        }
        wakeUps.incrementAndGet();
        Duration due = wait.isNegative() ? Duration.ofMillis(1) : wait.plusMillis(5);
        scheduling.after(due, () -> {
            wakeUps.decrementAndGet();
            if (turn.gateway().isAvailable()) {
                wakeUp(dispute.id(), turn.gateway());
            }
        });
    }

    private Conclusion conclusion(Gateway gateway) {
        return new Conclusion(policy, gateway.timeout(), gateway.capabilities());
    }

    private static String gatewayActor(Turn turn) {
        return "gateway:" + turn.gateway().name();
    }

    private static boolean isTrouble(GatewayOutcome<?> outcome) {
        return outcome instanceof GatewayOutcome.NotSent || outcome instanceof GatewayOutcome.Unknown;
    }

    private void log(Dispute dispute, GatewayOperation operation, String outcome, boolean isTrouble) {
        traces.outcome(outcome, isTrouble);
        LOG.debugf(
                "dispute %s operation %s %s %d: %s",
                dispute.id(), operation.id(), operation.kind().lowerCase(), operation.n(), outcome);
    }
}

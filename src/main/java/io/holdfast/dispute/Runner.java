package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Gateways;
import io.holdfast.secret.TokenSealer;
import io.holdfast.store.DatabaseOutage;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** After so many steps without a rest another replica, or a later turn, goes on. */
    private static final int MOST_STEPS = 64;

    /** A wake-up that is further away is left to the schedules. */
    private static final Duration LONGEST_WAKE_UP = Duration.ofSeconds(30);

    private static final int MOST_WAKE_UPS = 10_000;

    private final DisputeStore store;
    private final Gateways gateways;
    private final Journal journal;
    private final Plan plan;
    private final HoldPolicy policy;
    private final Clock clock;
    private final Scheduling scheduling;
    private final Supplier<UUID> ids;
    private final Lines lines;
    private final Traces traces;
    private final OutcomeRecorder recorder;
    private final Calls calls;
    private final TokenUse tokenUse;
    private final TokenRefresh tokenRefresh;
    private final Returns returns;
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
            Traces traces,
            Consumer<Dispute> forgotten) {
        this.store = store;
        this.gateways = gateways;
        this.journal = journal;
        this.plan = new Plan(composer, policy);
        this.policy = policy;
        this.clock = clock;
        this.scheduling = scheduling;
        this.ids = ids;
        this.lines = lines;
        this.returns = new Returns(store, scheduling);
        this.traces = traces;
        this.recorder = new OutcomeRecorder(
                store, journal, plan, clock, new LateOutcome(store, journal, plan, policy, clock, forgotten));
        CallLog log = new CallLog(traces);
        this.calls = new Calls(composer, recorder, log, policy, clock);
        LeftTrade leftTrade = new LeftTrade(store, tokens, composer, recorder, plan, log, policy, clock);
        this.tokenUse = new TokenUse(tokens, leftTrade, composer, recorder, plan, policy, clock);
        this.tokenRefresh = new TokenRefresh(store, tokens, leftTrade, composer, recorder, log, policy, clock);
    }

    /** Takes a dispute that this replica has the lease of, and returns at once; the work is done behind the caller. */
    void handOver(Dispute dispute) {
        handOver(dispute, Optional.empty(), Optional.empty());
    }

    private void handOver(DisputeStore.Claimed claimed, DisputeStore.Due due, Instant asOf) {
        handOver(
                claimed.dispute(),
                Optional.of(asOf).filter(at -> claimed.tokenIsGood()),
                Optional.of(new Turn.Claim(due, claimed.at())));
    }

    private void handOver(Dispute dispute, Optional<Instant> tokenGoodAt, Optional<Turn.Claim> claim) {
        Optional<Gateway> gateway = gateways.named(dispute.terms().gateway());
        UUID lease = dispute.lease().orElseThrow();
        if (gateway.isEmpty()) {
            LOG.errorf(
                    "dispute %s: gateway %s is not configured",
                    dispute.id(), dispute.terms().gateway());
            return;
        }
        Turn turn = new Turn(gateway.get(), lease, clock.instant(), tokenGoodAt, claim);
        boolean accepted = lines.of(gateway.get())
                .enter(
                        dispute,
                        () -> begun(turn, dispute)
                                .onFailure()
                                .invoke(failure -> stopped(dispute, failure))
                                .onFailure()
                                .recoverWithNull());
        if (!accepted) {
            // taken on while the line filled up, or this replica was told to stop
            returns.add(dispute);
        }
    }

    /** Of a database that is away there is nothing more to tell, and much is in hand when it goes. */
    private static void stopped(Dispute dispute, Throwable failure) {
        String what = "dispute %s: the work stopped; its lease will end and it is taken up again";
        if (DatabaseOutage.isBehind(failure)) {
            LOG.warnf(what + ": %s", dispute.id(), DatabaseOutage.reason(failure));
        } else {
            LOG.warnf(failure, what, dispute.id());
        }
    }

    /** Ends what is begun here. @return what was waiting and will not be worked on here */
    List<Dispute> close() {
        List<Dispute> left = new ArrayList<>(lines.close());
        left.addAll(returns.takeAll());
        return left;
    }

    /** Whether something new for this gateway can wait for its turn here. */
    boolean hasRoom(Gateway gateway) {
        return lines.of(gateway).isOpen();
    }

    /**
     * What was taken from the store.
     *
     * @param more whether there were as many as asked for, or no room for any; what there is room for is taken up as it becomes free
     * @param leftSome whether there was no room for those of one gateway, and fewer than asked for of the others
     */
    public record TakenUp(int count, boolean more, boolean leftSome) {}

    /** Takes due disputes of one kind from the store and hands them over: of each gateway no more than there is room for in its line. */
    public Uni<TakenUp> takeUp(DisputeStore.Due due, int limit) {
        Map<String, Duration> available = new HashMap<>();
        Map<String, Duration> unavailable = new HashMap<>();
        int most = limit;
        boolean full = false;
        for (String name : gateways.on()) {
            Gateway gateway = gateways.named(name).orElseThrow();
            int room = lines.room(gateway);
            if (room <= 0) {
                full = true;
                continue;
            }
            most = Math.min(most, room);
            (gateway.isAvailable() ? available : unavailable).put(name, Plan.leaseTime(gateway));
        }
        boolean left = full && !lines.isClosed();
        if (available.isEmpty() && unavailable.isEmpty()) {
            return Uni.createFrom().item(new TakenUp(0, left, false));
        }
        int asked = most;
        Instant now = clock.instant();
        DisputeStore.Wish wish =
                new DisputeStore.Wish(due, asked, ids.get(), available, unavailable, now, policy.maxAge());
        return store.claim(wish)
                .invoke(disputes -> disputes.forEach(claimed -> handOver(claimed, due, now)))
                .map(disputes -> new TakenUp(disputes.size(), disputes.size() == asked, left));
    }

    /** Takes one dispute up now if it is due, and forgets about it if not. */
    private void wakeUp(DisputeId id, Gateway gateway) {
        if (lines.isClosed()) {
            return;
        }
        Instant now = clock.instant();
        store.claim(id, ids.get(), Plan.leaseTime(gateway))
                .subscribe()
                .with(
                        found -> found.ifPresent(claimed -> handOver(claimed, DisputeStore.Due.WORK, now)),
                        failure -> LOG.debugf("dispute %s: could not be taken up early: %s", id, failure.getMessage()));
    }

    private Uni<Void> begun(Turn turn, Dispute dispute) {
        LogIds.dispute(dispute.id());
        return work(turn, dispute, 0);
    }

    private Uni<Void> work(Turn turn, Dispute dispute, int steps) {
        if (!dispute.isLeasedBy(turn.lease())) {
            wakeUpFor(turn.gateway(), dispute);
            return Uni.createFrom().voidItem();
        }
        if (steps >= MOST_STEPS) {
            LOG.errorf("dispute %s: %d steps without an end; left to rest until its lease ends", dispute.id(), steps);
            return Uni.createFrom().voidItem();
        }
        if (turn.isOld(clock.instant())) {
            return extend(turn, dispute, steps);
        }
        Instant now = clock.instant();
        boolean pastItsAge = turn.isPastItsAge(dispute, policy, now);
        Step step = new Situation(dispute, turn.gateway().capabilities(), policy, pastItsAge, now).next(turn.due());
        LogIds.operation(dispute.operation().map(GatewayOperation::id));
        return traced(turn, dispute, step)
                .chain(after -> after.map(next -> work(turn.wentOnAt(clock.instant()), next, steps + 1))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> extend(Turn turn, Dispute dispute, int steps) {
        Draft draft = new Draft(dispute, SYSTEM, clock.instant());
        return journal.record(plan.leaseExtended(draft, turn.gateway()))
                .chain(after -> after.isPresent()
                        ? work(turn.extendedAt(clock.instant()), after.get(), steps + 1)
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
                ? traces.within(() -> stretch(turn, dispute), () -> ifReadable(turn, dispute, step))
                : ifReadable(turn, dispute, step);
    }

    private Uni<Optional<Dispute>> ifReadable(Turn turn, Dispute dispute, Step step) {
        return Uni.createFrom()
                .deferred(() -> carryOut(turn, dispute, step))
                .onFailure(TokenSealer.UnsealingFailed.class)
                .recoverWithUni(failure -> unreadable(turn, dispute, step, failure));
    }

    private Uni<Optional<Dispute>> unreadable(Turn turn, Dispute dispute, Step step, Throwable failure) {
        Optional<OperationKind> kind = step instanceof Step.Begin begin
                ? Optional.of(begin.kind())
                : dispute.operation().map(GatewayOperation::kind);
        if (kind.isEmpty()) {
            return Uni.createFrom().failure(failure);
        }
        CallLog.unreadable(dispute, kind.get());
        Optional<OperationId> open = dispute.operation()
                .filter(operation -> !(step instanceof Step.Begin))
                .map(GatewayOperation::id);
        return recorder.settle(turn, dispute, draft -> turn.conclusion(policy).unreadable(draft, open, kind.get()));
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
            return switch (send.operation().kind()) {
                case REFRESH -> tokenRefresh.attempt(turn, dispute, send.operation());
                case AUTHORIZE, RENEW ->
                    tokenUse.ifGood(turn, dispute, send.operation(), () -> calls.send(turn, dispute, send.operation()));
                case CAPTURE, VOID -> calls.send(turn, dispute, send.operation());
            };
        }
        if (step instanceof Step.Renew renew) {
            return tokenUse.ifGood(
                    turn, dispute, renew.operation(), () -> calls.renew(turn, dispute, renew.operation()));
        }
        if (step instanceof Step.Charge charge) {
            return calls.charge(turn, dispute, charge);
        }
        if (step instanceof Step.AskThenSend ask) {
            return calls.askThenSend(turn, dispute, ask);
        }
        if (step instanceof Step.Ask ask) {
            return calls.ask(turn, dispute, ask);
        }
        if (step instanceof Step.TakeBack takeBack) {
            return calls.takeBack(turn, dispute, takeBack.operation());
        }
        if (step instanceof Step.Await await) {
            OperationId id = await.operation().id();
            return recorder.settle(
                    turn, dispute, draft -> turn.conclusion(policy).untold(draft, id));
        }
        if (step instanceof Step.Anew anew) {
            OperationId id = anew.operation().id();
            return recorder.settle(
                    turn, dispute, draft -> turn.conclusion(policy).begunAnew(draft, id));
        }
        if (step instanceof Step.Withdraw withdraw) {
            return tokenRefresh.withdraw(turn, dispute, withdraw.operation());
        }
        if (step instanceof Step.Begin begin) {
            return tokenUse.begin(turn, dispute, begin.kind());
        }
        if (step instanceof Step.LetLapse) {
            return recorder.settleBySystem(turn, dispute, Runner::letLapse);
        }
        if (step instanceof Step.GiveUp) {
            return recorder.settleBySystem(turn, dispute, Runner::giveUp);
        }
        return recorder.settle(turn, dispute, draft -> {});
    }

    /** Somebody may have decided meanwhile. */
    private static void giveUp(Draft draft) {
        if (draft.dispute().isUndecided()) {
            ReleaseHold.request(draft, "why", "max_age");
        }
    }

    private static void letLapse(Draft draft) {
        Dispute dispute = draft.dispute();
        if (dispute.status() == Status.HELD && dispute.pending().isEmpty()) {
            RenewalReading.failed(draft, "max_age");
        }
    }

    /** What is due soon is not left to the next round of the schedules. */
    void wakeUpFor(Gateway gateway, Dispute dispute) {
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
            if (gateway.isAvailable()) {
                wakeUp(dispute.id(), gateway);
            }
        });
    }
}

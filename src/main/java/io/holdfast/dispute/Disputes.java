package io.holdfast.dispute;

import io.holdfast.audit.AccessJournal;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.gateway.Gateways;
import io.holdfast.secret.TokenSealer;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.ReconciliationStore;
import io.holdfast.time.Scheduling;
import io.holdfast.trace.Traces;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The use cases of one replica, put together. The application makes one of them; so does a test, or a simulation, with edges of its own. */
public final class Disputes {

    /** Of those that wait for one gateway in one replica. At 200 a second more than half a minute, which is longer than a lease. */
    public static final int LONGEST_LINE = 8_192;

    private final OpenDispute openDispute;
    private final ReleaseHold releaseHold;
    private final ChargeHold chargeHold;
    private final RetryOperation retryOperation;
    private final ResolveOperation resolveOperation;
    private final HearNews hearNews;
    private final DisputeWatch watch;
    private final Runner runner;
    private final Lines lines;
    private final DisputeStore store;
    private final Scheduling scheduling;
    private final Clock clock;
    private final Gateways gateways;
    private final TokenSealer sealer;
    private final Settlements settlements;
    private final Supplier<UUID> ids;
    private final List<Reconcile> reconciliations = new CopyOnWriteArrayList<>();

    /**
     * @param longestLine how many may wait here for one gateway; what comes then is left to other replicas, or to a later moment
     * @param ids gives UUIDs of version 7
     * @param observer is told of each committed change, the dispute before and after; must be quick and must not fail
     * @param forgotten is told of a dispute that is not in the database any more, as it would have been recorded, if the gateway may hold or have taken money for it;
     *     must be quick and must not fail
     * @param traces are told of each operation that is carried out
     */
    public Disputes(
            DisputeStore store,
            Gateways gateways,
            TokenSealer sealer,
            HoldPolicy policy,
            Clock clock,
            Scheduling scheduling,
            int longestLine,
            Supplier<UUID> ids,
            BiConsumer<Optional<Dispute>, Dispute> observer,
            Consumer<Dispute> forgotten,
            Traces traces) {
        this.store = store;
        this.scheduling = scheduling;
        this.clock = clock;
        this.gateways = gateways;
        this.sealer = sealer;
        this.ids = ids;
        this.watch = new DisputeWatch(store, scheduling);
        this.lines = new Lines(scheduling, longestLine);
        Composer composer = new Composer(sealer, ids, traces);
        PaymentTokens tokens = new PaymentTokens(store, sealer);
        Plan plan = new Plan(composer, policy);
        Journal journal = new Journal(store, clock, (before, after) -> {
            watch.changed(after);
            observer.accept(before, after);
        });
        this.runner = new Runner(
                store, gateways, journal, composer, tokens, policy, clock, scheduling, ids, lines, traces, forgotten);
        this.settlements = new Settlements(store, gateways, journal, plan, runner, clock, ids);
        this.openDispute = new OpenDispute(gateways, composer, journal, store, runner, tokens, clock, ids);
        this.releaseHold = new ReleaseHold(settlements);
        this.chargeHold = new ChargeHold(settlements);
        this.retryOperation = new RetryOperation(settlements, store);
        this.resolveOperation =
                new ResolveOperation(settlements, store, gateways, new Owners(store, gateways, scheduling), policy);
        this.hearNews = new HearNews(settlements, store, gateways, policy, clock);
    }

    public OpenDispute openDispute() {
        return openDispute;
    }

    public ReleaseHold releaseHold() {
        return releaseHold;
    }

    public ChargeHold chargeHold() {
        return chargeHold;
    }

    public RetryOperation retryOperation() {
        return retryOperation;
    }

    public ResolveOperation resolveOperation() {
        return resolveOperation;
    }

    public HearNews hearNews() {
        return hearNews;
    }

    /**
     * @param books where it keeps how far it is
     * @param accesses is told of what no dispute's story can tell
     */
    public Reconcile reconcile(ReconciliationStore books, AccessJournal accesses) {
        Reconcile reconcile = new Reconcile(
                books,
                gateways,
                new Comparison(store, settlements, clock),
                new ReturnOrphan(books, store, sealer, accesses),
                watch,
                clock,
                ids);
        reconciliations.add(reconcile);
        return reconcile;
    }

    public DisputeWatch watch() {
        return watch;
    }

    public Runner runner() {
        return runner;
    }

    /**
     * Lets nothing more begin, waits for what runs, and gives back the leases of what was still waiting.
     *
     * @param atMost how long to wait for what runs; what is not done by then is taken up by others when its lease ends
     */
    public Uni<Void> stop(Duration atMost) {
        watch.close();
        reconciliations.forEach(Reconcile::stop);
        Instant end = clock.instant().plus(atMost);
        return giveBack()
                .chain(() -> Uni.createFrom().<Void>emitter(emitter -> awaitQuiet(end, () -> emitter.complete(null))))
                // what was just being opened came too late for the line
                .chain(this::giveBack);
    }

    /** If the database is away the leases end by themselves; what runs is waited for all the same. */
    private Uni<Void> giveBack() {
        return Uni.createFrom().deferred(() -> {
            List<Dispute> left = runner.close();
            return left.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : store.handBack(left, Conclusion.LEFT_TO_OTHERS)
                            .onFailure()
                            .recoverWithItem(0)
                            .replaceWithVoid();
        });
    }

    private void awaitQuiet(Instant end, Runnable quiet) {
        boolean isQuiet = lines.running() == 0 && reconciliations.stream().noneMatch(Reconcile::isUnderWay);
        if (isQuiet || !clock.instant().isBefore(end)) {
            quiet.run();
        } else {
            scheduling.after(Duration.ofMillis(20), () -> awaitQuiet(end, quiet));
        }
    }
}

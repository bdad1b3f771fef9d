package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationPage;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Gateways;
import io.holdfast.store.ReconciliationStore;
import io.holdfast.store.ReconciliationStore.Counts;
import io.holdfast.store.ReconciliationStore.Orphan;
import io.holdfast.store.ReconciliationStore.Phase;
import io.holdfast.store.ReconciliationStore.Run;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Compares every live authorization of a gateway with the record, both ways: first what the gateway lists, then the HELD disputes that were not on its
 * list, then the orphans whose dispute nobody knows. It goes page by page, keeps how far it is, and can be stopped at any point and continued.
 *
 * <p>It decides nothing by itself. A difference makes Holdfast ask the gateway about that dispute, and what the gateway says is taken like any other answer.
 * Whatever something is under way for, and whatever changed a moment ago, is left alone: an authorization that is being placed, renewed or given back is
 * in nobody's books twice by mistake.
 */
public final class Reconcile {

    /** Of disputes that the gateway is asked about before the next are looked for. */
    private static final int BATCH = 50;

    /** As long as a page and the questions that come of it may take, and then some. */
    static final Duration LEASE = Duration.ofMinutes(3);

    /** How long to wait for the answers to one page's questions; those that come later are taken all the same. */
    private static final Duration ANSWERS = Duration.ofSeconds(30);

    private final ReconciliationStore books;
    private final Gateways gateways;
    private final Comparison comparison;
    private final ReturnOrphan returnOrphan;
    private final DisputeWatch watch;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final AtomicInteger underWay = new AtomicInteger();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    Reconcile(
            ReconciliationStore books,
            Gateways gateways,
            Comparison comparison,
            ReturnOrphan returnOrphan,
            DisputeWatch watch,
            Clock clock,
            Supplier<UUID> ids) {
        this.books = books;
        this.gateways = gateways;
        this.comparison = comparison;
        this.returnOrphan = returnOrphan;
        this.watch = watch;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What is wanted of a run.
     *
     * @param voidOrphans whether orphans are given back, or only told of
     * @param settle what changed less long ago is left alone
     * @param anew whether to begin again instead of going on with a run that was stopped
     * @param atMostEvery none is begun earlier than this after the last one began; empty for now
     * @param actor who has it done
     */
    public record Wish(
            boolean voidOrphans, Duration settle, boolean anew, Optional<Duration> atMostEvery, String actor) {}

    /** What happens on the way. */
    public interface Witness {

        /** It is so far, after another page. */
        void reached(Run run);

        /** A live authorization that no HELD dispute stands on. @param known whether there is a dispute of that id */
        void orphan(String gateway, AuthorizationId id, DisputeId dispute, boolean known);

        /** One that was to be given back, and is not, as far as is known. */
        default void remains(String gateway, AuthorizationId id, DisputeId dispute) {}

        /**
         * A HELD dispute whose hold is not on the list, and of which the gateway, asked, does not say what became of it: it may not know it any more, as after a wrong
         * address or account, or a restored gateway.
         */
        default void lost(String gateway, AuthorizationId hold, DisputeId dispute) {}

        /** Something on the list that cannot be read: it may be a hold, and is compared with nothing. @param named as far as a person needs to find it */
        default void unreadable(String gateway, String named) {}
    }

    /** Whether there is any gateway, be it one that cannot be listed. */
    public boolean isAnyOn() {
        return !gateways.on().isEmpty();
    }

    /** The gateways that can be listed, by name. */
    public List<String> gateways() {
        return gateways.on().stream()
                .filter(name ->
                        gateways.named(name).orElseThrow().capabilities().canBeListed())
                .toList();
    }

    /** How many HELD disputes there are at a gateway: about as much as there is to compare. */
    public Uni<Long> held(String gateway) {
        return books.held(gateway);
    }

    /** Lets no further step begin: a run ends with what is under way, and what it did is written. */
    void stop() {
        stopped.complete(null);
    }

    boolean isUnderWay() {
        return underWay.get() > 0;
    }

    /**
     * One run at one gateway, to its end.
     *
     * @return empty if another replica is at it, or none is due; fails if the database does, the gateway cannot be listed or the process is to end, and can then be
     *     continued
     */
    public Uni<Optional<Run>> run(String gateway, Wish wish, Witness witness) {
        return Uni.createFrom().deferred(() -> {
            underWay.incrementAndGet();
            return unlessStopped(() -> begin(gateway, wish, witness))
                    .onTermination()
                    .invoke(underWay::decrementAndGet);
        });
    }

    private <T> Uni<T> unlessStopped(Supplier<Uni<T>> next) {
        return stopped.isDone()
                ? Uni.createFrom().failure(new IllegalStateException("the process is to end"))
                : next.get();
    }

    private Uni<Optional<Run>> begin(String gateway, Wish wish, Witness witness) {
        Gateway line = gateways.named(gateway).orElseThrow();
        UUID lease = ids.get();
        Optional<Instant> notSince =
                wish.atMostEvery().map(pace -> clock.instant().minus(pace));
        return books.begin(gateway, lease, LEASE, wish.anew(), notSince, ids.get())
                .chain(begun -> begun.isEmpty()
                        ? Uni.createFrom().item(begun)
                        : new Walk(line, wish, witness, lease, begun.get())
                                .toItsEnd()
                                .map(Optional::of));
    }

    /** One run on its way. Used by one caller, step after step. */
    private final class Walk {

        private final Gateway gateway;
        private final Wish wish;
        private final Witness witness;
        private final UUID lease;
        /** Of which a person was told that another hold lives; less those of which one is on the list. */
        private final Set<DisputeId> worried = new HashSet<>();

        private final Set<DisputeId> orphaned = new HashSet<>();
        /** What was on the pages before a stop nobody remembers. */
        private final boolean seesWholeList;

        private Run run;

        private Walk(Gateway gateway, Wish wish, Witness witness, UUID lease, Run run) {
            this.gateway = gateway;
            this.wish = wish;
            this.witness = witness;
            this.lease = lease;
            this.run = run;
            this.seesWholeList = run.phase() == Phase.LISTING && run.position().isEmpty();
        }

        private Uni<Run> toItsEnd() {
            return Multi.createBy()
                    .repeating()
                    .uni(() -> unlessStopped(this::step))
                    .whilst(reached -> reached.phase() != Phase.DONE)
                    .collect()
                    .last()
                    .onTermination()
                    .call(() -> books.leave(gateway.name(), lease).onFailure().recoverWithNull());
        }

        private Uni<Run> step() {
            return switch (run.phase()) {
                case LISTING -> list();
                case MISSING -> missing();
                case ORPHANS -> orphans();
                case DONE -> Uni.createFrom().item(run);
            };
        }

        private Uni<Run> list() {
            return gateway.list(run.position()).chain(page -> {
                refuseCircle(page);
                page.unreadable().forEach(named -> witness.unreadable(gateway.name(), named));
                return comparison
                        .compare(gateway, page.authorizations(), wish)
                        .invoke(found -> tell(found))
                        .call(found -> noLongerFound(found, page.next().isEmpty()))
                        .chain(found -> answered(found.asked())
                                .chain(() -> comparison.remaining(found))
                                .invoke(remaining -> remaining.forEach(
                                        (id, dispute) -> witness.remains(gateway.name(), id, dispute)))
                                .chain(() -> reach(
                                        page.next().isPresent() ? Phase.LISTING : Phase.MISSING,
                                        page.next(),
                                        found.counts(),
                                        found.seen(),
                                        found.orphans())));
            });
        }

        /** What a person was told of, and is on no page of the list, has ended, as far as the gateway knows: it is asked. */
        private Uni<Void> noLongerFound(Comparison.Found found, boolean isLastPage) {
            worried.addAll(found.worried());
            orphaned.addAll(found.known().values());
            if (!isLastPage || !seesWholeList) {
                return Uni.createFrom().voidItem();
            }
            worried.removeAll(orphaned);
            return comparison.askAboutAll(List.copyOf(worried), wish).chain(this::answered);
        }

        /** A list that leads back to where it was would never end. */
        private void refuseCircle(AuthorizationPage page) {
            if (page.next().isPresent() && page.next().equals(run.position())) {
                throw new IllegalStateException("the list of gateway " + gateway.name() + " goes round in circles");
            }
        }

        private Uni<Run> missing() {
            Optional<DisputeId> after = run.position().map(UUID::fromString).map(DisputeId::new);
            // What changed since the list was begun may be on a page of it that was read before.
            Instant unchangedSince = min(clock.instant(), run.startedAt()).minus(wish.settle());
            return books.missing(gateway.name(), after, unchangedSince, BATCH).chain(lost -> {
                if (lost.isEmpty()) {
                    return reach(Phase.ORPHANS, Optional.empty(), Counts.NONE, Set.of(), List.of());
                }
                return comparison
                        .ask(lost, wish)
                        .chain(asked -> answered(asked)
                                .chain(() -> stopped.isDone()
                                        ? Uni.createFrom().item(Map.<DisputeId, AuthorizationId>of())
                                        : comparison.unsettled(lost, asked, unchangedSince))
                                .invoke(unsettled -> unsettled.forEach(
                                        (dispute, hold) -> witness.lost(gateway.name(), hold, dispute)))
                                .chain(() -> reach(
                                        Phase.MISSING,
                                        Optional.of(lost.get(lost.size() - 1).toString()),
                                        new Counts(0, 0, 0, 0, 0, asked.size(), 0),
                                        Set.of(),
                                        List.of())));
            });
        }

        private Uni<Run> orphans() {
            if (!wish.voidOrphans()) {
                return reach(Phase.DONE, Optional.empty(), Counts.NONE, Set.of(), List.of());
            }
            Optional<AuthorizationId> after = run.position().map(AuthorizationId::new);
            // one by one: what was done is written before the next, for whoever stops it
            return books.orphans(gateway.name(), run.id(), after, 1).chain(next -> {
                if (next.isEmpty()) {
                    return books.orphans(gateway.name(), run.id(), Optional.empty(), BATCH)
                            .invoke(remaining ->
                                    remaining.forEach(it -> witness.remains(gateway.name(), it.id(), it.dispute())))
                            .chain(() -> reach(Phase.DONE, Optional.empty(), Counts.NONE, Set.of(), List.of()));
                }
                Orphan orphan = next.get(0);
                return returnOrphan
                        .one(gateway, orphan, wish.actor())
                        .chain(returned -> reach(
                                Phase.ORPHANS,
                                Optional.of(orphan.id().value()),
                                new Counts(0, 0, 0, 0, 0, 0, returned ? 1 : 0),
                                Set.of(),
                                List.of()));
            });
        }

        private Uni<Run> reach(
                Phase phase, Optional<String> position, Counts more, Set<DisputeId> seen, List<Orphan> orphans) {
            run = run.at(phase, position, run.counts().plus(more));
            return books.progress(run, lease, LEASE, seen, orphans).map(kept -> {
                if (!kept) {
                    throw new IllegalStateException("another replica has taken the reconciliation over");
                }
                witness.reached(run);
                return run;
            });
        }

        private void tell(Comparison.Found found) {
            found.known().forEach((id, dispute) -> witness.orphan(gateway.name(), id, dispute, true));
            found.orphans().forEach(it -> witness.orphan(gateway.name(), it.id(), it.dispute(), false));
        }

        /** One page's questions are answered before the next page brings more. */
        private Uni<Void> answered(List<DisputeId> asked) {
            if (asked.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            Uni<Void> answers = Uni.join()
                    .all(asked.stream()
                            .map(id -> watch.await(id, Comparison::isAtRest, ANSWERS))
                            .toList())
                    .andFailFast()
                    .replaceWithVoid();
            // they come to no end here once nothing is asked any more
            return Uni.join()
                    .first(answers, Uni.createFrom().completionStage(stopped::copy))
                    .toTerminate();
        }
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

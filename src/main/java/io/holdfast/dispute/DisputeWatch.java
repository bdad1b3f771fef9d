package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.DisputeStore;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Waits for disputes to change. A change that this replica makes is told at once. For those that others make, one question a round is put to the
 * database for all who wait here together, and only while somebody waits: a waiter costs neither a thread nor a query of its own.
 */
public final class DisputeWatch {

    private static final Logger LOG = Logger.getLogger(DisputeWatch.class);

    /** How late a change made by another replica may be seen. */
    private static final Duration ROUND = Duration.ofMillis(200);

    /** Beyond it a caller gets the state as it is, at once. */
    private static final int MOST_WAITERS = 10_000;

    private final DisputeStore store;
    private final Scheduling scheduling;
    private final Map<DisputeId, Set<Waiter>> waiters = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean roundPlanned = new AtomicBoolean();
    private volatile boolean closed;

    DisputeWatch(DisputeStore store, Scheduling scheduling) {
        this.store = store;
        this.scheduling = scheduling;
    }

    private final class Waiter {

        private final DisputeId id;
        private final Predicate<Dispute> until;
        private final boolean follows;
        private final UniEmitter<? super Optional<Dispute>> emitter;
        private final AtomicBoolean done = new AtomicBoolean();

        /** Where the waiter came from: on the context of whoever makes the change, its session would be the waiters' too. */
        private final Executor here = scheduling.here();

        /** Null until it was read. */
        private volatile Dispute seen;

        /** Null until the wait begins. */
        private volatile Cancellable timeOver;

        private Waiter(
                DisputeId id,
                Predicate<Dispute> until,
                boolean follows,
                UniEmitter<? super Optional<Dispute>> emitter) {
            this.id = id;
            this.until = until;
            this.follows = follows;
            this.emitter = emitter;
        }

        private void see(Dispute dispute) {
            if (isNewest(dispute) && until.test(dispute)) {
                answer();
            }
        }

        /** What was read and what is told may come in either order, and on two threads. */
        private synchronized boolean isNewest(Dispute dispute) {
            if (seen != null && dispute.version() < seen.version()) {
                return false;
            }
            seen = dispute;
            return true;
        }

        private boolean isBehind(long version) {
            Dispute known = seen;
            return known != null && known.version() < version;
        }

        /** What the database has may have been read before this was committed: {@link #goBack} finds out. */
        private Optional<Dispute> aheadOf(long version) {
            return Optional.ofNullable(seen).filter(known -> known.version() > version);
        }

        /** @param stored read after {@code known} was seen, so that only a database that took over from another, and was behind, can have less */
        private void goBack(Dispute known, Dispute stored) {
            if (takesBack(known, stored) && (follows || until.test(stored))) {
                answer();
            }
        }

        private synchronized boolean takesBack(Dispute known, Dispute stored) {
            if (seen != known || stored.version() >= known.version()) {
                return false;
            }
            seen = stored;
            return true;
        }

        private void answer() {
            if (leave()) {
                Dispute answer = seen;
                here.execute(() -> emitter.complete(Optional.of(answer)));
            }
        }

        /** Whether it was still here. What it waits with goes at once: many may be answered within the time that one would have waited. */
        private boolean leave() {
            if (!done.compareAndSet(false, true)) {
                return false;
            }
            remove(this);
            forgetTime();
            return true;
        }

        private void beginToWait(Duration atMost) {
            timeOver = scheduling.after(atMost, this::answer);
            if (done.get()) {
                forgetTime();
            }
        }

        private void forgetTime() {
            Cancellable timer = timeOver;
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    /**
     * The dispute as it is when {@code until} holds, or when the time is over.
     *
     * @return empty if there is no such dispute
     */
    public Uni<Optional<Dispute>> await(DisputeId id, Predicate<Dispute> until, Duration atMost) {
        return Uni.createFrom().deferred(() -> {
            if (waiting.get() >= MOST_WAITERS) {
                return store.find(id);
            }
            return Uni.createFrom().emitter(emitter -> read(new Waiter(id, until, false, emitter), atMost));
        });
    }

    /** It listens before it reads: a change that is made in between is told to it. */
    private void read(Waiter waiter, Duration atMost) {
        listen(waiter);
        store.find(waiter.id)
                .subscribe()
                .with(
                        found -> {
                            if (found.isPresent()) {
                                waiter.see(found.get());
                                await(waiter, atMost);
                            } else if (waiter.leave()) {
                                waiter.emitter.complete(found);
                            }
                        },
                        failure -> {
                            if (waiter.leave()) {
                                waiter.emitter.fail(failure);
                            }
                        });
    }

    /**
     * The dispute once its story is longer than it was; or as it is known here when the time is over, or when this replica closes. It is of a smaller version than
     * {@code seen} if the database took over from another and was behind. Asks the database nothing for itself. How many follow at once is for the caller to limit.
     */
    public Uni<Dispute> next(Dispute seen, Duration atMost) {
        int told = seen.head().sequence();
        return Uni.createFrom()
                .<Optional<Dispute>>emitter(emitter -> {
                    Waiter waiter =
                            new Waiter(seen.id(), dispute -> dispute.head().sequence() > told, true, emitter);
                    listen(waiter);
                    waiter.see(seen);
                    await(waiter, atMost);
                })
                .map(Optional::orElseThrow);
    }

    /** Answers those who follow, now and from now on at once: they go on at another replica. Those who wait for an outcome may still get it. */
    void close() {
        closed = true;
        waiters.values().forEach(all -> all.forEach(this::answerFollower));
    }

    private void answerFollower(Waiter waiter) {
        if (waiter.follows) {
            waiter.answer();
        }
    }

    /** Tells those who wait here of a change that was committed. */
    void changed(Dispute dispute) {
        Set<Waiter> here = waiters.get(dispute.id());
        if (here != null) {
            here.forEach(waiter -> waiter.see(dispute));
        }
    }

    private void listen(Waiter waiter) {
        if (!waiter.follows) {
            waiting.incrementAndGet();
        }
        waiters.compute(waiter.id, (id, present) -> {
            Set<Waiter> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(waiter);
            return all;
        });
        waiter.emitter.onTermination(waiter::leave);
    }

    private void await(Waiter waiter, Duration atMost) {
        if (waiter.done.get()) {
            return;
        }
        waiter.beginToWait(atMost);
        planRound();
        if (closed) {
            answerFollower(waiter);
        }
    }

    private void remove(Waiter waiter) {
        if (!waiter.follows) {
            waiting.decrementAndGet();
        }
        waiters.computeIfPresent(waiter.id, (id, all) -> {
            all.remove(waiter);
            return all.isEmpty() ? null : all;
        });
    }

    private void planRound() {
        if (roundPlanned.compareAndSet(false, true)) {
            scheduling.after(ROUND, this::round);
        }
    }

    /** It comes once more after the last waiter was answered: by then the process may have ended but for its timers, and the store be gone. */
    private void round() {
        if (waiters.isEmpty()) {
            nextRound();
            return;
        }
        store.versions(List.copyOf(waiters.keySet()))
                .chain(this::lookAtChanged)
                .subscribe()
                .with(done -> nextRound(), failure -> {
                    LOG.debugf("could not look for changes: %s", failure.getMessage());
                    nextRound();
                });
    }

    private void nextRound() {
        roundPlanned.set(false);
        if (!waiters.isEmpty()) {
            planRound();
        }
    }

    private Uni<Void> lookAtChanged(Map<DisputeId, Long> versions) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<DisputeId, Long> stored : versions.entrySet()) {
            Set<Waiter> here = waiters.getOrDefault(stored.getKey(), Set.of());
            Map<Waiter, Dispute> ahead = new HashMap<>();
            here.forEach(waiter -> waiter.aheadOf(stored.getValue()).ifPresent(known -> ahead.put(waiter, known)));
            if (!ahead.isEmpty() || here.stream().anyMatch(waiter -> waiter.isBehind(stored.getValue()))) {
                all = all.chain(() -> store.find(stored.getKey()))
                        .invoke(found -> found.ifPresent(now -> {
                            ahead.forEach((waiter, known) -> waiter.goBack(known, now));
                            changed(now);
                        }))
                        .replaceWithVoid();
            }
        }
        return all;
    }
}

package io.holdfast.schedule;

import io.holdfast.dispute.Runner;
import io.holdfast.store.DisputeStore.Due;
import io.holdfast.time.Scheduling;
import io.holdfast.webhook.Inbox;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The timers. Each takes what is due and hands it to the runner; any number of replicas may do so at once. A round never runs beside itself: the next one is
 * planned when one is over, as far from its beginning as its pace says, or at once if it took longer than that, and soon if there was no room for all that is due.
 */
public final class Rounds {

    /** Of one round's steps. */
    private static final int BATCH = 64;

    /** So that a round ends. */
    private static final int MOST_STEPS = 32;

    /**
     * When a round took all that there was room for in front of the gateways, the next one does not wait for its pace: what a burst, an outage or a dead replica left
     * is worked off as fast as the gateways answer, and news as fast as it can be used. While all lines are full this costs no statement.
     */
    private static final Duration SOON = Duration.ofMillis(20);

    /** When the line of one gateway only is full: what is asked for then is of the others, and they have no more. */
    private static final Duration A_LITTLE_LATER = Duration.ofMillis(500);

    /** A round that took longer than its pace lets others breathe. */
    private static final Duration SHORTEST_REST = Duration.ofMillis(10);

    private final Scheduling scheduling;
    private final Clock clock;
    private final Paces paces;
    private final Runner runner;
    private final Inbox inbox;
    private volatile boolean over;

    /** How much time lies between the beginnings of two rounds of each kind. */
    public record Paces(Duration poll, Duration recover, Duration renew, Duration refresh, Duration age) {}

    /** @param clock one that only goes forward */
    public Rounds(Scheduling scheduling, Clock clock, Paces paces, Runner runner, Inbox inbox) {
        this.scheduling = scheduling;
        this.clock = clock;
        this.paces = paces;
        this.runner = runner;
        this.inbox = inbox;
    }

    /** The first round of each kind is made one pace from now. */
    public void begin() {
        repeat("poll", paces.poll(), () -> take(Due.WORK));
        repeat("news", paces.poll(), () -> inbox.takeUp().map(more -> more ? Optional.of(SOON) : Optional.empty()));
        repeat("recover", paces.recover(), () -> take(Due.RECOVERY));
        repeat("renew", paces.renew(), () -> take(Due.RENEWAL));
        repeat("refresh", paces.refresh(), () -> take(Due.REFRESH));
        repeat("age", paces.age(), () -> take(Due.AGE).call(inbox::forgetOld));
    }

    /** No further round is made; one that runs ends by itself. */
    public void end() {
        over = true;
    }

    /** One more kind of round; its first one is made one pace from now. */
    public void every(String name, Duration pace, Supplier<Uni<Void>> round) {
        repeat(name, pace, () -> round.get().replaceWith(Optional.empty()));
    }

    /** @param round says how soon it is to be made again, if it left something for lack of room */
    private void repeat(String name, Duration pace, Supplier<Uni<Optional<Duration>>> round) {
        RoundLog log = new RoundLog(name);
        scheduling.after(pace, () -> make(log, pace, round));
    }

    private void make(RoundLog log, Duration pace, Supplier<Uni<Optional<Duration>>> round) {
        if (over) {
            return;
        }
        Instant due = clock.instant().plus(pace);
        // deferred, so that a round that cannot even begin is planned again too
        Uni.createFrom()
                .deferred(round::get)
                .subscribe()
                .with(
                        soon -> {
                            log.worked();
                            again(log, pace, soon.map(clock.instant()::plus).orElse(due), round);
                        },
                        failure -> {
                            log.failed(failure);
                            again(log, pace, due, round);
                        });
    }

    private void again(RoundLog log, Duration pace, Instant due, Supplier<Uni<Optional<Duration>>> round) {
        if (over) {
            // what the clock and the timers come from may be gone already
            return;
        }
        Duration rest = Duration.between(clock.instant(), due);
        scheduling.after(rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest, () -> make(log, pace, round));
    }

    private Uni<Optional<Duration>> take(Due due) {
        return take(due, MOST_STEPS);
    }

    private Uni<Optional<Duration>> take(Due due, int stepsLeft) {
        return runner.takeUp(due, BATCH)
                .chain(taken -> taken.count() == 0 || !taken.more() || stepsLeft == 0
                        ? Uni.createFrom().item(again(taken))
                        : take(due, stepsLeft - 1));
    }

    private static Optional<Duration> again(Runner.TakenUp taken) {
        return taken.more() ? Optional.of(SOON) : taken.leftSome() ? Optional.of(A_LITTLE_LATER) : Optional.empty();
    }
}

package io.holdfast.simulation;

import io.holdfast.audit.AccessesInMemory;
import io.holdfast.dispute.Disputes;
import io.holdfast.dispute.Reconcile;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayNotAnswering;
import io.holdfast.gateway.GatewayProvider;
import io.holdfast.gateway.GatewaySettings;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.Gateways;
import io.holdfast.schedule.Rounds;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.ReconciliationStore;
import io.holdfast.time.Scheduling;
import io.holdfast.trace.Traces;
import io.holdfast.webhook.Inbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One process. It can die at any moment in which it waits, and then forgets everything; it starts again as a new one. It can stand still for a while and go
 * on as if nothing had happened.
 */
public final class Replica {

    /** Replicas that start together do not make their rounds together. */
    private static final long FIRST_ROUNDS_WITHIN = 5_000_000;

    private static final int MOST_AT_ONCE = 50;

    private static final Reconcile.Witness NOBODY = new Reconcile.Witness() {
        @Override
        public void reached(ReconciliationStore.Run run) {}

        @Override
        public void orphan(String gateway, AuthorizationId id, DisputeId dispute, boolean known) {}
    };

    private final int number;
    private final Town town;
    private final Glass glass = new Glass();
    private final Dice dice;
    private final Clock clock;
    private long skewMicros;
    private int incarnation;
    private boolean up;
    private long standsStillUntil;
    private Disputes disputes;
    private final List<Dispute> forgotten = new ArrayList<>();
    private Inbox inbox;
    private Reconcile reconcile;

    Replica(int number, Town town, Dice dice, long skewMicros) {
        this.number = number;
        this.town = town;
        this.dice = dice;
        this.skewMicros = skewMicros;
        this.clock = town.timeline().clock(() -> this.skewMicros);
    }

    /** Somebody sets its host's clock. @param by how much it is ahead from now on */
    public void setClockAhead(Duration by) {
        skewMicros = by.toNanos() / 1_000;
    }

    int number() {
        return number;
    }

    int incarnation() {
        return incarnation;
    }

    boolean isUp() {
        return up;
    }

    /** The use cases of this process; those of a dead one are not to be called. */
    public Disputes disputes() {
        return disputes;
    }

    /** Of what it told a person that the database has no row of it any more. */
    public List<Dispute> forgotten() {
        return List.copyOf(forgotten);
    }

    /** A new process. */
    public void start() {
        incarnation++;
        up = true;
        standsStillUntil = 0;
        Connection store = town.connection(this);
        Scheduling later = new LaterHere();
        disputes = disputes(store, later);
        Connection reconciler = town.reconcilersConnection(this);
        reconcile = disputes(reconciler, later).reconcile(town.books(reconciler), new AccessesInMemory());
        inbox = new Inbox(town.news(store), disputes.hearNews(), later, new SimpleMeterRegistry());
        town.paces().ifPresent(paces -> {
            Rounds rounds = new Rounds(later, clock, paces, disputes.runner(), inbox);
            int born = incarnation;
            town.timeline().afterMicros(dice.between(0, FIRST_ROUNDS_WITHIN), () -> deliver(born, rounds::begin));
        });
    }

    /** As another process has them, in whose settings no gateway is on. */
    Disputes whoseGatewaysAreOff() {
        return disputes(
                town.connection(this),
                new LaterHere(),
                town.banks().stream()
                        .map(bank -> provider(bank.name(), Optional.empty()))
                        .toList());
    }

    private Disputes disputes(Connection store, Scheduling later) {
        return disputes(store, later, town.banks().stream().map(this::provider).toList());
    }

    private Disputes disputes(Connection store, Scheduling later, List<GatewayProvider> providers) {
        return new Disputes(
                store,
                new Gateways(providers, Settings.INSTANCE),
                glass,
                town.policy(),
                clock,
                later,
                town.longestLine(),
                () -> dice.uuid(clock.millis()),
                (before, after) -> {},
                forgotten::add,
                Traces.off());
    }

    static Optional<Rounds.Paces> paces(int poll, int recover, int renew, int refresh, int age) {
        return Optional.of(new Rounds.Paces(
                Duration.ofSeconds(poll),
                Duration.ofSeconds(recover),
                Duration.ofSeconds(renew),
                Duration.ofSeconds(refresh),
                Duration.ofSeconds(age)));
    }

    /** The process is gone, and with it all that it waited for. */
    public void die() {
        up = false;
        disputes = null;
        reconcile = null;
        inbox = null;
        town.chronicle().note(number * 131L, () -> "replica " + number + " dies");
    }

    /** What reaches it meanwhile it does after that. */
    public void standStill(Duration time) {
        standsStillUntil = town.timeline().micros() + time.toNanos() / 1_000;
    }

    private void dieAndComeBack() {
        die();
        town.timeline().afterMicros(dice.between(200_000, 40_000_000), this::start);
    }

    /** As a rolling update does it. */
    private void stopAndComeBack(int born) {
        if (born != incarnation || !up) {
            return;
        }
        town.chronicle().note(number * 137L, () -> "replica " + number + " stops");
        disputes.stop(Duration.ofSeconds(20)).subscribe().with(done -> leave(born), failure -> leave(born));
    }

    private void leave(int born) {
        if (born == incarnation && up) {
            dieAndComeBack();
        }
    }

    /** An answer, a call or a timer reaches the process that waits for it, if that still lives. */
    void deliver(int born, Runnable work) {
        if (born != incarnation || !up) {
            return;
        }
        if (standsStillUntil > town.timeline().micros()) {
            postpone(born, work);
            return;
        }
        Troubles troubles = town.world().troubles();
        if (dice.chance(troubles.crash())) {
            dieAndComeBack();
        } else if (dice.chance(troubles.stall())) {
            standsStillUntil = town.timeline().micros() + dice.between(100_000, 60_000_000);
            town.chronicle().note(number * 139L, () -> "replica " + number + " stands still");
            postpone(born, work);
        } else {
            if (dice.chance(troubles.stop())) {
                town.timeline().afterMicros(0, () -> stopAndComeBack(born));
            }
            work.run();
        }
    }

    private void postpone(int born, Runnable work) {
        town.timeline().afterMicros(standsStillUntil - town.timeline().micros(), () -> deliver(born, work));
    }

    /** Somebody outside calls. If the process dies meanwhile, there is never an answer. */
    <T> void call(Function<Disputes, Uni<T>> request, Consumer<T> answer, Consumer<Throwable> failure) {
        int born = incarnation;
        deliver(
                born,
                () -> request.apply(disputes).subscribe().with(answer, problem -> {
                    town.expectAway(problem);
                    failure.accept(problem);
                }));
    }

    /** A bank delivers a piece of its news. If the process dies meanwhile, there is never an answer. */
    void receive(Bank bank, GatewayEvent event, Runnable accepted) {
        int born = incarnation;
        deliver(
                born,
                () -> inbox.receive(bank.name(), List.of(event))
                        .subscribe()
                        .with(done -> accepted.run(), town::expectAway));
    }

    /** Somebody compares a bank's books with the record. If the process dies meanwhile, it can be continued. */
    void reconcile(boolean voidOrphans, boolean anew, Consumer<ReconciliationStore.Run> done) {
        int born = incarnation;
        Reconcile.Wish wish = new Reconcile.Wish(voidOrphans, town.settle(), anew, Optional.empty(), "reconcile");
        deliver(
                born,
                () -> reconcile
                        .run(Town.ASKABLE, wish, NOBODY)
                        .subscribe()
                        .with(run -> run.ifPresent(done), this::expectStop));
    }

    private void expectStop(Throwable failure) {
        boolean stopped = failure instanceof GatewayNotAnswering
                || failure.getMessage().contains("another replica has taken the reconciliation over");
        if (!stopped) {
            town.expectAway(failure);
        }
    }

    /** What the schedule of that kind does. */
    public void takeUp(DisputeStore.Due due) {
        disputes.runner().takeUp(due, MOST_AT_ONCE).subscribe().with(taken -> {}, town::expectAway);
    }

    private GatewayProvider provider(Bank bank) {
        return provider(bank.name(), Optional.of(town.line(this, bank)));
    }

    private static GatewayProvider provider(String name, Optional<Gateway> line) {
        return new GatewayProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<Gateway> gateway() {
                return line;
            }

            @Override
            public Optional<GatewayWebhooks> webhooks() {
                return Optional.empty();
            }
        };
    }

    private final class LaterHere implements Scheduling {

        private final int born = incarnation;

        @Override
        public void soon(Runnable work) {
            town.timeline().afterMicros(0, () -> deliver(born, work));
        }

        @Override
        public Cancellable after(Duration delay, Runnable work) {
            AtomicBoolean givenUp = new AtomicBoolean();
            town.timeline().after(delay, () -> {
                if (!givenUp.get()) {
                    deliver(born, work);
                }
            });
            return () -> givenUp.set(true);
        }
    }

    private enum Settings implements GatewaySettings {
        INSTANCE;

        @Override
        public String defaultName() {
            return "erp";
        }

        @Override
        public Duration timeout() {
            return BankLine.TIMEOUT;
        }

        @Override
        public int maxConcurrent() {
            return 8;
        }

        @Override
        public Duration credentialPause() {
            return Duration.ofSeconds(30);
        }
    }

    Glass glass() {
        return glass;
    }
}

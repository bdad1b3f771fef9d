package io.holdfast.dispute;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Status;
import io.holdfast.simulation.Call;
import io.holdfast.simulation.Fate;
import io.holdfast.simulation.Stage;
import io.holdfast.store.DisputeStore;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DisputeWatchTest {

    private static final Predicate<Dispute> DECIDED = dispute -> dispute.status() != Status.INITIATED;

    private final Stage stage = Stage.withoutSchedules();

    @Test
    void aChangeThatThisReplicaMakesIsToldAtOnce() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(3)));
        DisputeId id = stage.open();
        Instant asked = stage.now();

        // when
        Optional<Dispute> seen = stage.answer(stage.disputes().watch().await(id, DECIDED, Duration.ofSeconds(10)));

        // then
        assertThat(seen.orElseThrow().status()).isEqualTo(Status.HELD);
        assertThat(Duration.between(asked, stage.now())).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_050));
    }

    @Test
    void aChangeThatAnotherReplicaMakesIsSeenSoon() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(3)));
        DisputeId id = stage.open();
        Instant asked = stage.now();

        // when
        Optional<Dispute> seen = stage.answer(stage.others().watch().await(id, DECIDED, Duration.ofSeconds(10)));

        // then
        assertThat(seen.orElseThrow().status()).isEqualTo(Status.HELD);
        assertThat(Duration.between(asked, stage.now())).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_300));
    }

    @Test
    void whoWaitsInVainGetsTheDisputeAsItIsThen() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(9)));
        DisputeId id = stage.open();
        Instant asked = stage.now();

        // when
        Optional<Dispute> seen = stage.answer(stage.disputes().watch().await(id, DECIDED, Duration.ofSeconds(4)));

        // then
        assertThat(seen.orElseThrow().status()).isEqualTo(Status.INITIATED);
        assertThat(Duration.between(asked, stage.now())).isBetween(Duration.ofSeconds(4), Duration.ofMillis(4_050));
    }

    @Test
    void whatIsSoAlreadyIsAnsweredAtOnce() {
        // given
        DisputeId id = stage.held();
        Instant asked = stage.now();

        // when
        Optional<Dispute> seen = stage.answer(stage.others().watch().await(id, DECIDED, Duration.ofSeconds(4)));

        // then
        assertThat(seen.orElseThrow().status()).isEqualTo(Status.HELD);
        assertThat(Duration.between(asked, stage.now())).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void aChangeThatIsMadeWhileTheDisputeIsReadIsToldAtOnce() {
        for (int i = 0; i < 800; i++) {
            // given: at some of these times the change is told between the reading and its answer
            stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofMillis(3)));
            DisputeId id = stage.open();
            stage.pass(Duration.ofNanos(20_000L * i));
            Instant asked = stage.now();

            // when
            Optional<Dispute> seen = stage.answer(stage.disputes().watch().await(id, DECIDED, Duration.ofSeconds(10)));

            // then
            assertThat(seen.orElseThrow().status()).isEqualTo(Status.HELD);
            assertThat(Duration.between(asked, stage.now()))
                    .as("asked %d * 20 µs after it was opened", i)
                    .isLessThan(Duration.ofMillis(50));
        }
    }

    @Test
    void whoWasAnsweredIsNotKeptForTheRestOfTheTimeThatHeWouldHaveWaited() {
        // given
        List<Runnable> kept = new ArrayList<>();
        DisputeWatch watch = new DisputeWatch(nobodyAsks(), keeping(kept));
        Dispute held = stage.stored(stage.held());
        List<Dispute> told = new ArrayList<>();
        Cancellable follower =
                watch.next(held, Duration.ofSeconds(15)).subscribe().with(told::add);
        assertThat(kept).hasSize(2);

        // when
        follower.cancel();

        // then: the round that was planned is left
        assertThat(kept).hasSize(1);
    }

    /** It may come when the process has ended but for its timers, and there is nobody to ask any more. */
    @Test
    void aRoundThatFindsNobodyWaitingAsksNothing() {
        // given
        Queue<Runnable> planned = new ArrayDeque<>();
        DisputeWatch watch = new DisputeWatch(nobodyAsks(), keeping(planned));
        Dispute held = stage.stored(stage.held());
        watch.next(held, Duration.ofSeconds(15)).subscribe().with(told -> {}).cancel();

        // when
        planned.remove().run();

        // then: and the next one who waits has rounds again
        assertThat(planned).isEmpty();
        watch.next(held, Duration.ofSeconds(15)).subscribe().with(told -> {});
        assertThat(planned).hasSize(2);
    }

    @Test
    void nobodyWaitsForADisputeThatDoesNotExist() {
        // when
        Optional<Dispute> seen = stage.answer(
                stage.disputes().watch().await(new DisputeId(new UUID(1, 2)), DECIDED, Duration.ofSeconds(4)));

        // then
        assertThat(seen).isEmpty();
    }

    @Test
    void aHundredWaitersAreAllTold() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(3)));
        DisputeId id = stage.open();
        List<Status> seen = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Uni<Optional<Dispute>> waiting =
                    (i % 2 == 0 ? stage.disputes() : stage.others()).watch().await(id, DECIDED, Duration.ofSeconds(10));
            waiting.subscribe().with(dispute -> seen.add(dispute.orElseThrow().status()), failures::add);
        }

        // when
        stage.pass(Duration.ofSeconds(4));

        // then
        assertThat(failures).isEmpty();
        assertThat(seen).hasSize(100).containsOnly(Status.HELD);
    }

    @Test
    void aWaiterWhoHangsUpIsForgotten() {
        // given
        stage.next(Call.AUTHORIZE, Fate.plain().back(Duration.ofSeconds(3)));
        DisputeId id = stage.open();
        List<Object> told = new ArrayList<>();
        Cancellable call = stage.others()
                .watch()
                .await(id, DECIDED, Duration.ofSeconds(10))
                .subscribe()
                .with(told::add, told::add);
        stage.pass(Duration.ofSeconds(1));

        // when
        call.cancel();
        stage.pass(Duration.ofSeconds(5));

        // then
        assertThat(told).isEmpty();
        assertThat(stage.stored(id).status()).isEqualTo(Status.HELD);
    }

    @Test
    void whoFollowsAStoryHearsOfWhatAnotherReplicaTells() {
        // given
        DisputeId id = stage.held();
        Dispute seen = stage.stored(id);
        List<Dispute> told = new ArrayList<>();
        stage.others().watch().next(seen, Duration.ofSeconds(15)).subscribe().with(told::add);

        // when
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofMillis(300));

        // then
        assertThat(told).hasSize(1);
        assertThat(told.get(0).head().sequence()).isGreaterThan(seen.head().sequence());
    }

    @Test
    void whatAFollowerMissedOnTheWayIsToldAtTheNextRound() {
        // given
        DisputeId id = stage.open();
        Dispute seen = stage.stored(id);
        stage.pass(Duration.ofSeconds(5));
        List<Dispute> told = new ArrayList<>();

        // when
        stage.disputes().watch().next(seen, Duration.ofSeconds(15)).subscribe().with(told::add);
        stage.pass(Duration.ofMillis(300));

        // then
        assertThat(told).extracting(Dispute::status).containsExactly(Status.HELD);
    }

    @Test
    void whoFollowsAStoryIsToldThatTheDatabaseWentBack() {
        // given
        DisputeId id = stage.held();
        Runnable failover = stage.database().copy(id);
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        stage.pass(Duration.ofSeconds(5));
        Dispute seen = stage.stored(id);
        List<Dispute> told = new ArrayList<>();
        stage.others().watch().next(seen, Duration.ofSeconds(15)).subscribe().with(told::add);

        // when
        failover.run();
        stage.pass(Duration.ofMillis(300));

        // then
        assertThat(told).hasSize(1);
        assertThat(told.get(0).version()).isLessThan(seen.version());
    }

    @Test
    void whoWaitsForADecisionThatTheDatabaseLostIsAnswered() {
        // given
        DisputeId id = stage.held();
        Runnable failover = stage.database().copy(id);
        stage.next(Call.VOID, Fate.plain().back(Duration.ofSeconds(5)));
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));
        List<Optional<Dispute>> answers = new ArrayList<>();
        Predicate<Dispute> done = dispute -> dispute.pending().isEmpty();
        stage.others()
                .watch()
                .await(id, done, Duration.ofSeconds(10))
                .subscribe()
                .with(answers::add);
        stage.pass(Duration.ofSeconds(1));

        // when
        failover.run();
        stage.pass(Duration.ofMillis(300));

        // then
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).orElseThrow().status()).isEqualTo(Status.HELD);
    }

    @Test
    void aReplicaThatClosesLetsItsFollowersGo() {
        // given
        Dispute seen = stage.stored(stage.held());
        DisputeWatch watch = stage.disputes().watch();
        List<Dispute> told = new ArrayList<>();
        watch.next(seen, Duration.ofSeconds(15)).subscribe().with(told::add);

        // when
        watch.close();
        watch.next(seen, Duration.ofSeconds(15)).subscribe().with(told::add);

        // then
        assertThat(told).hasSize(2);
    }

    @Test
    void anAnswerGoesOnWhereTheWaiterCameFromWhoeverMakesTheChange() {
        // given
        Queue<Runnable> whereTheWaiterCameFrom = new ArrayDeque<>();
        DisputeWatch watch = new DisputeWatch(nobodyAsks(), new Scheduling() {
            @Override
            public void soon(Runnable work) {
                throw new IllegalStateException("nothing is to be done soon here");
            }

            @Override
            public Cancellable after(Duration delay, Runnable work) {
                return () -> {};
            }

            @Override
            public Executor here() {
                return whereTheWaiterCameFrom::add;
            }
        });
        DisputeId id = stage.held();
        List<Dispute> told = new ArrayList<>();
        watch.next(stage.stored(id), Duration.ofSeconds(15)).subscribe().with(told::add);
        stage.answer(stage.disputes().releaseHold().release(id, "agent"));

        // when
        watch.changed(stage.stored(id));

        // then
        assertThat(told).isEmpty();
        whereTheWaiterCameFrom.remove().run();
        assertThat(told).containsExactly(stage.stored(id));
        assertThat(whereTheWaiterCameFrom).isEmpty();
    }

    private static DisputeStore nobodyAsks() {
        return (DisputeStore) Proxy.newProxyInstance(
                DisputeStore.class.getClassLoader(),
                new Class<?>[] {DisputeStore.class},
                (store, method, arguments) -> {
                    throw new IllegalStateException("the database is not asked here");
                });
    }

    private static Scheduling keeping(Collection<Runnable> planned) {
        return new Scheduling() {
            @Override
            public void soon(Runnable work) {
                throw new IllegalStateException("nothing is to be done soon here");
            }

            @Override
            public Cancellable after(Duration delay, Runnable work) {
                planned.add(work);
                return () -> planned.remove(work);
            }
        };
    }
}

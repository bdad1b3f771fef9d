package io.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.carddata.CardDataMask;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.simulation.Stage;
import io.holdfast.store.WebhookStore;
import io.holdfast.time.Scheduling;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final String OFF = "switched-off";

    private final Stage stage = new Stage();
    private final OnePiece store = new OnePiece();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Inbox inbox = new Inbox(store, stage.disputes().hearNews(), new AtOnce(), metrics);

    @Test
    void newsOfAGatewayThatIsOffIsSetAsideUntilItIsOnAgain() {
        // given
        // and that waited for its dispute for long before it was switched off
        store.attempts = 5_000;

        // when
        stage.answer(inbox.takeUp());

        // then
        assertThat(store.done).containsExactly("put back GATEWAY_OFF PT2H");
        assertThat(metrics.counter("holdfast.webhooks.used", "gateway", OFF, "hearing", "GATEWAY_OFF")
                        .count())
                .isOne();
    }

    @Test
    void newsThatComesWhereItsGatewayIsOffIsSoonTakenWhereItIsOn() {
        // given
        store.areNew = true;

        // when
        stage.answer(inbox.receive(OFF, List.of(event(1))));

        // then
        assertThat(store.done).containsExactly("put back GATEWAY_OFF PT30S");
    }

    @Test
    void newsIsTakenOfThoseGatewaysThatAreOnHere() {
        // when
        stage.answer(inbox.takeUp());

        // then
        assertThat(store.takenOf).contains("erp").doesNotContain(OFF);
    }

    @Test
    void newsOfAGatewayThatNeverComesBackIsGivenUpInTheEnd() {
        // given
        store.age = Duration.ofDays(90);

        // when
        stage.answer(inbox.takeUp());

        // then
        assertThat(store.done).containsExactly("used GATEWAY_OFF");
    }

    @Test
    void whatLooksLikeACardNumberIsNotKeptAndTheNewsIsStillOfItsDispute() {
        // given
        DisputeId dispute = new DisputeId(UUID.fromString("01a215f8-b447-7fd8-b7b0-a231987f63ae"));
        AuthorizationId authorization = new AuthorizationId("auth_4111111111111111");
        AuthorizationView view = new AuthorizationView(
                authorization,
                AuthorizationView.Status.AUTHORIZED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Instant.EPOCH,
                Optional.of(dispute));
        GatewayEvent event = new GatewayEvent(
                "evt_4111111111111111",
                "authorization.4111111111111111",
                Optional.of(dispute),
                Optional.of(authorization),
                Optional.of(view));

        // when
        stage.answer(inbox.receive("erp", List.of(event)));

        // then
        assertThat(store.kept).singleElement().satisfies(kept -> {
            assertThat(kept.toString()).doesNotContain("4111");
            assertThat(kept.disputeId()).hasValue(dispute);
        });
    }

    @Test
    void aNameOfDigitsIsKeptOfAGatewayWhoseNamesAre() {
        // given
        AuthorizationId psp = new AuthorizationId("4111111111111111");
        AuthorizationView view = new AuthorizationView(
                psp,
                AuthorizationView.Status.VOIDED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Instant.EPOCH,
                Optional.empty());
        GatewayEvent event = new GatewayEvent(
                "4111111111111111:EXPIRE:true", "EXPIRE", Optional.empty(), Optional.of(psp), Optional.of(view));

        // when
        stage.answer(inbox.receive("adyen", List.of(event), true));

        // then
        assertThat(store.kept).containsExactly(event);
    }

    @Test
    void theNameOfARequestThatLooksLikeACardNumberIsStillAnotherName() {
        // given
        List<GatewayEvent> events = Stream.of("4111111111111111", "5555555555554444")
                .map(order -> new GatewayEvent(
                        order + ":CAPTURE:true",
                        "CAPTURE",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(order),
                        Optional.empty(),
                        Optional.empty()))
                .toList();

        // when
        stage.answer(inbox.receive("adyen", events, true));

        // then
        assertThat(store.kept)
                .extracting(event -> event.reference().orElseThrow())
                .doesNotHaveDuplicates()
                .allMatch(name -> CardDataMask.spans(name).isEmpty());
    }

    @Test
    void whatThereIsNoRoomForIsKeptForTheNextRoundAndNotUsedBehindTheCall() {
        // given
        store.areNew = true;
        List<Runnable> behind = new ArrayList<>();
        Inbox busy = new Inbox(store, stage.disputes().hearNews(), new Collecting(behind), metrics);
        for (int i = 0; i < Inbox.MOST_IN_HAND; i++) {
            stage.answer(busy.receive(OFF, List.of(event(i))));
        }

        // when
        stage.answer(busy.receive(OFF, List.of(event(Inbox.MOST_IN_HAND))));
        int used = behind.size();
        List.copyOf(behind).forEach(Runnable::run);
        stage.answer(busy.receive(OFF, List.of(event(Inbox.MOST_IN_HAND + 1))));

        // then
        assertThat(used).isEqualTo(Inbox.MOST_IN_HAND);
        assertThat(store.done).hasSize(Inbox.MOST_IN_HAND);
        assertThat(store.untilOthers.get(Inbox.MOST_IN_HAND - 1)).isPositive();
        assertThat(store.untilOthers.get(Inbox.MOST_IN_HAND)).isZero();
        assertThat(store.untilOthers.get(Inbox.MOST_IN_HAND + 1)).isPositive();
        assertThat(behind).hasSize(Inbox.MOST_IN_HAND + 1);
    }

    @Test
    void whoStopsGivesWhatIsInHandToTheOthersAtOnceAndTakesNoMore() {
        // given
        store.areNew = true;
        Collecting behind = new Collecting(new ArrayList<>());
        Inbox stopping = new Inbox(store, stage.disputes().hearNews(), behind, metrics);
        stage.answer(stopping.receive(OFF, List.of(event(1), event(2))));
        AtomicBoolean stopped = new AtomicBoolean();

        // when
        stopping.stop(Duration.ofSeconds(2)).subscribe().with(done -> stopped.set(true));
        boolean before = stopped.get();
        behind.runAll();
        stage.answer(stopping.receive(OFF, List.of(event(3))));
        stage.answer(stopping.takeUp());

        // then
        assertThat(before).isFalse();
        assertThat(stopped).isTrue();
        assertThat(store.done).hasSize(3).containsOnly("put back LEFT_TO_OTHERS PT0S");
        assertThat(store.untilOthers.get(1)).isZero();
        assertThat(behind.behind()).isEmpty();
    }

    @Test
    void aStopDoesNotWaitForEver() {
        // given
        store.areNew = true;
        store.until = new CompletableFuture<>();
        Collecting behind = new Collecting(new ArrayList<>());
        Inbox stopping = new Inbox(store, stage.disputes().hearNews(), behind, metrics);
        stage.answer(stopping.receive(OFF, List.of(event(1))));
        AtomicBoolean stopped = new AtomicBoolean();

        // when
        stopping.stop(Duration.ofSeconds(2)).subscribe().with(done -> stopped.set(true));
        for (int glance = 0; glance < 100 && !stopped.get(); glance++) {
            behind.runAll();
        }

        // then
        assertThat(stopped).isTrue();
    }

    @Test
    void whatComesTogetherIsUsedOneAfterAnotherInTheOrderInWhichItIsTold() {
        // given
        store.areNew = true;
        store.until = new CompletableFuture<>();
        stage.answer(inbox.receive(OFF, List.of(event(1), event(2), event(3))));
        List<String> before = List.copyOf(store.of);

        // when
        store.until.completeExceptionally(new IllegalStateException("one cannot be used"));

        // then
        assertThat(before).containsExactly("evt_1");
        assertThat(store.of).containsExactly("evt_1", "evt_2", "evt_3");
    }

    private static GatewayEvent event(int i) {
        return new GatewayEvent(
                "evt_" + i, "authorization.updated", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private record Collecting(List<Runnable> behind) implements Scheduling {

        @Override
        public void soon(Runnable work) {
            behind.add(work);
        }

        @Override
        public Cancellable after(Duration delay, Runnable work) {
            behind.add(work);
            return () -> {};
        }

        void runAll() {
            List<Runnable> all = List.copyOf(behind);
            behind.clear();
            all.forEach(Runnable::run);
        }
    }

    private static final class AtOnce implements Scheduling {

        @Override
        public void soon(Runnable work) {
            work.run();
        }

        @Override
        public Cancellable after(Duration delay, Runnable work) {
            throw new IllegalStateException("nothing is to be done later here");
        }
    }

    /** Has one piece of news of a gateway that is off. */
    private static final class OnePiece implements WebhookStore {

        final List<String> done = new ArrayList<>();
        final List<String> of = new ArrayList<>();
        final List<GatewayEvent> kept = new ArrayList<>();
        final List<Duration> untilOthers = new ArrayList<>();
        CompletableFuture<Void> until = CompletableFuture.completedFuture(null);
        boolean areNew;
        int attempts;
        Duration age = Duration.ofDays(1);
        Set<String> takenOf = Set.of();

        @Override
        public Uni<List<GatewayEvent>> keep(String gateway, List<GatewayEvent> events, Duration untilOthers) {
            kept.addAll(events);
            this.untilOthers.add(untilOthers);
            return Uni.createFrom().item(areNew ? events : List.of());
        }

        @Override
        public Uni<List<Waiting>> take(Set<String> gateways, Duration left, int limit, Duration untilOthers) {
            takenOf = gateways;
            return Uni.createFrom().item(List.of(new Waiting(OFF, event(1), attempts, age)));
        }

        @Override
        public Uni<Void> used(String gateway, String eventId, String outcome) {
            done.add("used " + outcome);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> putBack(String gateway, String eventId, String why, Duration until) {
            done.add("put back " + why + " " + until);
            of.add(eventId);
            return Uni.createFrom().completionStage(this.until);
        }

        @Override
        public Uni<Integer> forget(Duration age, int limit) {
            return Uni.createFrom().item(0);
        }
    }
}

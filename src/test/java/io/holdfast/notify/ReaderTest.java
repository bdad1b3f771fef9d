package io.holdfast.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.SettableClock;
import io.holdfast.store.Announcement;
import io.holdfast.store.OutboxStore;
import io.holdfast.testing.LogLines;
import io.holdfast.time.Scheduling;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A reader over an outbox in memory, on a clock that is set by hand. */
class ReaderTest {

    private static final List<Duration> RETRIES = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final Timers timers = new Timers();
    private final Memory memory = new Memory();
    private final Listener listener = new Listener();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NotifyMetrics metrics = new NotifyMetrics(registry);
    private final DisputeId one = new DisputeId(UUID.randomUUID());
    private final DisputeId two = new DisputeId(UUID.randomUUID());

    @Test
    void whatIsDueIsToldInOrderAndForgotten() {
        // given
        Reader reader = reader(1, 1);
        memory.put(one, 1, 2, 3);

        // when
        kick(reader);

        // then
        assertThat(listener.heard(one)).containsExactly(1, 2, 3);
        assertThat(memory.rows).isEmpty();
        assertThat(registry.counter("holdfast.notify.sent", "channel", "listener")
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aMessageThatFailsIsTriedAtItsPausesThenGivenUpAndTheNextHasItsTurn() {
        // given
        Reader reader = reader(1, 1);
        listener.answers = note -> note.sequence() == 1 ? Telling.Failed.because("http_500") : new Telling.Told();
        memory.put(one, 1, 2);

        // when
        kick(reader);
        run(reader, Duration.ofMinutes(10));

        // then
        assertThat(listener.heard(one)).containsExactly(1, 1, 1, 2);
        assertThat(memory.rows).isEmpty();
        assertThat(listener.pauses(one).get(0)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
        assertThat(listener.pauses(one).get(1)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(registry.counter("holdfast.notify.given.up", "channel", "listener", "reason", "http_500")
                        .count())
                .isEqualTo(1);
        assertThat(registry.counter("holdfast.notify.failed", "channel", "listener", "reason", "http_500")
                        .count())
                .isEqualTo(3);
    }

    @Test
    void ofWhatIsToldTogetherOnlyTheMessageWhoseAttemptsWereCountedIsGivenUp() {
        // given
        listener.terms = new Channel.Terms(1, 10, 10, Duration.ofSeconds(10), RETRIES, Duration.ofHours(1));
        Reader reader = new Reader(listener, memory, timers, clock, UUID::randomUUID, metrics);
        listener.answers =
                note -> listener.heard(one).size() <= 3 * 3 ? Telling.Failed.because("http_503") : new Telling.Told();
        memory.put(one, 1, 2, 3);

        // when
        kick(reader);
        run(reader, Duration.ofMinutes(10));

        // then
        assertThat(listener.heard(one)).containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3, 2, 3);
        assertThat(memory.rows).isEmpty();
        assertThat(registry.counter("holdfast.notify.given.up", "channel", "listener", "reason", "http_503")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatWasThrottledForTooLongIsGivenUpMessageByMessage() {
        // given
        listener.terms = new Channel.Terms(1, 10, 10, Duration.ofSeconds(10), RETRIES, Duration.ofMinutes(1));
        Reader reader = new Reader(listener, memory, timers, clock, UUID::randomUUID, metrics);
        Instant end = clock.instant().plusSeconds(95);
        listener.answers = note -> clock.instant().isBefore(end)
                ? new Telling.Throttled("http_429", Duration.ofSeconds(20))
                : new Telling.Told();
        memory.put(one, 1, 2);

        // when
        kick(reader);
        run(reader, Duration.ofMinutes(3));

        // then
        assertThat(listener.heard(one)).endsWith(2).isNotEmpty();
        assertThat(registry.counter("holdfast.notify.given.up", "channel", "listener", "reason", "http_429")
                        .count())
                .isEqualTo(1);
        assertThat(registry.counter("holdfast.notify.sent", "channel", "listener")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aReaderThatDiesBeforeItWritesDownWhatItToldMakesTheNextOneTellItAgainInOrder() {
        // given
        Reader dying = reader(1, 1);
        memory.put(one, 1, 2);
        memory.broken = true;
        kick(dying);
        assertThat(listener.heard(one)).containsExactly(1);
        dying.close();
        memory.broken = false;

        // when
        Reader next = reader(1, 1);
        run(next, Duration.ofMinutes(1));

        // then
        assertThat(listener.heard(one)).containsExactly(1, 1, 2);
    }

    @Test
    void oneThatHangsTakesOnePlaceAndNoMore() {
        // given
        Reader reader = reader(2, 1);
        listener.hangs.add(one);
        memory.put(one, 1);
        memory.put(two, 1, 2, 3);

        // when
        kick(reader);

        // then
        assertThat(listener.heard(two)).containsExactly(1, 2, 3);
        assertThat(reader.isBusy()).isTrue();
        // and when all places hang nothing more is taken, until one is free
        listener.hangs.add(two);
        memory.put(two, 4);
        kick(reader);
        DisputeId three = new DisputeId(UUID.randomUUID());
        memory.put(three, 1);
        kick(reader);
        assertThat(listener.heard(three)).isEmpty();
        listener.letGo(one);
        timers.runReady();
        assertThat(listener.heard(three)).containsExactly(1);
    }

    @Test
    void whenTheOtherSideAsksForPatienceTheWholeChannelRestsAndNothingCounts() {
        // given
        Reader reader = reader(1, 1);
        listener.answers = note -> clock.instant().isBefore(Instant.parse("2026-11-25T10:01:00Z"))
                ? new Telling.Throttled("http_429", Duration.ofSeconds(20))
                : new Telling.Told();
        memory.put(one, 1);
        memory.put(two, 1);

        // when
        kick(reader);
        kick(reader);

        // then
        assertThat(listener.times).hasSize(1);
        run(reader, Duration.ofMinutes(2));
        assertThat(memory.rows).isEmpty();
        assertThat(registry.find("holdfast.notify.given.up").counters()).isEmpty();
        assertThat(listener.times).hasSizeBetween(4, 6);
    }

    @Test
    void oneThatAsksForNoPatienceIsNotAskedAgainAtOnce() {
        // given
        Reader reader = reader(1, 1);
        listener.answers = note -> new Telling.Throttled("http_429", Duration.ZERO);
        memory.put(one, 1);

        // when
        kick(reader);
        kick(reader);
        kick(reader);

        // then
        assertThat(listener.times).hasSize(1);
        run(reader, Duration.ofSeconds(10));
        assertThat(listener.times).hasSizeBetween(5, 11);
    }

    @Test
    void whatIsRefusedAmongOthersIsFoundAndOnlyThatIsGivenUp() {
        // given
        Reader reader = reader(1, 10);
        listener.answers = note -> note.dispute().equals(one) ? new Telling.Refused("http_400") : new Telling.Told();
        memory.put(one, 1);
        memory.put(two, 1);

        // when
        kick(reader);

        // then
        assertThat(memory.rows).isEmpty();
        assertThat(registry.counter("holdfast.notify.sent", "channel", "listener")
                        .count())
                .isEqualTo(1);
        assertThat(registry.counter("holdfast.notify.given.up", "channel", "listener", "reason", "http_400")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void ofWhatIsToldOfOneDisputeTogetherOnlyWhatIsRefusedAloneIsGivenUp() {
        // given
        listener.terms = new Channel.Terms(1, 10, 10, Duration.ofSeconds(10), RETRIES, Duration.ofHours(1));
        Reader reader = new Reader(listener, memory, timers, clock, UUID::randomUUID, metrics);
        listener.answers = note -> note.sequence() == 2 ? new Telling.Refused("http_400") : new Telling.Told();
        memory.put(one, 1, 2, 3);

        // when
        kick(reader);

        // then
        assertThat(memory.rows).isEmpty();
        assertThat(registry.counter("holdfast.notify.sent", "channel", "listener")
                        .count())
                .isEqualTo(2);
        assertThat(registry.counter("holdfast.notify.given.up", "channel", "listener", "reason", "http_400")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatIsToldOneByOneRestsTooWhenTheOtherSideAsksForPatience() {
        // given
        Reader reader = reader(1, 10);
        listener.refusesMany = true;
        listener.answers = note -> new Telling.Throttled("http_429", Duration.ofSeconds(20));
        memory.put(one, 1);
        memory.put(two, 1);
        memory.put(new DisputeId(UUID.randomUUID()), 1);

        // when
        kick(reader);

        // then: the three together, and one alone
        assertThat(listener.times).hasSize(4);
        // and all are told after the rest
        listener.answers = note -> new Telling.Told();
        run(reader, Duration.ofSeconds(19));
        assertThat(memory.rows).hasSize(3);
        run(reader, Duration.ofSeconds(2));
        assertThat(memory.rows).isEmpty();
        assertThat(registry.find("holdfast.notify.given.up").counters()).isEmpty();
    }

    @Test
    void whatIsToldOneByOneIsToldWhileItsLeaseLasts() {
        // given
        Reader reader = reader(1, 10);
        List<DisputeId> late = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            memory.put(new DisputeId(UUID.randomUUID()), 1);
        }
        listener.refusesMany = true;
        listener.answers = note -> {
            clock.advance(Duration.ofSeconds(9));
            if (clock.instant().isAfter(memory.rows.get(note.dispute()).dueAt)) {
                late.add(note.dispute());
            }
            return new Telling.Told();
        };

        // when
        kick(reader);
        run(reader, Duration.ofMinutes(1));

        // then
        assertThat(memory.rows).isEmpty();
        assertThat(late).isEmpty();
    }

    @Test
    void oneThatWantsNothingMoreIsToldNothingMore() {
        // given
        Reader reader = reader(1, 1);
        listener.answers = note -> new Telling.Stopped("http_410");
        memory.put(one, 1);
        memory.put(two, 1);

        // when
        kick(reader);
        run(reader, Duration.ofHours(3));

        // then
        assertThat(listener.times).hasSize(1);
        assertThat(registry.find("holdfast.notify.stopped")
                        .tag("channel", "listener")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(memory.rows).hasSize(2);
    }

    @Test
    void whatIsTooOldIsForgottenAlsoWhereNoChannelIsOn() {
        // given
        Outbox silent = new Outbox(List.of(), memory, dispute -> "{}", timers, clock, UUID::randomUUID, metrics);

        // when
        silent.look().await().indefinitely();

        // then
        assertThat(memory.forgets).isEqualTo(1);
    }

    @Test
    void muchThatIsTooOldIsForgottenStepByStep() {
        // given
        Outbox silent = new Outbox(List.of(), memory, dispute -> "{}", timers, clock, UUID::randomUUID, metrics);
        memory.old = 2 * Outbox.FORGOTTEN_AT_ONCE + 1;

        // when
        List<String> lines;
        try (LogLines log = new LogLines(Outbox.class.getName())) {
            silent.look().await().indefinitely();
            lines = log.lines();
        }

        // then
        assertThat(memory.old).isZero();
        assertThat(memory.forgets).isEqualTo(3);
        assertThat(lines)
                .singleElement()
                .asString()
                .contains(" of " + (2 * Outbox.FORGOTTEN_AT_ONCE + 1) + " disputes ");
    }

    @Test
    void whatHappensWhileTheReceiverWantsNothingIsKeptForItsSuccessor() {
        // given
        listener.terms = new Channel.Terms(1, 1, 1, Duration.ofSeconds(10), RETRIES, Duration.ofHours(1));
        listener.answers = note -> new Telling.Stopped("http_410");
        Outbox stopped =
                new Outbox(List.of(listener), memory, dispute -> "{}", timers, clock, UUID::randomUUID, metrics);
        memory.put(one, 1);
        stopped.relay().await().indefinitely();
        timers.runReady();
        SomeDispute some = SomeDispute.opened();
        listener.composed = Optional.of("{}");

        // when
        List<Announcement> news = stopped.of(Optional.empty(), some.dispute(), some.story());
        stopped.committed(news);
        clock.advance(Duration.ofSeconds(10));
        timers.runReady();

        // then
        assertThat(news).hasSize(1);
        assertThat(listener.times).hasSize(1);
        // and the next process tells what this one was not allowed to
        listener.answers = note -> new Telling.Told();
        kick(reader(1, 1));
        assertThat(memory.rows).isEmpty();
    }

    private Reader reader(int concurrency, int parcels) {
        listener.terms =
                new Channel.Terms(concurrency, parcels, 1, Duration.ofSeconds(10), RETRIES, Duration.ofHours(1));
        return new Reader(listener, memory, timers, clock, UUID::randomUUID, metrics);
    }

    private void kick(Reader reader) {
        reader.kick();
        timers.runReady();
    }

    /** Lets time pass, with a round of the schedule every second. */
    private void run(Reader reader, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            kick(reader);
        }
    }

    /** Work that is due by the clock that is set by hand. */
    private final class Timers implements Scheduling {

        private record Timer(Instant at, Runnable work) {}

        private final Deque<Runnable> ready = new ArrayDeque<>();
        private final PriorityQueue<Timer> later = new PriorityQueue<>(Comparator.comparing(Timer::at));

        @Override
        public void soon(Runnable work) {
            ready.add(work);
        }

        @Override
        public Cancellable after(Duration delay, Runnable work) {
            Timer timer = new Timer(clock.instant().plus(delay), work);
            later.add(timer);
            return () -> later.remove(timer);
        }

        void runReady() {
            while (!ready.isEmpty() || (!later.isEmpty() && !later.peek().at().isAfter(clock.instant()))) {
                if (ready.isEmpty()) {
                    later.poll().work().run();
                } else {
                    ready.poll().run();
                }
            }
        }
    }

    private final class Listener implements Channel {

        private record Heard(Note note, Instant at) {}

        private final List<Heard> times = new ArrayList<>();
        private final List<DisputeId> hangs = new ArrayList<>();
        private final Map<DisputeId, UniEmitter<? super Telling>> hanging = new LinkedHashMap<>();
        private Function<Note, Telling> answers = note -> new Telling.Told();
        private Optional<String> composed = Optional.empty();
        private Terms terms;
        private boolean refusesMany;

        @Override
        public String name() {
            return "listener";
        }

        @Override
        public Optional<String> compose(Occurrence occurrence) {
            return composed;
        }

        @Override
        public Terms terms() {
            return terms;
        }

        @Override
        public Uni<Telling> tell(List<Note> notes) {
            Note note = notes.get(0);
            notes.forEach(it -> times.add(new Heard(it, clock.instant())));
            if (refusesMany && notes.size() > 1) {
                return Uni.createFrom().item(new Telling.Refused("http_413"));
            }
            if (hangs.contains(note.dispute())) {
                return Uni.createFrom().emitter(emitter -> hanging.put(note.dispute(), emitter));
            }
            Telling refusal = notes.stream()
                    .map(answers)
                    .filter(it -> !(it instanceof Telling.Told))
                    .findFirst()
                    .orElseGet(Telling.Told::new);
            return Uni.createFrom().item(refusal);
        }

        void letGo(DisputeId dispute) {
            hanging.remove(dispute).complete(new Telling.Told());
        }

        List<Integer> heard(DisputeId dispute) {
            return times.stream()
                    .filter(it -> it.note().dispute().equals(dispute))
                    .map(it -> it.note().sequence())
                    .toList();
        }

        List<Duration> pauses(DisputeId dispute) {
            List<Instant> at = times.stream()
                    .filter(it -> it.note().dispute().equals(dispute))
                    .map(Heard::at)
                    .toList();
            List<Duration> pauses = new ArrayList<>();
            for (int i = 1; i < at.size(); i++) {
                pauses.add(Duration.between(at.get(i - 1), at.get(i)));
            }
            return pauses;
        }
    }

    private final class Memory implements OutboxStore {

        private int forgets;
        private int old;

        private static final class Stored {

            private final List<Message> messages = new ArrayList<>();
            private UUID lease;
            private int attempts;
            private Instant dueAt;
            private Instant since;
        }

        private final Map<DisputeId, Stored> rows = new LinkedHashMap<>();
        private boolean broken;

        void put(DisputeId dispute, int... sequences) {
            Stored row = rows.computeIfAbsent(dispute, id -> new Stored());
            for (int sequence : sequences) {
                row.messages.add(new Message(sequence, "{}"));
            }
            row.dueAt = clock.instant();
            row.since = clock.instant();
        }

        @Override
        public Uni<List<Parcel>> take(String channel, int limit, int messages, UUID lease, Duration leaseTime) {
            List<Parcel> taken = new ArrayList<>();
            for (Map.Entry<DisputeId, Stored> entry : rows.entrySet()) {
                Stored row = entry.getValue();
                if (taken.size() < limit && !row.dueAt.isAfter(clock.instant())) {
                    row.lease = lease;
                    row.attempts++;
                    row.dueAt = clock.instant().plus(leaseTime);
                    taken.add(new Parcel(
                            entry.getKey(),
                            lease,
                            row.attempts,
                            Duration.between(row.since, clock.instant()),
                            List.copyOf(row.messages.subList(0, Math.min(messages, row.messages.size())))));
                }
            }
            return Uni.createFrom().item(taken);
        }

        @Override
        public Uni<Integer> told(String channel, UUID lease, Map<DisputeId, Integer> upTo) {
            if (broken) {
                return Uni.createFrom().failure(new IllegalStateException("the database is away"));
            }
            int more = 0;
            for (Map.Entry<DisputeId, Integer> entry : upTo.entrySet()) {
                Stored row = rows.get(entry.getKey());
                if (row == null || !lease.equals(row.lease)) {
                    continue;
                }
                row.messages.removeIf(it -> it.sequence() <= entry.getValue());
                if (row.messages.isEmpty()) {
                    rows.remove(entry.getKey());
                } else {
                    row.lease = null;
                    row.attempts = 0;
                    row.dueAt = clock.instant();
                    row.since = clock.instant();
                    more++;
                }
            }
            return Uni.createFrom().item(more);
        }

        @Override
        public Uni<Void> putOff(String channel, UUID lease, Collection<DisputeId> parcels, Duration pause) {
            for (DisputeId dispute : parcels) {
                Stored row = rows.get(dispute);
                if (row != null && lease.equals(row.lease)) {
                    row.lease = null;
                    row.dueAt = clock.instant().plus(pause);
                }
            }
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> giveBack(String channel, UUID lease, Collection<DisputeId> parcels, Duration pause) {
            for (DisputeId dispute : parcels) {
                Stored row = rows.get(dispute);
                if (row != null && lease.equals(row.lease)) {
                    row.attempts--;
                }
            }
            return putOff(channel, lease, parcels, pause);
        }

        @Override
        public Uni<List<Waiting>> waiting() {
            return Uni.createFrom().item(List.of());
        }

        @Override
        public Uni<List<Forgotten>> forget(Duration age, int limit, int named) {
            forgets++;
            int parcels = Math.min(old, limit);
            old -= parcels;
            return Uni.createFrom()
                    .item(
                            parcels == 0
                                    ? List.of()
                                    : List.of(new Forgotten("listener", parcels, parcels, List.of(one))));
        }
    }
}

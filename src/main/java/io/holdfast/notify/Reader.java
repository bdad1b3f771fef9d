package io.holdfast.notify;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.OutboxStore;
import io.holdfast.store.OutboxStore.Parcel;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Reads the outbox for one channel: takes what is due, tells it, then forgets it. If the process dies in between, the lease ends and the same messages
 * are told again, in the same order. Whatever the other side does, no more than the channel's own concurrency is busy with it.
 */
final class Reader {

    private static final Logger LOG = Logger.getLogger(Reader.class);

    /** An attempt that is further away is left to the schedule. */
    private static final Duration LONGEST_WAKE_UP = Duration.ofSeconds(30);

    /** Pauses are lengthened by up to so much, so that what failed together does not come back together. */
    private static final double JITTER = 0.1;

    /** Whoever asks for less patience is asked again after this: the attempt does not count, so nothing else would ever end it. */
    private static final Duration LEAST_REST = Duration.ofSeconds(1);

    /** Until others may try, who will be told the same, once each; or this process's successor, whose receiver may be another. */
    private static final Duration STOPPED_PAUSE = Duration.ofSeconds(5);

    private final Channel channel;
    private final Channel.Terms terms;
    private final OutboxStore store;
    private final Scheduling scheduling;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final NotifyMetrics metrics;
    private final AtomicInteger kicks = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final Map<UUID, Set<DisputeId>> taken = new ConcurrentHashMap<>();
    private volatile boolean moreWaits;
    private volatile boolean failing;
    private volatile boolean stopped;
    private volatile boolean closed;
    private volatile Instant pausedUntil = Instant.EPOCH;

    Reader(
            Channel channel,
            OutboxStore store,
            Scheduling scheduling,
            Clock clock,
            Supplier<UUID> ids,
            NotifyMetrics metrics) {
        this.channel = channel;
        this.terms = channel.terms();
        this.store = store;
        this.scheduling = scheduling;
        this.clock = clock;
        this.ids = ids;
        this.metrics = metrics;
        metrics.watch(channel.name(), () -> stopped);
    }

    /** The parcels of one call, all under one lease that began no earlier than they were asked for. */
    private record Batch(UUID lease, Instant asked, List<Parcel> parcels) {

        /** What is told one by one when they are refused together: the parcels, or of one its first message, as the others follow it. Nothing, if that is all it is. */
        List<Batch> parts() {
            if (parcels.size() > 1) {
                return parcels.stream()
                        .map(it -> new Batch(lease, asked, List.of(it)))
                        .toList();
            }
            Parcel only = parcels.get(0);
            return only.messages().size() > 1 ? List.of(new Batch(lease, asked, List.of(only.first()))) : List.of();
        }

        List<Channel.Note> notes() {
            return parcels.stream()
                    .flatMap(parcel -> parcel.messages().stream()
                            .map(it -> new Channel.Note(parcel.dispute(), it.sequence(), it.body())))
                    .toList();
        }

        List<DisputeId> disputes() {
            return parcels.stream().map(Parcel::dispute).toList();
        }
    }

    String name() {
        return channel.name();
    }

    boolean isBusy() {
        return busy.get() > 0;
    }

    /** Looks for what is due, soon. */
    void kick() {
        if (!closed && !stopped && kicks.getAndIncrement() == 0) {
            scheduling.soon(this::look);
        }
    }

    /** Takes nothing more. @return what is being told now; whoever it is given back to may tell it once more */
    Map<UUID, Set<DisputeId>> close() {
        closed = true;
        return taken;
    }

    private void look() {
        int answered = kicks.get();
        int room = (terms.concurrency() - busy.get()) * terms.parcels();
        if (closed || stopped || clock.instant().isBefore(pausedUntil)) {
            kicks.set(0);
            return;
        }
        if (room <= 0) {
            // whoever ends next looks again; should all have ended by now, this does
            moreWaits = true;
            kicks.set(0);
            if (!isBusy()) {
                kick();
            }
            return;
        }
        UUID lease = ids.get();
        Instant asked = clock.instant();
        store.take(channel.name(), room, terms.messages(), lease, terms.leaseTime())
                .subscribe()
                .with(parcels -> looked(answered, room, asked, parcels), failure -> {
                    LOG.debugf("%s: could not look: %s", channel.name(), failure.getMessage());
                    kicks.set(0);
                });
    }

    private void looked(int answered, int room, Instant asked, List<Parcel> parcels) {
        moreWaits = parcels.size() >= room;
        for (int i = 0; i < parcels.size(); i += terms.parcels()) {
            List<Parcel> some = parcels.subList(i, Math.min(parcels.size(), i + terms.parcels()));
            begin(new Batch(some.get(0).lease(), asked, List.copyOf(some)));
        }
        if (!kicks.compareAndSet(answered, 0)) {
            scheduling.soon(this::look);
        }
    }

    private void begin(Batch batch) {
        busy.incrementAndGet();
        taken.computeIfAbsent(batch.lease(), lease -> ConcurrentHashMap.newKeySet())
                .addAll(batch.disputes());
        scheduling.soon(() -> Uni.createFrom()
                .deferred(() -> work(batch))
                .onFailure()
                .invoke(failure -> LOG.debugf(
                        "%s: not written down, so it will be told again: %s", channel.name(), failure.getMessage()))
                .subscribe()
                .with(done -> end(batch), failure -> end(batch)));
    }

    private void end(Batch batch) {
        taken.computeIfPresent(batch.lease(), (lease, disputes) -> {
            batch.disputes().forEach(disputes::remove);
            return disputes.isEmpty() ? null : disputes;
        });
        busy.decrementAndGet();
        if (moreWaits) {
            kick();
        }
    }

    private Uni<Void> work(Batch batch) {
        var time = metrics.start();
        return Uni.createFrom()
                .deferred(() -> channel.tell(batch.notes()))
                .onFailure()
                // Not the message: it could repeat what was sent.
                .invoke(failure -> LOG.warnf(
                        "%s: an unforeseen %s",
                        channel.name(), failure.getClass().getName()))
                .onFailure()
                .recoverWithItem(Telling.Failed.because("unforeseen"))
                .invoke(telling -> metrics.stop(time, channel.name()))
                .chain(telling -> record(batch, telling));
    }

    private Uni<Void> record(Batch batch, Telling telling) {
        if (telling instanceof Telling.Told) {
            return told(batch);
        }
        if (telling instanceof Telling.Failed failed) {
            return failed(batch, failed);
        }
        if (telling instanceof Telling.Throttled throttled) {
            return throttled(batch, throttled);
        }
        if (telling instanceof Telling.Refused refused) {
            return refused(batch, refused);
        }
        return stopped(batch, (Telling.Stopped) telling);
    }

    private Uni<Void> told(Batch batch) {
        metrics.sent(channel.name(), batch.notes().size());
        if (failing) {
            failing = false;
            LOG.infof("%s: messages arrive again", channel.name());
        }
        return forget(batch.lease(), batch.parcels());
    }

    private Uni<Void> forget(UUID lease, List<Parcel> parcels) {
        Map<DisputeId, Integer> upTo =
                parcels.stream().collect(Collectors.toMap(Parcel::dispute, Parcel::lastSequence));
        return store.told(channel.name(), lease, upTo)
                .invoke(grown -> moreWaits = moreWaits || grown > 0)
                .replaceWithVoid();
    }

    /** Attempts and age are those of a parcel's first message: what follows it may have come a moment ago. */
    private Uni<Void> failed(Batch batch, Telling.Failed failed) {
        complain(failed.reason());
        failed.retryAfter().ifPresent(this::pause);
        Map<Integer, List<DisputeId>> again = new HashMap<>();
        List<Parcel> givenUp = new ArrayList<>();
        for (Parcel parcel : batch.parcels()) {
            if (parcel.attempts() > terms.retries().size() || isTooOld(parcel)) {
                givenUp.add(parcel.first());
            } else {
                again.computeIfAbsent(parcel.attempts(), attempts -> new ArrayList<>())
                        .add(parcel.dispute());
            }
        }
        Uni<Void> all = giveUp(batch.lease(), givenUp, failed.reason());
        for (Map.Entry<Integer, List<DisputeId>> group : again.entrySet()) {
            Duration planned = lengthened(terms.retries().get(group.getKey() - 1));
            Duration asked = failed.retryAfter().orElse(Duration.ZERO);
            Duration pause = planned.compareTo(asked) > 0 ? planned : asked;
            all = all.chain(() -> putOff(batch.lease(), group.getValue(), pause));
        }
        return all;
    }

    private Uni<Void> throttled(Batch batch, Telling.Throttled throttled) {
        complain(throttled.reason());
        Duration rest = throttled.pause().compareTo(LEAST_REST) > 0 ? throttled.pause() : LEAST_REST;
        pause(rest);
        List<Parcel> old = batch.parcels().stream()
                .filter(this::isTooOld)
                .map(Parcel::first)
                .toList();
        List<DisputeId> again = batch.parcels().stream()
                .filter(parcel -> !isTooOld(parcel))
                .map(Parcel::dispute)
                .toList();
        return giveUp(batch.lease(), old, throttled.reason()).chain(() -> giveBack(batch.lease(), again, rest));
    }

    /** One bad message must not take others with it: they are told one by one, and only what is refused alone is given up. */
    private Uni<Void> refused(Batch batch, Telling.Refused refused) {
        List<Batch> parts = batch.parts();
        if (parts.isEmpty()) {
            metrics.failed(channel.name(), refused.reason());
            return giveUp(batch.lease(), batch.parcels(), refused.reason());
        }
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Batch part : parts) {
            all = all.chain(() -> goesOn(part) ? work(part) : giveBack(part.lease(), part.disputes(), rest()));
        }
        return all;
    }

    /** What one of them came to may be that nothing more is wanted for a while; and others take what is told after its lease. */
    private boolean goesOn(Batch batch) {
        Instant latest = batch.asked().plus(terms.leaseTime()).minus(terms.longestTell());
        return !closed && !stopped && rest().isZero() && clock.instant().isBefore(latest);
    }

    private Duration rest() {
        Duration rest = Duration.between(clock.instant(), pausedUntil);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    private Uni<Void> stopped(Batch batch, Telling.Stopped why) {
        if (!stopped) {
            stopped = true;
            LOG.errorf(
                    "%s: the receiver wants nothing more (%s); it is told nothing until this process is started again; "
                            + "what happens meanwhile is kept for it",
                    channel.name(), why.reason());
        }
        metrics.failed(channel.name(), why.reason());
        return giveBack(batch.lease(), batch.disputes(), STOPPED_PAUSE);
    }

    private Uni<Void> giveUp(UUID lease, List<Parcel> parcels, String reason) {
        if (parcels.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        for (Parcel parcel : parcels) {
            metrics.givenUp(channel.name(), reason, parcel.messages().size());
            LOG.warnf(
                    "%s: dispute %s: event %d is given up after attempt %d: %s",
                    channel.name(), parcel.dispute(), parcel.lastSequence(), parcel.attempts(), reason);
        }
        return forget(lease, parcels);
    }

    private Uni<Void> putOff(UUID lease, List<DisputeId> parcels, Duration pause) {
        return store.putOff(channel.name(), lease, parcels, pause).invoke(() -> wakeUpIn(pause));
    }

    private Uni<Void> giveBack(UUID lease, List<DisputeId> parcels, Duration pause) {
        if (parcels.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.giveBack(channel.name(), lease, parcels, pause).invoke(() -> wakeUpIn(pause));
    }

    private void pause(Duration wait) {
        Instant until = clock.instant().plus(wait);
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
            wakeUpIn(wait);
        }
    }

    private void wakeUpIn(Duration pause) {
        if (pause.compareTo(LONGEST_WAKE_UP) <= 0) {
            scheduling.after(pause.plusMillis(10), this::kick);
        }
    }

    private boolean isTooOld(Parcel parcel) {
        return parcel.age().compareTo(terms.patience()) > 0;
    }

    private static Duration lengthened(Duration pause) {
        return pause.plusMillis(
                (long) (pause.toMillis() * JITTER * ThreadLocalRandom.current().nextDouble()));
    }

    private void complain(String reason) {
        metrics.failed(channel.name(), reason);
        if (!failing) {
            failing = true;
            LOG.warnf("%s: messages do not arrive (%s); they are tried again", channel.name(), reason);
        }
    }
}

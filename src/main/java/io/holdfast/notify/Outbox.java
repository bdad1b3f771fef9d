package io.holdfast.notify;

import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.Announcement;
import io.holdfast.store.Announcements;
import io.holdfast.store.OutboxStore;
import io.holdfast.store.OutboxStore.Forgotten;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What goes in, and the readers that take it out. Without a channel it is nothing: no statement is longer, and none is added.
 */
public final class Outbox implements Announcements {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    /** Of any channel: longer than each channel's own patience. What is left then belongs to a channel that is off or stopped. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** In one line of the log. */
    private static final int MOST_NAMED = 20;

    /** In one statement: what waited for a channel that was switched off may be a million. */
    static final int FORGOTTEN_AT_ONCE = 1_000;

    /** In one round, so that it ends. */
    private static final int MOST_STEPS_TO_FORGET = 1_000;

    private static final Duration GLANCE = Duration.ofMillis(20);

    private final List<Channel> channels;
    private final Map<String, Reader> readers;
    private final OutboxStore store;
    private final DisputeDocument document;
    private final Scheduling scheduling;
    private final Clock clock;
    private final NotifyMetrics metrics;

    Outbox(
            List<Channel> channels,
            OutboxStore store,
            DisputeDocument document,
            Scheduling scheduling,
            Clock clock,
            Supplier<UUID> ids,
            NotifyMetrics metrics) {
        // In one order in every statement: commits that touch the same rows cannot wait for each other in a circle.
        this.channels =
                channels.stream().sorted(Comparator.comparing(Channel::name)).toList();
        this.readers = this.channels.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Channel::name, channel -> new Reader(channel, store, scheduling, clock, ids, metrics)));
        this.store = store;
        this.document = document;
        this.scheduling = scheduling;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public List<Announcement> of(Optional<Dispute> before, Dispute after, List<ChainedEntry> story) {
        if (channels.isEmpty() || story.isEmpty()) {
            return List.of();
        }
        Occurrence occurrence = new Occurrence(before, after, story, document);
        List<Announcement> news = new ArrayList<>(channels.size());
        for (Channel channel : channels) {
            // For a channel that is stopped, too: once it is mended and started again, it hears of what happened
            // meanwhile.
            channel.compose(occurrence)
                    .ifPresent(body -> news.add(
                            new Announcement(channel.name(), after.head().sequence(), body)));
        }
        return news;
    }

    @Override
    public void committed(List<Announcement> announcements) {
        announcements.forEach(it -> readers.get(it.channel()).kick());
    }

    /** Looks for what is due: what failed before, and what a replica left that died. */
    public Uni<Void> relay() {
        readers.values().forEach(Reader::kick);
        return Uni.createFrom().voidItem();
    }

    /** For the gauges; and forgets what nobody will ever be told, also where no channel is on. */
    public Uni<Void> look() {
        return forgetOld()
                .chain(() -> store.waiting())
                .invoke(waiting -> metrics.show(readers.keySet(), waiting))
                .replaceWithVoid();
    }

    /** A line of the log for each channel, however many steps it takes, and also where one of them fails. */
    private Uni<Void> forgetOld() {
        Map<String, Forgotten> all = new TreeMap<>();
        return forgetOld(all, MOST_STEPS_TO_FORGET)
                .onTermination()
                .invoke(() -> all.values().forEach(it -> LOG.warn(told(it))));
    }

    private Uni<Void> forgetOld(Map<String, Forgotten> all, int stepsLeft) {
        return store.forget(LONGEST, FORGOTTEN_AT_ONCE, MOST_NAMED)
                .invoke(forgotten -> forgotten.forEach(it -> {
                    metrics.givenUp(it.channel(), "too_old", it.messages());
                    all.merge(it.channel(), it, Outbox::together);
                }))
                .chain(forgotten -> {
                    int parcels =
                            forgotten.stream().mapToInt(Forgotten::parcels).sum();
                    return parcels < FORGOTTEN_AT_ONCE || stepsLeft == 1
                            ? Uni.createFrom().voidItem()
                            : forgetOld(all, stepsLeft - 1);
                });
    }

    private static Forgotten together(Forgotten some, Forgotten others) {
        List<DisputeId> named = Stream.concat(some.named().stream(), others.named().stream())
                .limit(MOST_NAMED)
                .toList();
        return new Forgotten(
                some.channel(), some.parcels() + others.parcels(), some.messages() + others.messages(), named);
    }

    static String told(Forgotten forgotten) {
        int others = forgotten.parcels() - forgotten.named().size();
        String names = forgotten.named().stream().map(DisputeId::toString).collect(Collectors.joining(", "));
        return "%s: what was to be told of %d disputes is older than %d days and given up: %s%s"
                .formatted(
                        forgotten.channel(),
                        forgotten.parcels(),
                        LONGEST.toDays(),
                        names,
                        others > 0 ? " and " + others + " more" : "");
    }

    /**
     * Takes nothing more, and waits for what is being told.
     *
     * @param atMost what is not told by then is given back, and told again by others
     */
    public Uni<Void> stop(Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        readers.values().forEach(Reader::close);
        return Uni.createFrom()
                .<Void>emitter(emitter -> awaitQuiet(end, () -> emitter.complete(null)))
                .chain(this::giveBack);
    }

    private void awaitQuiet(Instant end, Runnable quiet) {
        boolean busy = readers.values().stream().anyMatch(Reader::isBusy);
        if (!busy || !clock.instant().isBefore(end)) {
            quiet.run();
        } else {
            scheduling.after(GLANCE, () -> awaitQuiet(end, quiet));
        }
    }

    /** If the database is away the leases end by themselves. */
    private Uni<Void> giveBack() {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Reader reader : readers.values()) {
            for (Map.Entry<UUID, Set<DisputeId>> left : reader.close().entrySet()) {
                all = all.chain(() ->
                        store.giveBack(reader.name(), left.getKey(), List.copyOf(left.getValue()), Duration.ZERO));
            }
        }
        return all.onFailure().recoverWithNull();
    }
}

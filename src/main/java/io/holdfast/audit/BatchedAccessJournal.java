package io.holdfast.audit;

import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.AccessRow;
import io.holdfast.store.AccessStore;
import io.holdfast.time.Scheduling;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * {@link AccessJournal} in front of the database: callers put entries into a bounded queue, and one writer behind them keeps them in batches. What finds
 * the queue full, because the database is away for long, is dropped; how much was dropped is raised at once, and told by the journal itself once it can.
 */
public final class BatchedAccessJournal implements AccessJournal {

    private static final Logger LOG = Logger.getLogger(BatchedAccessJournal.class);

    /** So long an entry may wait for others to be written with it; as much a process that is killed may lose. */
    static final Duration PAUSE = Duration.ofMillis(300);

    /** Between attempts while the database is away. */
    static final Duration RETRY = Duration.ofSeconds(2);

    /** Of disputes whose story moved within one pause. */
    static final int MOST_MARKS = 50_000;

    static final int BATCH = 500;

    private final AccessStore store;
    private final Clock clock;
    private final Scheduling scheduling;
    private final LongConsumer droppedNow;
    private final AccessStream stream;
    private final String host;

    private final WaitingEntries waiting = new WaitingEntries();
    private final AtomicLong dropped = new AtomicLong();
    private final Map<UUID, ChainHead> marks = new ConcurrentHashMap<>();
    private final AtomicBoolean awake = new AtomicBoolean();

    /** What was chained and is not known to be kept; only the writer touches it. */
    private Batch unwritten = Batch.NOTHING;

    /** The attempt that is under way, which all who want something written wait for; null if there is none. */
    private Uni<Boolean> writing;

    private boolean away;

    /** Entries, and the rows that they became. */
    private record Batch(List<Told> entries, List<AccessRow> rows) {

        static final Batch NOTHING = new Batch(List.of(), List.of());

        boolean isEmpty() {
            return rows.isEmpty();
        }

        boolean isLate(Instant now) {
            return rows.stream().anyMatch(row -> Told.isLate(row.at(), now));
        }

        AccessRow last() {
            return rows.get(rows.size() - 1);
        }
    }

    /** @param droppedNow is told of entries that were dropped, as it happens; must be quick and must not fail */
    public BatchedAccessJournal(
            AccessStore store,
            Clock clock,
            Scheduling scheduling,
            java.util.function.Supplier<UUID> ids,
            String host,
            LongConsumer droppedNow) {
        this.store = store;
        this.clock = clock;
        this.scheduling = scheduling;
        this.droppedNow = droppedNow;
        this.host = host;
        this.stream = new AccessStream(ids, host);
    }

    @Override
    public void record(AccessEntry entry) {
        if (waiting.add(entry, clock.instant())) {
            wake();
        } else {
            drop();
        }
    }

    @Override
    public Uni<Void> keep(AccessEntry entry) {
        if (!waiting.add(entry, clock.instant())) {
            drop();
            return Uni.createFrom().failure(new IllegalStateException("the access journal has no room"));
        }
        wake();
        return writeUntilKept(entry);
    }

    /** What comes meanwhile is not waited for. What waits no more is in the batch that is written now, or was in one before. */
    private Uni<Void> writeUntilKept(AccessEntry entry) {
        return Uni.createFrom().deferred(() -> {
            boolean waits = waiting.contains(entry);
            return write().chain(more ->
                    waits ? writeUntilKept(entry) : Uni.createFrom().voidItem());
        });
    }

    @Override
    public void mark(DisputeId dispute, ChainHead head) {
        if (marks.size() >= MOST_MARKS && !marks.containsKey(dispute.value())) {
            drop();
            return;
        }
        marks.merge(dispute.value(), head, (old, fresh) -> fresh.sequence() > old.sequence() ? fresh : old);
        wake();
    }

    /** Writes everything that waits now; for the end of the process. Fails if the database does. */
    public Uni<Void> flush() {
        // The writer may be between two batches: its own next look finds nothing then.
        return Uni.createFrom().deferred(this::writeAll);
    }

    private void drop() {
        dropped.incrementAndGet();
        droppedNow.accept(1);
    }

    private void wake() {
        if (awake.compareAndSet(false, true)) {
            scheduling.after(PAUSE, this::look);
        }
    }

    private void look() {
        write().subscribe().with(more -> next(more), this::failed);
    }

    private void next(boolean more) {
        if (away) {
            away = false;
            LOG.info("The access journal is kept again");
        }
        if (more) {
            scheduling.soon(this::look);
            return;
        }
        awake.set(false);
        if (!waiting.isEmpty() || !marks.isEmpty() || dropped.get() > 0) {
            wake();
        }
    }

    private void failed(Throwable failure) {
        if (!away) {
            away = true;
            LOG.warnf("The access journal cannot be kept now; it waits for the database: %s", failure.getMessage());
        }
        scheduling.after(RETRY, this::look);
    }

    private Uni<Void> writeAll() {
        return write().chain(more ->
                waiting.isEmpty() && marks.isEmpty() ? Uni.createFrom().voidItem() : writeAll());
    }

    /** One attempt at a time: what is chained anew must not be on its way to the store. @return whether there is more to write at once */
    private synchronized Uni<Boolean> write() {
        if (writing == null) {
            writing = Uni.createFrom()
                    .deferred(this::attempt)
                    .onTermination()
                    .invoke(this::attempted)
                    .memoize()
                    .indefinitely();
        }
        return writing;
    }

    private synchronized void attempted() {
        writing = null;
    }

    private Uni<Boolean> attempt() {
        if (unwritten.isEmpty()) {
            unwritten = chained(waiting());
        } else if (unwritten.isLate(clock.instant())) {
            return store.keeps(unwritten.last()).chain(kept -> {
                if (kept) {
                    done();
                    return Uni.createFrom().item(true);
                }
                stream.back();
                unwritten = chained(unwritten.entries());
                return append();
            });
        }
        return append();
    }

    private Uni<Boolean> append() {
        if (unwritten.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        return store.append(unwritten.rows()).map(kept -> {
            boolean more = unwritten.entries().size() >= BATCH || marks.size() >= BATCH;
            done();
            return more;
        });
    }

    private void done() {
        stream.kept();
        unwritten = Batch.NOTHING;
    }

    private Batch chained(List<Told> entries) {
        Instant now = clock.instant();
        List<AccessRow> rows = new ArrayList<>();
        for (Told told : entries) {
            Told tellable = told.tellableAt(now);
            rows.addAll(stream.append(tellable.entry(), tellable.at()));
        }
        return new Batch(entries, rows);
    }

    private List<Told> waiting() {
        List<Told> entries = new ArrayList<>();
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.errorf(
                    "The access journal dropped %d entries: the database was away for too long, or more came than it takes",
                    lost);
            entries.add(new Told(
                    new AccessEntry(
                            AccessKind.JOURNAL_DROPPED,
                            AccessEntry.SYSTEM,
                            host,
                            "dropped",
                            List.of(),
                            Map.of("entries", Long.toString(lost))),
                    clock.instant()));
        }
        entries.addAll(waiting.take(BATCH));
        AccessEntry marked = StoryMarks.take(marks, BATCH, host);
        if (!marked.disputes().isEmpty()) {
            entries.add(new Told(marked, clock.instant()));
        }
        return entries;
    }
}

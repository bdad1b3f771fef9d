package io.holdfast.audit;

import io.holdfast.store.HeadStore;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Removes disputes that ended long ago, in small batches, and says so in the journal; and what old payment tokens were traded for. What is live is never
 * touched.
 */
public final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    private static final int BATCH = 200;

    /** In one round, so that it ends. */
    private static final int MOST_BATCHES = 500;

    private final HeadStore store;
    private final AccessJournal journal;
    private final Clock clock;
    private final Duration kept;
    private final String host;

    /** @param kept so long after their end */
    public Retention(HeadStore store, AccessJournal journal, Clock clock, Duration kept, String host) {
        this.store = store;
        this.journal = journal;
        this.clock = clock;
        this.kept = kept;
        this.host = host;
    }

    /** Fails only if the database does. @return how many disputes were removed */
    public Uni<Long> purge() {
        return purge(0, 0).call(() -> forgetTrades(0));
    }

    private Uni<Void> forgetTrades(int batches) {
        return store.forgetTrades(clock.instant(), kept, BATCH)
                .chain(forgotten -> forgotten < BATCH || batches == MOST_BATCHES
                        ? Uni.createFrom().voidItem()
                        : forgetTrades(batches + 1));
    }

    private Uni<Long> purge(long removed, int batches) {
        return store.purge(clock.instant(), kept, BATCH).chain(purged -> {
            purged.ifPresent(this::tell);
            long sum = removed + purged.map(HeadStore.Purged::disputes).orElse(0L);
            boolean more = purged.isPresent() && batches < MOST_BATCHES;
            return more ? purge(sum, batches + 1) : Uni.createFrom().item(sum);
        });
    }

    private void tell(HeadStore.Purged purged) {
        LOG.infof(
                "Retention removed %d disputes with %d events, and %d entries of the access journal",
                purged.disputes(), purged.events(), purged.entries());
        journal.record(new AccessEntry(
                AccessKind.RETENTION_PURGED,
                AccessEntry.SYSTEM,
                host,
                "removed",
                List.of(),
                Map.of(
                        "purge", Long.toString(purged.number()),
                        "disputes", Long.toString(purged.disputes()),
                        "events", Long.toString(purged.events()),
                        "entries", Long.toString(purged.entries()),
                        "summary", purged.summary())));
    }
}

package io.holdfast.audit;

import io.holdfast.store.DatabaseClock;
import io.holdfast.store.HeadStore;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes the head of each day that is over, once, whichever replica comes first. What came into a day after its head was made would look like a forgery for ever, so a
 * day is over only when the replica's clock and the database's both say so.
 */
public final class DailyHeads {

    private static final Logger LOG = Logger.getLogger(DailyHeads.class);

    /** After a day's end, for what was decided before midnight and committed after, by clocks that differ. */
    static final Duration GRACE = Duration.ofHours(1);

    /** In one round; a service that stood still for longer catches up over several. */
    private static final int MOST_DAYS = 40;

    private static final String STATEMENT = DailyHead.statement("$1", "$2");

    private final HeadStore store;
    private final AccessJournal journal;
    private final Optional<HeadKey> key;
    private final Clock clock;
    private final DatabaseClock database;
    private final String host;

    /** @param key without one heads are not signed */
    public DailyHeads(
            HeadStore store,
            AccessJournal journal,
            Optional<HeadKey> key,
            Clock clock,
            DatabaseClock database,
            String host) {
        this.store = store;
        this.journal = journal;
        this.key = key;
        this.clock = clock;
        this.database = database;
        this.host = host;
    }

    /** Makes what is missing. Fails only if the database does. @return how many were made */
    public Uni<Integer> catchUp() {
        return catchUp(0);
    }

    private Uni<Integer> catchUp(int made) {
        return store.last()
                .chain(last -> dueAfter(last)
                        .chain(due -> due.isEmpty() || made == MOST_DAYS
                                ? Uni.createFrom().item(made)
                                : make(due.get(), last.map(HeadStore.Last::hash).orElse(DailyHead.NONE))
                                        .chain(kept -> catchUp(made + 1))));
    }

    private Uni<Optional<LocalDate>> dueAfter(Optional<HeadStore.Last> last) {
        Uni<Optional<LocalDate>> next = last.isPresent()
                ? Uni.createFrom().item(Optional.of(last.get().day().plusDays(1)))
                : store.firstDay();
        return next.map(day -> day.filter(it -> isOver(it, clock.instant())))
                .chain(day -> day.isEmpty()
                        ? Uni.createFrom().item(day)
                        : database.now().map(now -> day.filter(it -> isOver(it, now))));
    }

    private static boolean isOver(LocalDate day, Instant now) {
        return day.isBefore(LocalDate.ofInstant(now.minus(GRACE), ZoneOffset.UTC));
    }

    private Uni<Boolean> make(LocalDate day, byte[] previous) {
        return store.day(day, STATEMENT).chain(counted -> {
            byte[] hash = head(day, counted, previous).hash();
            return store.keep(day, counted, previous, hash, key.map(it -> it.sign(hash)), clock.instant(), host)
                    .invoke(kept -> {
                        if (kept) {
                            tell(day, hash);
                            LOG.infof(
                                    "The head of %s is made: %d stories, %d events%s",
                                    day, counted.chains(), counted.events(), key.isPresent() ? "" : ", not signed");
                        }
                    });
        });
    }

    private void tell(LocalDate day, byte[] hash) {
        journal.record(new AccessEntry(
                AccessKind.HEAD_MADE,
                AccessEntry.SYSTEM,
                host,
                "made",
                List.of(),
                Map.of("day", day.toString(), "hash", HexFormat.of().formatHex(hash))));
    }

    static DailyHead head(LocalDate day, HeadStore.Day counted, byte[] previous) {
        return new DailyHead(
                day,
                counted.chains(),
                counted.events(),
                counted.stories(),
                counted.streams(),
                counted.entries(),
                counted.accesses(),
                counted.purges(),
                previous);
    }
}

package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Where the daily heads are kept, and what retention leaves. Every method is one transaction. */
public interface HeadStore {

    /** What one day comes to in the store now. */
    record Day(long chains, long events, byte[] stories, long streams, long entries, byte[] accesses, long purges) {}

    /** The newest head's day and hash. */
    record Last(LocalDate day, byte[] hash) {}

    /**
     * What a purge removed.
     *
     * @param summary JSON: by status and currency
     */
    record Purged(long number, long disputes, long events, long entries, String summary) {}

    Uni<Optional<Last>> last();

    /** The day of the oldest event, if there is any. */
    Uni<Optional<LocalDate>> firstDay();

    Uni<Day> day(LocalDate day, String statement);

    /** @return false if another replica was faster */
    Uni<Boolean> keep(
            LocalDate day,
            Day counted,
            byte[] previous,
            byte[] hash,
            Optional<byte[]> signature,
            Instant at,
            String host);

    /**
     * Removes some of what ended longer ago than is kept; empty if there is nothing.
     *
     * @param now by the caller's clock; where the store's says less, that counts
     */
    Uni<Optional<Purged>> purge(Instant now, Duration kept, int most);

    /** Forgets what payment tokens were traded for longer ago than is kept, as {@link #purge}, but for those that a hold still has. @return how many */
    Uni<Integer> forgetTrades(Instant now, Duration kept, int most);
}

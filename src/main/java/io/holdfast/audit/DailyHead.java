package io.holdfast.audit;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;

/**
 * What one day (UTC) came to: how much there was in the story, a digest over all of it, and the day before.
 *
 * @param chains disputes whose stories moved on that day
 * @param events of that day in their stories
 * @param stories SHA-256 over the end, on that day, of each of those stories
 * @param streams of the access journal that were written on that day
 * @param entries of that day in them
 * @param accesses SHA-256 over the end, on that day, of each stream
 * @param purges how many purges there had been when it was made
 * @param previous the hash of the day before; 32 zeros on the first day
 */
public record DailyHead(
        LocalDate day,
        long chains,
        long events,
        byte[] stories,
        long streams,
        long entries,
        byte[] accesses,
        long purges,
        byte[] previous) {

    private static final byte[] PURPOSE = "holdfast daily head 1".getBytes(StandardCharsets.UTF_8);

    static final byte[] NONE = new byte[32];

    public DailyHead {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(stories, "stories");
        Objects.requireNonNull(accesses, "accesses");
        Objects.requireNonNull(previous, "previous");
    }

    /** The digests over a day; parameters: its beginning and its end. The same statement makes a head and verifies it. */
    public static String statement(String begin, String end) {
        return "SELECT * FROM (" + digest("chains", "events", "stories", "dispute_event", "dispute_id", begin, end)
                + ") s CROSS JOIN (" + digest("streams", "entries", "accesses", "access_event", "stream", begin, end)
                + ") a";
    }

    /** In 256 parts, so that no part grows beyond what PostgreSQL can hold in one value. */
    private static String digest(
            String chains, String rows, String digest, String table, String id, String begin, String end) {
        String ends = "SELECT DISTINCT ON (" + id + ") " + id + " AS id, sequence, hash,"
                + " count(*) OVER (PARTITION BY " + id + ") AS n FROM " + table + " WHERE at >= " + begin + " AND at < "
                + end + " ORDER BY " + id + ", sequence DESC";
        String parts = "SELECT get_byte(uuid_send(id), 15) AS part, count(*) AS chains, sum(n) AS events,"
                + " sha256(string_agg(uuid_send(id) || int4send(sequence) || int4send(n::int) || hash,"
                + " ''::bytea ORDER BY id)) AS digest FROM (" + ends + ") e GROUP BY 1";
        return "SELECT coalesce(sum(chains), 0)::bigint AS " + chains + ", coalesce(sum(events), 0)::bigint AS " + rows
                + ", sha256(coalesce(string_agg(digest, ''::bytea ORDER BY part), ''::bytea)) AS " + digest + " FROM ("
                + parts + ") p";
    }

    public byte[] hash() {
        return new HashInput()
                .add(PURPOSE)
                .add(previous)
                .add(day.toString())
                .add(chains)
                .add(events)
                .add(stories)
                .add(streams)
                .add(entries)
                .add(accesses)
                .add(purges)
                .sha256();
    }

    /** Whether the other tells of the same story: all but the place in the row of days. */
    public boolean tellsTheSameAs(DailyHead other) {
        return chains == other.chains
                && events == other.events
                && Arrays.equals(stories, other.stories)
                && streams == other.streams
                && entries == other.entries
                && Arrays.equals(accesses, other.accesses);
    }
}

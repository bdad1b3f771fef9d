package io.holdfast.audit.verify;

import static io.holdfast.audit.verify.Finding.Kind.ACCESS;

import io.holdfast.audit.AccessKind;
import io.holdfast.audit.AccessStream;
import io.holdfast.audit.Counted;
import io.holdfast.audit.JsonDetail;
import io.holdfast.audit.StoryMarks;
import io.holdfast.store.AccessRow;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Holds the streams of the access journal against themselves and each other, and the disputes' stories against what the journal remembers of them: a story
 * that was cut, or removed with its dispute, is missed here.
 */
final class AccessCheck {

    private static final int PAGE = 2_000;

    private static final String ROWS = "SELECT stream, sequence, kind, " + Micros.of("at") + ", actor,"
            + " source, outcome, disputes, detail, hash FROM access_event ORDER BY stream, sequence";

    private static final String MARKED =
            "SELECT m.i, e.hash FROM unnest(?::uuid[], ?::int[]) WITH ORDINALITY m (d, s, i)"
                    + " LEFT JOIN dispute_event e ON e.dispute_id = m.d AND e.sequence = m.s ORDER BY m.i";

    /** No dispute has this id. */
    private static final UUID NOBODY = new UUID(0, 0);

    private record End(int sequence, byte[] hash) {}

    private record Continued(UUID stream, String before, String sequence, String hash) {}

    private final Findings findings;
    private final Instant purgedBefore;
    private final Predicate<UUID> knownMissing;
    private final LongConsumer progress;
    private final Map<String, End> ends = new HashMap<>();
    private final List<Continued> continued = new ArrayList<>();
    private final List<StoryMarks.Mark> marks = new ArrayList<>();

    /** Disputes of which marked events are missing, and the last one of them. */
    private final Map<UUID, Integer> lost = new LinkedHashMap<>();

    private long entries;
    private long newestPurge;
    private final Map<String, Set<String>> headsMade = new TreeMap<>();

    /** @param purgedBefore what ended before may have been removed by retention */
    AccessCheck(Findings findings, Instant purgedBefore, Predicate<UUID> knownMissing, LongConsumer progress) {
        this.findings = findings;
        this.purgedBefore = purgedBefore;
        this.knownMissing = knownMissing;
        this.progress = progress;
    }

    void check(Connection database) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(ROWS)) {
            statement.setFetchSize(PAGE);
            try (ResultSet rows = statement.executeQuery()) {
                UUID stream = null;
                ChainWalk walk = new ChainWalk();
                while (rows.next()) {
                    AccessRow row = read(rows);
                    if (!row.stream().equals(stream)) {
                        stream = row.stream();
                        walk = new ChainWalk();
                    }
                    check(row, walk);
                    ends.put(stream.toString(), new End(row.sequence(), row.hash()));
                    if (++entries % PAGE == 0) {
                        progress.accept(PAGE);
                    }
                    if (marks.size() >= PAGE) {
                        checkMarks(database);
                    }
                }
            }
        }
        progress.accept(entries % PAGE);
        checkMarks(database);
        tellLost(database);
        continued.forEach(this::checkContinued);
    }

    long entries() {
        return entries;
    }

    long streams() {
        return ends.size();
    }

    /** The highest number of a purge that the journal tells of; 0 for none. */
    long newestPurge() {
        return newestPurge;
    }

    /** The hashes of the heads that the journal tells of, by their days; of a day that has more than one, the order of the streams does not say which was first. */
    Map<String, Set<String>> headsMade() {
        return headsMade;
    }

    private void check(AccessRow row, ChainWalk walk) {
        int due = walk.sequence() + 1;
        ChainWalk.Verdict verdict = walk.step(row.sequence(), row.hash(), before -> AccessStream.hash(before, row));
        if (verdict == ChainWalk.Verdict.GAP) {
            findings.add(Finding.of(ACCESS, row.stream(), due, missing(due, row.sequence() - 1)));
        } else if (verdict == ChainWalk.Verdict.BROKEN) {
            findings.add(Finding.of(
                    ACCESS,
                    row.stream(),
                    row.sequence(),
                    "was changed, put there or moved: it does not follow from the entry before it (" + row.kind()
                            + ")"));
            return;
        }
        Map<String, String> detail = JsonDetail.read(row.detail());
        if (row.kind().equals(AccessKind.JOURNAL_OPENED.code()) && detail.containsKey("before")) {
            continued.add(
                    new Continued(row.stream(), detail.get("before"), detail.get("sequence"), detail.get("hash")));
        } else if (row.kind().equals(AccessKind.STORY_MARKS.code()) && row.at().isAfter(purgedBefore)) {
            remember(row, detail);
        } else if (row.kind().equals(AccessKind.RETENTION_PURGED.code())) {
            newestPurge = Math.max(newestPurge, number(detail.get("purge")));
        } else if (row.kind().equals(AccessKind.HEAD_MADE.code())) {
            headsMade
                    .computeIfAbsent(detail.getOrDefault("day", ""), day -> new HashSet<>())
                    .add(detail.getOrDefault("hash", ""));
        }
    }

    /** In one line: a database that took over from another, and was behind, can lack thousands of each stream that went on. */
    private static String missing(int first, int last) {
        return first == last
                ? "is missing"
                : "is missing, and so are those up to " + last
                        + ": removed, or lost in a failover to a database that was behind";
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private void remember(AccessRow row, Map<String, String> detail) {
        try {
            marks.addAll(StoryMarks.read(row.disputes(), detail));
        } catch (IllegalArgumentException changed) {
            findings.add(Finding.of(ACCESS, row.stream(), row.sequence(), "was changed: its marks cannot be read"));
        }
    }

    /** A stream that goes on names where the one before it ended. */
    private void checkContinued(Continued link) {
        End end = ends.get(link.before());
        if (end == null) {
            if (isYoung(link.before())) {
                findings.add(Finding.of(
                        ACCESS,
                        link.before(),
                        "is missing with all that was in it: its last entry was number " + link.sequence()
                                + ", says the next stream"));
            }
            return;
        }
        boolean same = Integer.toString(end.sequence()).equals(link.sequence())
                && HexFormat.of().formatHex(end.hash()).equals(link.hash());
        if (!same) {
            findings.add(Finding.of(
                    ACCESS,
                    link.before(),
                    end.sequence(),
                    "is not where the stream ended: its last entry was number " + link.sequence()
                            + ", says the next stream"));
        }
    }

    /** Retention has not come to it: its id, of version 7, begins with the time at which it was opened. */
    private boolean isYoung(String stream) {
        try {
            UUID id = UUID.fromString(stream);
            return id.version() == 7
                    && Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16).isAfter(purgedBefore);
        } catch (IllegalArgumentException changed) {
            return false;
        }
    }

    private void checkMarks(Connection database) throws SQLException {
        if (marks.isEmpty()) {
            return;
        }
        Array ids = database.createArrayOf(
                "uuid", marks.stream().map(StoryMarks.Mark::dispute).toArray());
        Array sequences = database.createArrayOf(
                "int", marks.stream().map(StoryMarks.Mark::sequence).toArray());
        try (PreparedStatement statement = database.prepareStatement(MARKED)) {
            statement.setArray(1, ids);
            statement.setArray(2, sequences);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    StoryMarks.Mark mark = marks.get(rows.getInt(1) - 1);
                    byte[] hash = rows.getBytes(2);
                    if (hash == null) {
                        lost.merge(mark.dispute(), mark.sequence(), Math::max);
                    } else if (!mark.fits(hash)) {
                        findings.add(Finding.of(
                                Finding.Kind.STORY,
                                mark.dispute(),
                                mark.sequence(),
                                "is not the event that was written: the access journal remembers another one"));
                    }
                }
            }
        }
        marks.clear();
    }

    private void tellLost(Connection database) throws SQLException {
        try (PreparedStatement dispute =
                database.prepareStatement("SELECT event_sequence FROM dispute WHERE dispute_id = ?")) {
            for (Map.Entry<UUID, Integer> entry : lost.entrySet()) {
                dispute.setObject(1, entry.getKey());
                try (ResultSet rows = dispute.executeQuery()) {
                    boolean there = rows.next();
                    if (there && rows.getInt(1) < entry.getValue()) {
                        findings.add(Finding.of(
                                Finding.Kind.STORY,
                                entry.getKey(),
                                entry.getValue(),
                                "is missing: the access journal remembers it, though story and record end before it"));
                    } else if (!there && !knownMissing.test(entry.getKey())) {
                        findings.add(Finding.of(
                                Finding.Kind.RECORD,
                                entry.getKey(),
                                "the dispute is missing with its story: the access journal remembers "
                                        + Counted.of(entry.getValue(), "event")));
                    }
                }
            }
        }
    }

    /** What no array of this service is, is none that was hashed. */
    private static List<UUID> disputes(Array stored) throws SQLException {
        return stored.getArray() instanceof UUID[] ids && Arrays.stream(ids).noneMatch(Objects::isNull)
                ? List.of(ids)
                : List.of(NOBODY);
    }

    private static AccessRow read(ResultSet row) throws SQLException {
        return new AccessRow(
                row.getObject(1, UUID.class),
                row.getInt(2),
                row.getString(3),
                Micros.instant(row.getLong(4)),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                disputes(row.getArray(8)),
                row.getString(9),
                row.getBytes(10));
    }
}

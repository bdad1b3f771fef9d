package io.holdfast.audit.verify;

import static io.holdfast.audit.verify.Finding.Kind.HEAD;

import io.holdfast.audit.Counted;
import io.holdfast.audit.DailyHead;
import io.holdfast.audit.HeadKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Holds each daily head against the one before it, against its signature, and against what the database says of that day now. */
final class HeadCheck {

    private static final String ROWS =
            "SELECT day, chains, events, stories, streams, entries, accesses, purges, previous,"
                    + " hash, signature FROM audit_head ORDER BY day";

    private static final String DAY = DailyHead.statement("?::timestamptz", "?::timestamptz");

    /** Days beyond are none of a service that ever ran. */
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);

    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private record Stored(DailyHead head, byte[] hash, Optional<byte[]> signature) {}

    private final Findings findings;
    private final Optional<HeadKey> key;
    private final Instant purgedBefore;
    private final long purges;
    private final Map<String, Set<String>> made;
    private long heads;
    private long signed;

    /** @param made the hashes of the heads that the access journal tells of, by their days */
    HeadCheck(
            Findings findings,
            Optional<HeadKey> key,
            Instant purgedBefore,
            long purges,
            Map<String, Set<String>> made) {
        this.findings = findings;
        this.key = key;
        this.purgedBefore = purgedBefore;
        this.purges = purges;
        this.made = new TreeMap<>(made);
    }

    void check(Connection database) throws SQLException {
        List<Stored> all = read(database);
        byte[] previous = new byte[32];
        LocalDate due = null;
        boolean signatureSeen = false;
        for (Stored stored : all) {
            heads++;
            LocalDate day = stored.head().day();
            if (day.isBefore(FIRST) || day.isAfter(LAST)) {
                findings.add(Finding.of(HEAD, day, "was put there or moved: no head is of such a day"));
                continue;
            }
            if (due != null && due.isBefore(day)) {
                LocalDate last = day.minusDays(1);
                String others = due.equals(last) ? "" : ", and so are those up to " + last;
                findings.add(Finding.of(HEAD, due, "the head of this day is missing" + others));
                previous = stored.head().previous();
            }
            due = day.plusDays(1);
            if (!Arrays.equals(stored.head().previous(), previous)) {
                findings.add(Finding.of(HEAD, day, "does not follow from the head of the day before"));
            }
            if (!Arrays.equals(stored.head().hash(), stored.hash())) {
                findings.add(Finding.of(HEAD, day, "was changed: its hash is not that of its contents"));
            }
            remembered(stored);
            checkSignature(stored, signatureSeen);
            signatureSeen |= stored.signature().isPresent();
            compare(database, stored.head());
            previous = stored.hash();
            // of those before it, each is there or was missed above
            made.keySet().removeIf(told -> told.compareTo(day.toString()) <= 0);
        }
        cutOff();
        if (key.isEmpty() && signed > 0) {
            findings.warn("The signatures of the daily heads were not verified: set " + HeadKey.VERIFYING + " or "
                    + HeadKey.SIGNING + ".");
        }
        if (heads > signed) {
            findings.warn((heads - signed) + " of " + heads
                    + " daily heads are not signed: whoever can write to the database could have made them. Set "
                    + HeadKey.SIGNING + ".");
        }
    }

    /** Once it is removed the service makes another one, over what is there then, and signs it. */
    private void remembered(Stored stored) {
        Set<String> told = made.get(stored.head().day().toString());
        if (told != null && !told.equals(Set.of(HexFormat.of().formatHex(stored.hash())))) {
            findings.add(Finding.of(
                    HEAD,
                    stored.head().day(),
                    "is not the head that was made: the access journal remembers another one"));
        }
    }

    private void cutOff() {
        List<String> missing = List.copyOf(made.keySet());
        if (!missing.isEmpty()) {
            String last = missing.get(missing.size() - 1);
            String others = missing.size() == 1 ? "" : ", and so are those up to " + last;
            findings.add(Finding.of(
                    HEAD,
                    missing.get(0),
                    "the head of this day is missing" + others + ": the access journal tells of it"));
        }
    }

    long heads() {
        return heads;
    }

    private void checkSignature(Stored stored, boolean earlierOnesAreSigned) {
        LocalDate day = stored.head().day();
        if (stored.signature().isEmpty()) {
            if (earlierOnesAreSigned && key.isPresent()) {
                findings.add(Finding.of(HEAD, day, "is not signed, though earlier ones are"));
            }
            return;
        }
        signed++;
        if (key.isPresent() && !key.get().verifies(stored.signature().get(), stored.hash())) {
            findings.add(Finding.of(HEAD, day, "its signature is not by the key that is configured"));
        }
    }

    private void compare(Connection database, DailyHead head) throws SQLException {
        if (head.purges() > purges) {
            findings.add(Finding.of(
                    HEAD,
                    head.day(),
                    "knows of " + Counted.of(head.purges(), "purge") + " where " + purges
                            + (purges == 1 ? " is" : " are") + " on record"));
        }
        Instant begin = head.day().atStartOfDay().toInstant(ZoneOffset.UTC);
        if (begin.isBefore(purgedBefore)) {
            // Retention has been here: what is left of that day is judged by its chains alone.
            return;
        }
        DailyHead now = now(database, head);
        if (head.tellsTheSameAs(now)) {
            return;
        }
        findings.add(Finding.of(
                HEAD,
                head.day(),
                "the story of this day is not what it was: "
                        + difference("story", "stories", head.chains(), now.chains()) + ", "
                        + difference("event", "events", head.events(), now.events()) + ", "
                        + difference("stream", "streams", head.streams(), now.streams()) + ", "
                        + difference("entry", "entries", head.entries(), now.entries())));
    }

    private static String difference(String one, String many, long then, long now) {
        String found = Counted.of(now, one, many);
        return then == now
                ? found + " as then"
                : found + (then == 1 ? " where there was 1" : " where there were " + then);
    }

    private static DailyHead now(Connection database, DailyHead head) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(DAY)) {
            for (int i = 1; i <= 4; i += 2) {
                statement.setObject(i, head.day().atStartOfDay().atOffset(ZoneOffset.UTC));
                statement.setObject(i + 1, head.day().plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new DailyHead(
                        head.day(),
                        row.getLong("chains"),
                        row.getLong("events"),
                        row.getBytes("stories"),
                        row.getLong("streams"),
                        row.getLong("entries"),
                        row.getBytes("accesses"),
                        head.purges(),
                        head.previous());
            }
        }
    }

    private static List<Stored> read(Connection database) throws SQLException {
        List<Stored> all = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(ROWS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                DailyHead head = new DailyHead(
                        row.getObject(1, LocalDate.class),
                        row.getLong(2),
                        row.getLong(3),
                        row.getBytes(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getBytes(7),
                        row.getLong(8),
                        row.getBytes(9));
                all.add(new Stored(head, row.getBytes(10), Optional.ofNullable(row.getBytes(11))));
            }
        }
        return all;
    }
}

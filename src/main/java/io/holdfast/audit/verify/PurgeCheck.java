package io.holdfast.audit.verify;

import static io.holdfast.audit.verify.Finding.Kind.PURGE;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;

/** Holds what retention left against itself. */
final class PurgeCheck {

    private static final String ROWS = "SELECT number, " + Micros.of("at") + ", " + Micros.of("before")
            + ", disputes, events, entries, stories, summary, hash FROM purge ORDER BY number";

    private final Findings findings;
    private Instant before = Instant.EPOCH;
    private long number;
    private long disputes;

    PurgeCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Connection database) throws SQLException {
        byte[] previous = new byte[0];
        try (PreparedStatement statement = database.prepareStatement(ROWS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                long due = number + 1;
                number = rows.getLong(1);
                if (number != due) {
                    findings.add(Finding.of(PURGE, due, "is missing"));
                } else if (!Arrays.equals(hash(previous, rows), rows.getBytes(9))) {
                    findings.add(Finding.of(PURGE, number, "was changed, put there or moved"));
                }
                previous = rows.getBytes(9);
                disputes += rows.getLong(4);
                Instant limit = Micros.instant(rows.getLong(3));
                before = limit.isAfter(before) ? limit : before;
            }
        }
    }

    /** The end of the chain may be cut off. @param told the highest number that the access journal tells of */
    void checkEnd(long told) {
        if (told > number) {
            findings.add(Finding.of(
                    PURGE, told, "is missing: the access journal tells of it, and " + number + " are on record"));
        }
    }

    /** What ended before may have been removed; 1970 if there was no purge. */
    Instant before() {
        return before;
    }

    long number() {
        return number;
    }

    long disputes() {
        return disputes;
    }

    /** As {@code holdfast_purge} does it. */
    private static byte[] hash(byte[] previous, ResultSet row) throws SQLException {
        byte[] stories = row.getBytes(7);
        byte[] summary = row.getString(8).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(previous.length + 6 * Long.BYTES + stories.length + summary.length);
        bytes.put(previous);
        for (int i = 1; i <= 6; i++) {
            bytes.putLong(row.getLong(i));
        }
        bytes.put(stories).put(summary);
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

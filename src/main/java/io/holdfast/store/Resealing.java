package io.holdfast.store;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.secret.TokenSealer;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Seals everything again that an older key has sealed, in small steps beside replicas that go on working. A dispute is changed only in the version that
 * was read, and gets a new one, so that a replica that holds the older version cannot write the older bytes back. May be ended at any moment and begun
 * again: what is left is what does not begin with the primary key's name.
 */
public final class Resealing {

    /** Rows that are locked at once, for some milliseconds. */
    private static final int BATCH = 100;

    /** Rows that were changed while they were sealed are met again in the next pass; more passes than this are none of luck. */
    private static final int MOST_PASSES = 20;

    private static final List<Table> TABLES = List.of(
            new Table(
                    "dispute",
                    "payment_token",
                    "dispute_id::text",
                    "dispute_id",
                    "version",
                    "UPDATE dispute SET payment_token = ?, version = version + 1"
                            + " WHERE dispute_id = ?::uuid AND version = ?::bigint AND payment_token = ?"),
            new Table(
                    "gateway_operation",
                    "body",
                    "dispute_id::text || ' ' || kind || ' ' || n",
                    "dispute_id",
                    "kind || ' ' || n",
                    "UPDATE gateway_operation SET body = ?"
                            + " WHERE dispute_id = ?::uuid AND kind || ' ' || n = ? AND body = ?"),
            new Table(
                    "replaced_token",
                    "token",
                    "encode(fingerprint, 'hex')",
                    "encode(fingerprint, 'hex')",
                    "''",
                    "UPDATE replaced_token SET token = ?"
                            + " WHERE fingerprint = decode(?, 'hex') AND ?::text IS NOT NULL AND token = ?"));

    private final Connection database;
    private final TokenSealer sealer;
    private final byte[] primaryPrefix;

    /**
     * @param sealer opens with every key, seals with the primary one
     * @param primaryPrefix how what the primary key has sealed begins
     */
    public Resealing(Connection database, TokenSealer sealer, byte[] primaryPrefix) {
        this.database = database;
        this.sealer = sealer;
        this.primaryPrefix = primaryPrefix.clone();
    }

    private record Table(String name, String column, String cursor, String id, String rest, String update) {

        String count() {
            return "SELECT count(*) FROM " + name + " WHERE substring(" + column + " FROM 1 FOR 5) <> ?";
        }

        /** One of what each key has sealed. */
        String samples() {
            return "SELECT DISTINCT ON (substring(" + column + " FROM 1 FOR 5)) " + id + "::text AS id, " + column
                    + " AS sealed FROM " + name + " WHERE " + column + " IS NOT NULL";
        }

        String page() {
            return "SELECT " + cursor + " AS place, " + id + "::text AS id, (" + rest + ")::text AS rest, " + column
                    + " AS sealed FROM " + name + " WHERE substring(" + column + " FROM 1 FOR 5) <> ? AND " + cursor
                    + " > ? ORDER BY 1 LIMIT " + BATCH;
        }
    }

    private record Sample(String id, byte[] sealed) {}

    private record Row(String place, String id, String rest, byte[] sealed) {}

    /** Whether there is a key for all that is sealed; judged by one of what each key has sealed. */
    public boolean canOpenAll() throws SQLException {
        for (Table table : TABLES) {
            for (Sample sample : samples(table)) {
                try {
                    sealer.open(new Sealed(sample.sealed()), sealedFor(table, sample.id()));
                } catch (TokenSealer.UnsealingFailed foreign) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<Sample> samples(Table table) throws SQLException {
        List<Sample> samples = new ArrayList<>();
        try (PreparedStatement query = database.prepareStatement(table.samples());
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                samples.add(new Sample(rows.getString("id"), rows.getBytes("sealed")));
            }
        }
        return samples;
    }

    /** How much is sealed by an older key. */
    public long remaining() throws SQLException {
        long all = 0;
        for (Table table : TABLES) {
            try (PreparedStatement count = database.prepareStatement(table.count())) {
                count.setBytes(1, primaryPrefix);
                try (ResultSet rows = count.executeQuery()) {
                    rows.next();
                    all += rows.getLong(1);
                }
            }
        }
        return all;
    }

    /**
     * Seals again until nothing is left.
     *
     * @param progress told how many more are done
     * @return how many are left: 0, or more if some process goes on sealing with an older key
     */
    public long run(LongConsumer progress) throws SQLException {
        database.setAutoCommit(false);
        long left = remaining();
        for (int pass = 0; pass < MOST_PASSES && left > 0; pass++) {
            for (Table table : TABLES) {
                String place = "";
                for (List<Row> rows = page(table, place); !rows.isEmpty(); rows = page(table, place)) {
                    long done = reseal(table, rows);
                    database.commit();
                    place = rows.get(rows.size() - 1).place();
                    progress.accept(done);
                }
            }
            left = remaining();
            database.commit();
        }
        return left;
    }

    private List<Row> page(Table table, String after) throws SQLException {
        try (PreparedStatement page = database.prepareStatement(table.page())) {
            page.setBytes(1, primaryPrefix);
            page.setString(2, after);
            List<Row> rows = new ArrayList<>();
            try (ResultSet result = page.executeQuery()) {
                while (result.next()) {
                    rows.add(new Row(
                            result.getString("place"),
                            result.getString("id"),
                            result.getString("rest"),
                            result.getBytes("sealed")));
                }
            }
            return rows;
        }
    }

    private long reseal(Table table, List<Row> rows) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(table.update())) {
            for (Row row : rows) {
                DisputeId sealedFor = sealedFor(table, row.id());
                Sealed fresh = sealer.seal(sealer.open(new Sealed(row.sealed()), sealedFor), sealedFor);
                update.setBytes(1, fresh.bytes());
                update.setString(2, row.id());
                update.setString(3, row.rest());
                update.setBytes(4, row.sealed());
                update.addBatch();
            }
            long changed = 0;
            for (int count : update.executeBatch()) {
                changed += count;
            }
            return changed;
        }
    }

    /** What is sealed opens only under the id it was sealed for. */
    private static DisputeId sealedFor(Table table, String id) {
        return switch (table.name()) {
            case "replaced_token" -> {
                ByteBuffer bytes = ByteBuffer.wrap(java.util.HexFormat.of().parseHex(id));
                yield new DisputeId(new UUID(bytes.getLong(), bytes.getLong()));
            }
            default -> new DisputeId(UUID.fromString(id));
        };
    }
}

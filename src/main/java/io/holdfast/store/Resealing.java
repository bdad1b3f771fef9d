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
import java.util.stream.Collectors;

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

    private static final String NO_ID = new UUID(0, 0).toString();

    private static final List<Table> TABLES = List.of(
            new Table(
                    "dispute",
                    "payment_token",
                    "dispute_id",
                    List.of("dispute_id", "version"),
                    "dispute_id > ?::uuid",
                    List.of(NO_ID),
                    "UPDATE dispute SET payment_token = ?, version = version + 1"
                            + " WHERE dispute_id = ?::uuid AND version = ?::bigint AND payment_token = ?"),
            new Table(
                    "gateway_operation",
                    "body",
                    "dispute_id, kind, n",
                    List.of("dispute_id", "kind", "n"),
                    "(dispute_id, kind, n) > (?::uuid, ?::text, ?::int)",
                    List.of(NO_ID, "", "0"),
                    "UPDATE gateway_operation SET body = ?"
                            + " WHERE dispute_id = ?::uuid AND kind = ? AND n = ?::int AND body = ?"),
            new Table(
                    "replaced_token",
                    "token",
                    "fingerprint",
                    List.of("encode(fingerprint, 'hex')"),
                    "fingerprint > decode(?::text, 'hex')",
                    List.of(""),
                    "UPDATE replaced_token SET token = ? WHERE fingerprint = decode(?, 'hex') AND token = ?"));

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

    /**
     * @param column what is sealed
     * @param key the primary key, by which the table is gone through: pages are looked up, however many there are
     * @param named what a row is known by, its key first; first of all what it is sealed for
     * @param after the condition of what comes behind a key
     * @param first what comes before all keys
     * @param update its parameters: what is sealed anew, what the row is known by, what was sealed
     */
    private record Table(
            String name,
            String column,
            String key,
            List<String> named,
            String after,
            List<String> first,
            String update) {

        String count() {
            return "SELECT count(*) FROM " + name + " WHERE " + isOlder();
        }

        /** One of what each key has sealed. */
        String samples() {
            return "SELECT DISTINCT ON (" + beginning() + ") " + named.get(0) + "::text, " + column + " AS sealed FROM "
                    + name + " WHERE " + column + " IS NOT NULL";
        }

        String page() {
            // with a name of its own, as what has a column's name would be sorted by in its place
            String texts = named.stream().map(it -> it + "::text AS text").collect(Collectors.joining(", "));
            return "SELECT " + texts + ", " + column + " AS sealed FROM " + name + " WHERE " + isOlder() + " AND "
                    + after + " ORDER BY " + key + " LIMIT " + BATCH;
        }

        private String isOlder() {
            return beginning() + " <> ?::bytea";
        }

        private String beginning() {
            return "substring(" + column + " FROM 1 FOR 5)";
        }

        /** Of the texts that a row is known by, those of its key. */
        List<String> keyOf(Row row) {
            return row.named().subList(0, first.size());
        }
    }

    /** The statements by which the tables are gone through. */
    static List<String> pages() {
        return TABLES.stream().map(Table::page).toList();
    }

    private record Sample(String id, byte[] sealed) {}

    private record Row(List<String> named, byte[] sealed) {}

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
                samples.add(new Sample(rows.getString(1), rows.getBytes("sealed")));
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
                List<String> place = table.first();
                for (List<Row> rows = page(table, place); !rows.isEmpty(); rows = page(table, place)) {
                    long done = reseal(table, rows);
                    database.commit();
                    place = table.keyOf(rows.get(rows.size() - 1));
                    progress.accept(done);
                }
            }
            left = remaining();
            database.commit();
        }
        return left;
    }

    private List<Row> page(Table table, List<String> after) throws SQLException {
        try (PreparedStatement page = database.prepareStatement(table.page())) {
            page.setBytes(1, primaryPrefix);
            for (int i = 0; i < after.size(); i++) {
                page.setString(2 + i, after.get(i));
            }
            List<Row> rows = new ArrayList<>();
            try (ResultSet result = page.executeQuery()) {
                while (result.next()) {
                    List<String> named = new ArrayList<>();
                    for (int i = 1; i <= table.named().size(); i++) {
                        named.add(result.getString(i));
                    }
                    rows.add(new Row(named, result.getBytes("sealed")));
                }
            }
            return rows;
        }
    }

    private long reseal(Table table, List<Row> rows) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(table.update())) {
            for (Row row : rows) {
                DisputeId sealedFor = sealedFor(table, row.named().get(0));
                Sealed fresh = sealer.seal(sealer.open(new Sealed(row.sealed()), sealedFor), sealedFor);
                update.setBytes(1, fresh.bytes());
                for (int i = 0; i < row.named().size(); i++) {
                    update.setString(2 + i, row.named().get(i));
                }
                update.setBytes(2 + row.named().size(), row.sealed());
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

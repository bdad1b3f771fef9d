package io.holdfast.audit.verify;

import io.holdfast.audit.RecordPrint;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A dispute's row, as far as its story speaks of it.
 *
 * @param values of {@link RecordPrint#COLUMNS}
 * @param sealedToken the payment token, sealed
 * @param tokenFingerprint of that token; null for none
 */
record StoredRecord(
        UUID id,
        int eventSequence,
        byte[] eventHash,
        List<String> values,
        byte[] sealedToken,
        byte[] tokenFingerprint) {

    /** For {@link #read}. */
    static final String COLUMNS = "dispute_id, event_sequence, event_hash, payment_token, token_fingerprint, "
            + RecordPrint.COLUMNS.stream().map(StoredRecord::expression).collect(Collectors.joining(", "));

    static StoredRecord read(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>(RecordPrint.COLUMNS.size());
        for (String column : RecordPrint.COLUMNS) {
            values.add(column.endsWith("_amount") ? amount(row.getString(column)) : row.getString(column));
        }
        return new StoredRecord(
                row.getObject("dispute_id", UUID.class),
                row.getInt("event_sequence"),
                row.getBytes("event_hash"),
                values,
                row.getBytes("payment_token"),
                row.getBytes("token_fingerprint"));
    }

    /** As {@link RecordPrint#amount} has it; what is no number as it is, as somebody wrote it there. */
    static String amount(String stored) {
        try {
            return stored == null ? null : RecordPrint.amount(new BigDecimal(stored));
        } catch (NumberFormatException changed) {
            return stored;
        }
    }

    String value(String column) {
        return values.get(RecordPrint.COLUMNS.indexOf(column));
    }

    private static String expression(String column) {
        if (column.endsWith("_at")) {
            return Micros.of(column) + " AS " + column;
        }
        return column.equals("surplus") ? "array_to_string(surplus, '" + RecordPrint.BETWEEN + "') AS surplus" : column;
    }
}

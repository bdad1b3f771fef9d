package io.holdfast.audit.verify;

import io.holdfast.audit.HashChain;
import io.holdfast.dispute.model.DisputeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** An event of a story, as it is stored. */
record StoredEvent(UUID dispute, int sequence, String type, Instant at, String actor, String detail, byte[] hash) {

    static final String COLUMNS = "dispute_id, sequence, type, " + Micros.of("at") + " AS at, actor, detail, hash";

    static StoredEvent read(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getObject(1, UUID.class),
                row.getInt(2),
                row.getString(3),
                Micros.instant(row.getLong(4)),
                row.getString(5),
                row.getString(6),
                row.getBytes(7));
    }

    byte[] hashAfter(byte[] previous) {
        return HashChain.hash(previous, new DisputeId(dispute), sequence, type, at, actor, detail);
    }
}

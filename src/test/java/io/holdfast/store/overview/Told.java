package io.holdfast.store.overview;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Disputes of a gateway that were opened, and had their whole story, at one time. */
record Told(Pool database, String gateway, Instant at) {

    /** A dispute of 10.00 that is over, with such a story. */
    void of(String callCenter, String... story) {
        UUID id = insert("RELEASED", callCenter, "10", null);
        for (int i = 0; i < story.length; i++) {
            database.preparedQuery("INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash)"
                            + " VALUES ($1, $2, $3, $4, 'test', '{}', ''::bytea)")
                    .executeAndAwait(Tuple.of(id, i + 1, story[i], at.atOffset(ZoneOffset.UTC)));
        }
    }

    /** A live hold without a story. */
    void live(String callCenter, String amount, String attention) {
        insert("HELD", callCenter, amount, attention);
    }

    private UUID insert(String status, String callCenter, String amount, String attention) {
        // ids grow with time: the least is that of the first dispute
        UUID id = new UUID(at.toEpochMilli() << 16, UUID.randomUUID().getLeastSignificantBits());
        database.preparedQuery("""
                        INSERT INTO dispute (dispute_id, version, status, customer_account_id, hold_amount, currency, gateway, payment_token,
                            reason_code, call_center_id, opened_by, authorization_id, hold_expires_at, event_sequence, event_hash, created_at,
                            updated_at, attention)
                        VALUES ($1, 1, $2, 'TOLD', $3, 'USD', $4, ''::bytea, 'TOLD', $5, 'test', 'auth', $6, 1, ''::bytea, $6, $6, $7)
                        """).executeAndAwait(Tuple.from(new Object[] {
            id, status, new BigDecimal(amount), gateway, callCenter, at.atOffset(ZoneOffset.UTC), attention
        }));
        return id;
    }
}

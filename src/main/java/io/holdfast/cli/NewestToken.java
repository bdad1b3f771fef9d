package io.holdfast.cli;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.secret.TokenSealer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;

/** Tries the keyset on what was sealed last: one that is valid and wrong looks like a good one until then. */
final class NewestToken {

    private static final String NEWEST =
            "SELECT dispute_id, payment_token FROM dispute ORDER BY dispute_id DESC LIMIT 1";

    /** What the try came to. */
    enum Result {
        NOTHING_STORED,
        OPENED,
        CLOSED
    }

    private NewestToken() {}

    /** Fails if the database does. */
    static Uni<Result> open(Pool pool, TokenSealer sealer) {
        return pool.query(NEWEST).execute().map(rows -> {
            Result result = Result.NOTHING_STORED;
            for (Row row : rows) {
                result = opens(row, sealer) ? Result.OPENED : Result.CLOSED;
            }
            return result;
        });
    }

    private static boolean opens(Row row, TokenSealer sealer) {
        try {
            sealer.open(
                    new Sealed(row.getBuffer("payment_token").getBytes()), new DisputeId(row.getUUID("dispute_id")));
            return true;
        } catch (TokenSealer.UnsealingFailed wrong) {
            return false;
        }
    }
}

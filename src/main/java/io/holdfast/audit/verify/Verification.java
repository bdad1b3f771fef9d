package io.holdfast.audit.verify;

import io.holdfast.audit.HeadKey;
import io.holdfast.secret.TokenSealer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Proves the story that is in a database, or says what of it was changed, removed, moved or put there. Reads in one snapshot, so that it may run beside a
 * service that works.
 */
public final class Verification {

    /** Marks are written a little after the events they are of. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final String SIZE =
            "SELECT (SELECT count(*) FROM dispute_event) + (SELECT count(*) FROM access_event)";

    private static final String UNGUARDED =
            "SELECT t.name FROM unnest(ARRAY['dispute_event', 'access_event', 'audit_head',"
                    + " 'purge']) t (name) WHERE NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = to_regclass(t.name)"
                    + " AND g.tgname = 'append_only' AND g.tgenabled IN ('O', 'A'))";

    private final Connection database;
    private final Optional<HeadKey> key;
    private final Optional<TokenSealer> sealer;

    /**
     * @param key verifies the heads' signatures; without one they are not verified, which the result says
     * @param sealer opens the payment tokens, to see that they are what was sealed; without one they are not looked at
     */
    public Verification(Connection database, Optional<HeadKey> key, Optional<TokenSealer> sealer) {
        this.database = database;
        this.key = key;
        this.sealer = sealer;
    }

    /**
     * @param findings the first thousand
     * @param count of all findings
     * @param warnings what weakens the proof without being wrong
     */
    public record Result(
            long disputes,
            long events,
            long streams,
            long entries,
            long heads,
            long purged,
            long count,
            List<Finding> findings,
            List<String> warnings) {

        public boolean isGood() {
            return count == 0;
        }
    }

    /** How many rows {@link #run} will look at, about. */
    public long size() throws SQLException {
        begin();
        try (PreparedStatement statement = database.prepareStatement(SIZE);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } finally {
            database.rollback();
        }
    }

    /** @param progress is told of rows as they are done */
    public Result run(LongConsumer progress) throws SQLException {
        begin();
        Findings findings = new Findings();
        PurgeCheck purges = new PurgeCheck(findings);
        purges.check(database);
        DisputesCheck disputes = new DisputesCheck(findings, sealer, progress);
        disputes.check(database);
        AccessCheck accesses = new AccessCheck(findings, purges.before().plus(MARGIN), disputes::isMissing, progress);
        accesses.check(database);
        purges.checkEnd(accesses.newestPurge());
        HeadCheck heads = new HeadCheck(findings, key, purges.before(), purges.number(), accesses.headsMade());
        heads.check(database);
        unguarded(findings);
        database.rollback();
        return new Result(
                disputes.disputes(),
                disputes.events(),
                accesses.streams(),
                accesses.entries(),
                heads.heads(),
                purges.disputes(),
                findings.count(),
                findings.kept(),
                findings.warnings());
    }

    private void begin() throws SQLException {
        database.setAutoCommit(false);
        database.setReadOnly(true);
        database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    private void unguarded(Findings findings) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(UNGUARDED);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                findings.warn(
                        "The trigger append_only of " + row.getString(1) + " is off or gone: rows can be changed.");
            }
        }
    }
}

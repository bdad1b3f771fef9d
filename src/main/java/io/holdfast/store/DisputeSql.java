package io.holdfast.store;

import java.util.stream.Collectors;

/** The statements of {@link PgDisputeStore}, but for those that open a dispute or commit a change of it, which {@link DisputeChangeSql} has. */
final class DisputeSql {

    private static final String OPERATION_READ = DisputeColumns.OPERATION.stream()
            .map(p -> "o." + p.column() + " AS op_" + p.column())
            .collect(Collectors.joining(", "));

    private static final String DISPUTE_READ = "d.dispute_id, d.version, d.lease, "
            + DisputeColumns.names("d.", DisputeColumns.TERMS) + ", "
            + DisputeColumns.names(
                    "d.",
                    DisputeColumns.CHANGING.stream()
                            .filter(p -> !p.column().equals("lease"))
                            .toList());

    private static final String COLUMNS = "SELECT " + DISPUTE_READ + ", " + OPERATION_READ;

    private static final String SELECT = COLUMNS
            + " FROM dispute d LEFT JOIN gateway_operation o ON o.dispute_id = d.dispute_id AND " + isOpen("o") + " ";

    static final String FIND = SELECT + "WHERE d.dispute_id = $1";

    static final String FIND_NEWEST_OF_CONVERSATION =
            SELECT + "WHERE d.conversation_id = $1 ORDER BY d.dispute_id DESC LIMIT 1";

    static final String FIND_NEWEST_OF_CONVERSATION_IN =
            SELECT + "WHERE d.conversation_id = $1 AND d.call_center_id = ANY($2) ORDER BY d.dispute_id DESC LIMIT 1";

    static final String FIND_BY_AUTHORIZATION =
            SELECT + "WHERE d.authorization_id = $2 AND d.gateway = $1 ORDER BY d.dispute_id DESC LIMIT 1";

    /** What has to be given back has an operation open, or waits behind one: what is open is little, and no index has those authorizations. */
    static final String IS_ANOTHERS =
            "SELECT EXISTS (SELECT FROM dispute WHERE authorization_id = $2 AND gateway = $1 AND dispute_id <> $3)"
                    + " OR EXISTS (SELECT FROM gateway_operation o JOIN dispute d USING (dispute_id) WHERE o.state <> 'DONE'"
                    + " AND d.gateway = $1 AND d.dispute_id <> $3 AND (o.target = $2 OR $2 = ANY(d.surplus))) AS anothers";

    static final String HELD_WITH_TOKEN =
            "SELECT dispute_id FROM dispute WHERE status = 'HELD' AND token_fingerprint = $1"
                    + " AND dispute_id > $2 ORDER BY dispute_id LIMIT $3";

    static final String FIND_BY_OPEN_OPERATION = COLUMNS + " FROM gateway_operation o JOIN dispute d"
            + " ON d.dispute_id = o.dispute_id WHERE o.operation_id = $1 AND o.state <> 'DONE'";

    static final String IS_NEWS_USED =
            "SELECT FROM webhook_event WHERE gateway = $1 AND event_id = $2 AND next_attempt_at IS NULL";

    static final String DISPUTE_OF_NEWS =
            "SELECT dispute_id FROM webhook_event WHERE gateway = $1 AND event_id = $2 AND dispute_id IS NOT NULL";

    static final String HAS_NEWS_COME =
            "SELECT FROM webhook_event WHERE gateway = $1 AND event_id = ANY($2::text[]) LIMIT 1";

    /** The facts as text, for the client would write a text that is a jsonb as a text in it. */
    static final String HAS_TOLD = "SELECT FROM dispute_event WHERE dispute_id = $1 AND type = $2"
            + " AND detail::jsonb @> $3::text::jsonb LIMIT 1";

    static final String LAST_TOLD =
            "SELECT detail FROM dispute_event WHERE dispute_id = $1 AND type = $2" + " ORDER BY sequence DESC LIMIT 1";

    static final String HAS_BEEN = "SELECT FROM dispute_event WHERE dispute_id = $1 AND sequence = $2 AND hash = $3";

    static final String FIND_KEY =
            "SELECT dispute_id, request_hash FROM idempotency_key WHERE credential = $1 AND key = $2";

    static final String VERSIONS = "SELECT dispute_id, version FROM dispute WHERE dispute_id = ANY($1::uuid[])";

    /**
     * Parameters: ids, leases, the operations' ids (or null), whether each may have been sent, and why. An operation that still looked as if it ran would count
     * as left by a replica that died.
     */
    static final String HAND_BACK = "WITH h AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::boolean[])"
            + " AS h (dispute_id, lease, operation_id, maybe_sent)), "
            + "d AS (UPDATE dispute d SET lease = NULL, work_at = clock_timestamp(), version = version + 1 FROM h"
            + " WHERE d.dispute_id = ANY($1::uuid[]) AND d.dispute_id = h.dispute_id AND d.lease = h.lease RETURNING h.*), "
            + "o AS (UPDATE gateway_operation o SET state = 'WAITING', maybe_sent = o.maybe_sent OR d.maybe_sent,"
            + " last_outcome = coalesce(o.last_outcome, $5::text) FROM d"
            + " WHERE o.dispute_id = ANY(ARRAY(SELECT dispute_id FROM d)) AND o.dispute_id = d.dispute_id"
            + " AND o.operation_id = d.operation_id AND CASE WHEN o.state = 'RUNNING' THEN true END)"
            + " SELECT count(*)::int AS handed_back FROM d";

    static final String BACKLOG = "SELECT d.gateway, o.state, count(*) AS operations,"
            + " (extract(epoch FROM clock_timestamp() - min(o.created_at)) * 1000)::bigint AS oldest_ms"
            + " FROM gateway_operation o JOIN dispute d USING (dispute_id) WHERE o.state <> 'DONE' GROUP BY d.gateway, o.state";

    static final String TRADED_FOR = "SELECT token FROM replaced_token WHERE fingerprint = $1";

    static final String BEGIN_TRADE =
            "INSERT INTO replaced_token (fingerprint, token, replaced_at) VALUES ($1, $2, clock_timestamp()) ON CONFLICT DO NOTHING";

    static final String CHANGE_TRADE =
            "UPDATE replaced_token SET token = $3, replaced_at = clock_timestamp() WHERE fingerprint = $1 AND token = $2";

    static final String FORGET_TRADE = "DELETE FROM replaced_token WHERE fingerprint = $1 AND token = $2";

    /**
     * Goes through what is open, which is little, and not through the disputes that have the token, which may be many. What waits and was never sent looks at
     * the token's trade before it is; what the gateway has taken on it will not be sent again.
     */
    static final String IS_BEING_USED =
            "SELECT EXISTS (SELECT FROM gateway_operation o JOIN dispute d USING (dispute_id)"
                    + " WHERE o.state <> 'DONE' AND o.kind IN ('AUTHORIZE', 'RENEW') AND (o.state = 'RUNNING' OR o.maybe_sent)"
                    + " AND o.last_outcome IS DISTINCT FROM 'pending' AND d.token_fingerprint = $1 AND d.dispute_id <> $2) AS used";

    private static final String TOKEN_IS_GOOD = "d.token_fingerprint IS NOT NULL AND"
            + " (SELECT true FROM replaced_token t WHERE t.fingerprint = d.token_fingerprint LIMIT 1) IS NULL";

    private DisputeSql() {}

    /**
     * Whether an operation is open, for whoever has the id of its dispute: those of one dispute are few, and found by the primary key. Said plainly it would let the
     * planner use an index of open operations that does not begin with that id; where none were open when it last counted, it reads that index whole for each dispute.
     */
    private static String isOpen(String operation) {
        return "CASE WHEN " + operation + ".state <> 'DONE' THEN true END";
    }

    /**
     * Parameters: limit, lease, lease times (ms) of the available gateways and then of the unavailable, available gateways, unavailable gateways, and for AGE a bound
     * of the id, and the age (ms) that it is a bound of: it counts by this server's clock too.
     *
     * <p>What is due is found by an index, and only that is read: statement_timestamp() can be looked up in one, clock_timestamp(), which changes while the
     * statement runs, cannot. It is read in the index's order, and no further than to the limit: of what is behind a CASE the planner takes half to be true. Where it
     * thinks that next to nothing is wanted, it would rather read and sort all that is due, of a long backlog again and again.
     */
    static String claim(DisputeStore.Due due) {
        String found = switch (due) {
            case WORK, RECOVERY -> "work_at <= statement_timestamp()";
            case RENEWAL -> "renew_at <= statement_timestamp()";
            case REFRESH -> "refresh_at <= statement_timestamp()";
            case AGE -> "status = 'HELD' AND dispute_id < least($6::uuid, " + firstIdBefore("$7") + ")";
        };
        String wanted = switch (due) {
            case WORK -> "lease IS NULL";
            case RECOVERY -> "lease IS NOT NULL";
            case RENEWAL, REFRESH -> IDLE;
            case AGE -> UNDECIDED + " AND " + IDLE;
        };
        String order = switch (due) {
            case WORK, RECOVERY -> "work_at";
            case RENEWAL -> "renew_at";
            case REFRESH -> "refresh_at";
            case AGE -> "dispute_id";
        };
        return "WITH due AS (SELECT dispute_id FROM dispute WHERE " + found
                + " AND CASE WHEN " + wanted
                + " AND (gateway = ANY($4::text[]) OR (gateway = ANY($5::text[]) AND attention IS NULL)) THEN true END"
                + " ORDER BY " + order + " LIMIT $1 FOR UPDATE SKIP LOCKED), "
                + claimed("$2", "($3::bigint[])[array_position($4::text[] || $5::text[], d.gateway)]");
    }

    /** See {@link io.holdfast.dispute.model.Dispute#isUndecided}; that it is HELD the index says. */
    private static final String UNDECIDED = "pending_action IS NULL AND attention IS DISTINCT FROM 'CAPTURE_FAILED'"
            + " AND 'CAPTURE_FAILED' <> ALL(attention_hidden)";

    /** Nobody works on it and no operation is open; written so that it is looked up for each dispute, and not for all of them together. */
    private static final String IDLE = "lease IS NULL AND (SELECT g.n FROM gateway_operation g"
            + " WHERE g.dispute_id = dispute.dispute_id AND " + isOpen("g") + " LIMIT 1) IS NULL";

    /** Parameters: id, lease, lease time (ms). Timers of processes run a little early or late: 50 ms do not matter. */
    static final String CLAIM_ONE = "WITH due AS (SELECT dispute_id FROM dispute WHERE dispute_id = $1"
            + " AND work_at <= clock_timestamp() + interval '50 milliseconds' AND (lease IS NULL OR work_at <= clock_timestamp())"
            + " FOR UPDATE SKIP LOCKED), "
            + claimed("$2", "$3");

    /**
     * The planner does not know how few are due, and would rather read whole tables than look up many rows in them. An array of ids, and a side that has to be
     * looked up for each row, leave it no choice.
     */
    private static String claimed(String lease, String milliseconds) {
        return "d AS (UPDATE dispute d SET version = d.version + 1, lease = " + lease + "::uuid, work_at = "
                + fromNow(milliseconds)
                + " WHERE d.dispute_id = ANY(ARRAY(SELECT dispute_id FROM due)) RETURNING d.*), "
                // see GatewayOperation.waitsWithItsToken; mostly the second array is empty
                + "r AS (UPDATE gateway_operation g SET state = 'RUNNING'"
                + " WHERE g.dispute_id = ANY(ARRAY(SELECT dispute_id FROM d)) AND " + isOpen("g")
                + " AND CASE WHEN g.kind IN ('AUTHORIZE', 'RENEW') AND NOT g.maybe_sent AND g.state <> 'RUNNING'"
                + " THEN g.dispute_id <> ALL(ARRAY(SELECT dispute_id FROM d WHERE NOT (" + TOKEN_IS_GOOD + ")))"
                + " ELSE true END RETURNING g.operation_id)"
                // as it was before this statement: whether it was running tells that a replica died
                + " SELECT " + DISPUTE_READ + ", " + OPERATION_READ + ", " + TOKEN_IS_GOOD + " AS token_is_good,"
                + " clock_timestamp() AS claimed_at,"
                + " r.operation_id IS NOT NULL AS op_is_running"
                + " FROM d LEFT JOIN LATERAL (SELECT * FROM gateway_operation g"
                + " WHERE g.dispute_id = d.dispute_id AND " + isOpen("g") + " LIMIT 1) o ON true"
                + " LEFT JOIN r ON r.operation_id = o.operation_id";
    }

    /** The smallest id of version 7 that was made so long ago: it begins with its time, in milliseconds. */
    private static String firstIdBefore(String milliseconds) {
        return "(lpad(to_hex(greatest((extract(epoch FROM statement_timestamp()) * 1000)::bigint - " + milliseconds
                + "::bigint, 0)), 12, '0') || repeat('0', 20))::uuid";
    }

    static String fromNow(String milliseconds) {
        return "clock_timestamp() + " + milliseconds + "::bigint * interval '1 millisecond'";
    }
}

package io.holdfast.store;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements of {@link PgDisputeStore}. Each that writes is one statement, so that it is one round trip and one transaction. */
final class DisputeSql {

    /** A column and the type its parameter is sent as. */
    private record Parameter(String column, String type) {}

    private static Parameter column(String name, String type) {
        return new Parameter(name, type);
    }

    /** What never changes once a dispute is open. Order matters: {@link DisputeRows} sends the values in it. */
    private static final List<Parameter> TERMS = List.of(
            column("customer_account_id", "text"),
            column("hold_amount", "numeric"),
            column("currency", "text"),
            column("gateway", "text"),
            column("shopper_reference", "text"),
            column("gateway_customer_id", "text"),
            column("reason_code", "text"),
            column("call_center_id", "text"),
            column("conversation_id", "text"),
            column("opened_by", "text"),
            column("created_at", "timestamptz"));

    /** What a change may change. */
    private static final List<Parameter> CHANGING = List.of(
            column("status", "text"),
            column("payment_token", "bytea"),
            column("token_fingerprint", "bytea"),
            column("authorization_id", "text"),
            column("hold_expires_at", "timestamptz"),
            column("charged_amount", "numeric"),
            column("failure_code", "text"),
            column("pending_action", "text"),
            column("pending_amount", "numeric"),
            column("attention", "text"),
            column("surplus", "text[]"),
            column("renewals", "int"),
            column("captures", "int"),
            column("voids", "int"),
            column("refreshes", "int"),
            column("question_since", "timestamptz"),
            column("question_about", "text[]"),
            column("question_next_at", "timestamptz"),
            column("question_not_before", "timestamptz"),
            column("renew_at", "timestamptz"),
            column("refresh_at", "timestamptz"),
            column("event_sequence", "int"),
            column("event_hash", "bytea"),
            column("lease", "uuid"),
            column("updated_at", "timestamptz"));

    private static final List<Parameter> OPERATION = List.of(
            column("kind", "text"),
            column("n", "int"),
            column("operation_id", "uuid"),
            column("target", "text"),
            column("amount", "numeric"),
            column("idempotency_key", "text"),
            column("body", "bytea"),
            column("state", "text"),
            column("attempts", "int"),
            column("maybe_sent", "boolean"),
            column("created_at", "timestamptz"),
            column("next_attempt_at", "timestamptz"),
            column("not_before", "timestamptz"),
            column("last_outcome", "text"),
            column("traceparent", "text"));

    /** The number of the parameter that follows id, work-in, terms, changing, operation and one event. */
    private static final int AFTER_EVENT = 2 + TERMS.size() + CHANGING.size() + OPERATION.size() + 6 + 1;

    private static final String OPERATION_READ = OPERATION.stream()
            .map(p -> "o." + p.column() + " AS op_" + p.column())
            .collect(Collectors.joining(", "));

    private static final String DISPUTE_READ = "d.dispute_id, d.version, d.lease, "
            + names("d.", TERMS) + ", "
            + names(
                    "d.",
                    CHANGING.stream().filter(p -> !p.column().equals("lease")).toList());

    private static final String FROM_DISPUTE =
            " FROM dispute d LEFT JOIN gateway_operation o" + " ON o.dispute_id = d.dispute_id AND o.state <> 'DONE' ";

    private static final String SELECT = "SELECT " + DISPUTE_READ + ", " + OPERATION_READ + FROM_DISPUTE;

    static final String FIND = SELECT + "WHERE d.dispute_id = $1";

    static final String FIND_NEWEST_OF_CONVERSATION =
            SELECT + "WHERE d.conversation_id = $1 ORDER BY d.dispute_id DESC LIMIT 1";

    static final String FIND_BY_AUTHORIZATION =
            SELECT + "WHERE d.authorization_id = $2 AND d.gateway = $1 ORDER BY d.dispute_id DESC LIMIT 1";

    static final String HELD_WITH_TOKEN =
            "SELECT dispute_id FROM dispute WHERE status = 'HELD' AND token_fingerprint = $1"
                    + " AND dispute_id > $2 ORDER BY dispute_id LIMIT $3";

    static final String FIND_BY_OPEN_OPERATION = SELECT + "WHERE o.operation_id = $1";

    static final String FIND_KEY =
            "SELECT dispute_id, request_hash FROM idempotency_key WHERE credential = $1 AND key = $2";

    static final String VERSIONS = "SELECT dispute_id, version FROM dispute WHERE dispute_id = ANY($1::uuid[])";

    static final String HAND_BACK =
            "UPDATE dispute SET lease = NULL, work_at = clock_timestamp(), version = version + 1"
                    + " WHERE dispute_id = ANY($1::uuid[]) AND lease = ANY($2::uuid[])";

    static final String BACKLOG = "SELECT d.gateway, o.state, count(*) AS operations,"
            + " (extract(epoch FROM clock_timestamp() - min(o.created_at)) * 1000)::bigint AS oldest_ms"
            + " FROM gateway_operation o JOIN dispute d USING (dispute_id) WHERE o.state <> 'DONE' GROUP BY d.gateway, o.state";

    /** Parameters: id, work-in (ms), terms, changing, operation, one event, token fingerprint. Stores nothing, and returns 0, if the token was traded. */
    static final Statement OPEN = new Statement(openWithoutKey(false), openWithoutKey(true));

    /** As {@link #OPEN}, and then credential, key, request hash. Stores nothing, and returns 0, if the key is taken. */
    static final Statement OPEN_WITH_KEY = new Statement(openWithKey(false), openWithKey(true));

    /** Parameters: id, version, work-in (ms, or null for never), whether that stays as it is, changing, events as six arrays. */
    static final Statement COMMIT = commit(Operations.NONE);

    /** As {@link #COMMIT}, and then the open operation. */
    static final Statement COMMIT_WITH_OPERATION = commit(Operations.UPDATED);

    /** As {@link #COMMIT}, and then the new operation. */
    static final Statement COMMIT_WITH_NEW_OPERATION = commit(Operations.OPENED);

    /** As {@link #COMMIT}, and then the open operation, which is done, and the one that follows it. */
    static final Statement COMMIT_WITH_NEXT_OPERATION = commit(Operations.FOLLOWED);

    /** A statement that changes a dispute: as it is, and with what others must be told, whose three arrays are its last parameters. */
    record Statement(String silent, String announced) {}

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

    /** Messages of one dispute to one channel; no dispute has a tenth of that to tell in the days that a receiver may be away. */
    static final int MOST_UNTOLD = 500;

    private enum Operations {
        NONE,
        UPDATED,
        OPENED,
        FOLLOWED
    }

    private DisputeSql() {}

    /**
     * Parameters: limit, lease, lease time (ms), available gateways, unavailable gateways, and for AGE a bound of the id.
     *
     * <p>What is due is found by an index, and only that is read: statement_timestamp() can be looked up in one, clock_timestamp(), which changes while the
     * statement runs, cannot.
     */
    static String claim(DisputeStore.Due due) {
        String condition = switch (due) {
            case WORK -> "work_at <= statement_timestamp() AND lease IS NULL";
            case RECOVERY -> "work_at <= statement_timestamp() AND lease IS NOT NULL";
            case RENEWAL -> "renew_at <= statement_timestamp() AND " + IDLE;
            case REFRESH -> "refresh_at <= statement_timestamp() AND " + IDLE;
            case AGE -> "status = 'HELD' AND dispute_id < $6::uuid AND pending_action IS NULL AND " + IDLE;
        };
        String order = switch (due) {
            case WORK, RECOVERY -> "work_at";
            case RENEWAL -> "renew_at";
            case REFRESH -> "refresh_at";
            case AGE -> "dispute_id";
        };
        return "WITH due AS (SELECT dispute_id FROM dispute WHERE " + condition
                + " AND (gateway = ANY($4::text[]) OR (gateway = ANY($5::text[]) AND attention IS NULL))"
                + " ORDER BY " + order + " LIMIT $1 FOR UPDATE SKIP LOCKED), "
                + claimed("$2", "$3");
    }

    /** Nobody works on it and no operation is open; written so that it is looked up for each dispute, and not for all of them together. */
    private static final String IDLE = "lease IS NULL AND (SELECT g.n FROM gateway_operation g"
            + " WHERE g.dispute_id = dispute.dispute_id AND g.state <> 'DONE' LIMIT 1) IS NULL";

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
                + "r AS (UPDATE gateway_operation g SET state = 'RUNNING'"
                + " WHERE g.dispute_id = ANY(ARRAY(SELECT dispute_id FROM d)) AND g.state <> 'DONE')"
                // as it was before this statement: whether it was running tells that a replica died
                + " SELECT " + DISPUTE_READ + ", " + OPERATION_READ
                + " FROM d LEFT JOIN LATERAL (SELECT * FROM gateway_operation g"
                + " WHERE g.dispute_id = d.dispute_id AND g.state <> 'DONE' LIMIT 1) o ON true";
    }

    private static String open(String from) {
        Numbers at = new Numbers();
        String id = at.next("uuid");
        String workIn = at.next("bigint");
        String dispute = "INSERT INTO dispute (dispute_id, work_at, version, " + names("", TERMS) + ", "
                + names("", CHANGING)
                + ") SELECT " + id + ", " + fromNow(workIn) + ", 1, " + at.next(TERMS) + ", " + at.next(CHANGING)
                + from;
        String operation = "INSERT INTO gateway_operation (dispute_id, " + names("", OPERATION) + ") SELECT " + id
                + ", " + at.next(OPERATION) + from;
        String event =
                "INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash) SELECT " + id + ", "
                        + String.join(
                                ", ",
                                at.next("int"),
                                at.next("text"),
                                at.next("timestamptz"),
                                at.next("text"),
                                at.next("text"),
                                at.next("bytea"))
                        + from;
        return "d AS (" + dispute + "), o AS (" + operation + "), e AS (" + event + ")";
    }

    private static String openWithoutKey(boolean announced) {
        return "WITH k AS (SELECT $1::uuid AS dispute_id" + whereTokenIsGood(AFTER_EVENT) + "), " + open(" FROM k")
                + (announced ? ", " + outbox("k", AFTER_EVENT) : "") + " SELECT count(*) AS stored FROM k";
    }

    private static String openWithKey(boolean announced) {
        int first = AFTER_EVENT + 1;
        int last = AFTER_EVENT + 3;
        return "WITH k AS (INSERT INTO idempotency_key (credential, key, request_hash, dispute_id) SELECT $" + first
                + "::text, $" + (first + 1) + "::text, $" + last + "::bytea, $1::uuid"
                + whereTokenIsGood(AFTER_EVENT) + " ON CONFLICT DO NOTHING RETURNING dispute_id), "
                + open(" FROM k") + (announced ? ", " + outbox("k", last) : "") + " SELECT count(*) AS stored FROM k";
    }

    /**
     * Puts what others must be told behind what they have not been told yet. A row that a reader is just deleting is waited for, and made anew. Beyond
     * the limit the newest message takes the place of the one before it.
     */
    private static String outbox(String from, int lastParameter) {
        return "x AS (INSERT INTO outbox (dispute_id, channel, sequences, bodies, due_at, since)"
                + " SELECT " + from
                + ".dispute_id, m.channel, ARRAY[m.sequence], ARRAY[m.body], clock_timestamp(), clock_timestamp()"
                + " FROM " + from + ", unnest($" + (lastParameter + 1) + "::text[], $" + (lastParameter + 2)
                + "::int[], $"
                + (lastParameter + 3) + "::text[]) m(channel, sequence, body)"
                + " ON CONFLICT (dispute_id, channel) DO UPDATE SET"
                + " sequences = outbox.sequences[1:" + (MOST_UNTOLD - 1) + "] || excluded.sequences,"
                + " bodies = outbox.bodies[1:" + (MOST_UNTOLD - 1) + "] || excluded.bodies)";
    }

    /** A payment token that was traded for a new one is not used again. */
    private static String whereTokenIsGood(int fingerprint) {
        return " WHERE NOT EXISTS (SELECT FROM replaced_token WHERE fingerprint = $" + fingerprint + "::bytea)";
    }

    private static Statement commit(Operations operations) {
        return new Statement(commit(operations, false), commit(operations, true));
    }

    private static String commit(Operations operations, boolean announced) {
        Numbers at = new Numbers();
        String id = at.next("uuid");
        String version = at.next("bigint");
        String workIn = at.next("bigint");
        String unchanged = at.next("boolean");
        String dispute = "UPDATE dispute SET version = version + 1, work_at = CASE WHEN " + unchanged
                + " THEN work_at ELSE " + fromNow(workIn) + " END, "
                + CHANGING.stream()
                        .map(p -> p.column() + " = " + at.next(p.type()))
                        .collect(Collectors.joining(", "))
                + " WHERE dispute_id = " + id + " AND version = " + version + " RETURNING dispute_id";
        String events =
                "INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash) SELECT d.dispute_id, x.* FROM d, unnest("
                        + String.join(
                                ", ",
                                at.next("int[]"),
                                at.next("text[]"),
                                at.next("timestamptz[]"),
                                at.next("text[]"),
                                at.next("text[]"),
                                at.next("bytea[]"))
                        + ") x";
        StringBuilder sql = new StringBuilder("WITH d AS (" + dispute + "), e AS (" + events + ")");
        if (operations == Operations.UPDATED || operations == Operations.FOLLOWED) {
            sql.append(", o AS (" + update(at) + ")");
        }
        if (operations == Operations.OPENED) {
            sql.append(", n AS (" + insert(at, "d") + ")");
        }
        if (operations == Operations.FOLLOWED) {
            // Reading from o makes the old operation DONE before the new one is checked against the index of open ones.
            sql.append(", n AS (" + insert(at, "o") + ")");
        }
        if (announced) {
            sql.append(", " + outbox("d", at.last));
        }
        return sql.append(" SELECT count(*) AS changed FROM d").toString();
    }

    private static String update(Numbers at) {
        return "UPDATE gateway_operation g SET state = " + at.next("text") + ", attempts = " + at.next("int")
                + ", maybe_sent = " + at.next("boolean") + ", next_attempt_at = " + at.next("timestamptz")
                + ", not_before = " + at.next("timestamptz") + ", last_outcome = " + at.next("text")
                + " FROM d WHERE g.dispute_id = d.dispute_id AND g.kind = " + at.next("text") + " AND g.n = "
                + at.next("int") + " RETURNING g.dispute_id";
    }

    private static String insert(Numbers at, String from) {
        return "INSERT INTO gateway_operation (dispute_id, " + names("", OPERATION) + ") SELECT " + from
                + ".dispute_id, " + at.next(OPERATION) + " FROM " + from;
    }

    private static String fromNow(String milliseconds) {
        return "clock_timestamp() + " + milliseconds + "::bigint * interval '1 millisecond'";
    }

    private static String names(String prefix, List<Parameter> parameters) {
        return parameters.stream().map(p -> prefix + p.column()).collect(Collectors.joining(", "));
    }

    /** Hands out $1, $2, … with the type each is sent as. */
    private static final class Numbers {

        private int last;

        String next(String type) {
            last++;
            return "$" + last + "::" + type;
        }

        String next(List<Parameter> parameters) {
            return IntStream.range(0, parameters.size())
                    .mapToObj(i -> next(parameters.get(i).type()))
                    .collect(Collectors.joining(", "));
        }
    }
}

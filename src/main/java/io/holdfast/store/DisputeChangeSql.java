package io.holdfast.store;

import io.holdfast.store.DisputeColumns.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that open a dispute and that commit a change of it. Each is one statement, so that it is one round trip and one transaction, and each is there for
 * one dispute and for many ({@link GroupStatement}).
 */
final class DisputeChangeSql {

    /** As it is, and with what others must be told, whose three arrays are its last parameters. */
    record Change(GroupStatement silent, GroupStatement announced) {}

    /**
     * Parameters: id, work-in (ms), terms, changing, operation, one event, token fingerprint. Stores nothing, and returns no id, if the token was traded.
     */
    static final Change OPEN = change((at, announced) -> open(at, false, announced));

    /** As {@link #OPEN}, and then credential, key, request hash. Stores nothing, and returns no id, if the key is taken. */
    static final Change OPEN_WITH_KEY = change((at, announced) -> open(at, true, announced));

    /** As it is, and of news: then the gateway and the event's id follow the first six parameters. */
    record Commit(Change plain, Change ofNews) {}

    /**
     * Parameters: id, version, end of the story and lease as they were read, work-in (ms, or null for never), whether that stays as it is, changing, events as six
     * arrays. Changes nothing, and returns no id, if what is stored is something else, or the news was used before.
     *
     * <p>The version alone does not tell: on a server that took over and was behind, others count on from where it was, to the same number.
     */
    static final Commit COMMIT = commit(Operations.NONE);

    /** As {@link #COMMIT}, and then the open operation. */
    static final Commit COMMIT_WITH_OPERATION = commit(Operations.UPDATED);

    /** As {@link #COMMIT}, and then the new operation. */
    static final Commit COMMIT_WITH_NEW_OPERATION = commit(Operations.OPENED);

    /** As {@link #COMMIT}, and then the open operation, which is done, and the one that follows it. */
    static final Commit COMMIT_WITH_NEXT_OPERATION = commit(Operations.FOLLOWED);

    /** Messages of one dispute to one channel; no dispute has a tenth of that to tell in the days that a receiver may be away. */
    static final int MOST_UNTOLD = 500;

    private enum Operations {
        NONE,
        UPDATED,
        OPENED,
        FOLLOWED
    }

    private DisputeChangeSql() {}

    private static Commit commit(Operations operations) {
        return new Commit(
                change((at, announced) -> commit(at, operations, false, announced)),
                change((at, announced) -> commit(at, operations, true, announced)));
    }

    /** The statement without and with what others must be told. */
    private static Change change(BiFunction<Values, Boolean, String> statement) {
        return new Change(bothForms(at -> statement.apply(at, false)), bothForms(at -> statement.apply(at, true)));
    }

    private static GroupStatement bothForms(Function<Values, String> statement) {
        Values ofOne = new OfOne();
        Values ofMany = new OfMany();
        String alone = statement.apply(ofOne);
        String together = statement.apply(ofMany);
        return new GroupStatement("WITH " + ofOne.source() + alone, "WITH " + ofMany.source() + together);
    }

    private static String open(Values at, boolean withKey, boolean announced) {
        String rows = rows(at);
        String fingerprint = at.next("bytea");
        String opened = withKey
                ? "INSERT INTO idempotency_key (credential, key, request_hash, dispute_id) SELECT "
                        + String.join(", ", at.next("text"), at.next("text"), at.next("bytea"), at.id())
                        + at.from() + whereTokenIsGood(fingerprint) + " ON CONFLICT DO NOTHING RETURNING dispute_id"
                : "SELECT " + at.id() + " AS dispute_id" + at.from() + whereTokenIsGood(fingerprint);
        return "k AS (" + opened + "), " + rows + (announced ? ", " + outbox(at, "k") : "")
                + " SELECT dispute_id FROM k";
    }

    /** A payment token that was traded for a new one is not used again. Written so that each is looked up, however many there are. */
    private static String whereTokenIsGood(String fingerprint) {
        return " WHERE (SELECT true FROM replaced_token r WHERE r.fingerprint = " + fingerprint + " LIMIT 1) IS NULL";
    }

    private static String rows(Values at) {
        String workIn = at.next("bigint");
        String from = at.from("k");
        String dispute = "INSERT INTO dispute (dispute_id, work_at, version, "
                + DisputeColumns.names("", DisputeColumns.TERMS) + ", "
                + DisputeColumns.names("", DisputeColumns.CHANGING) + ") SELECT k.dispute_id, "
                + DisputeSql.fromNow(workIn) + ", 1, " + at.next(DisputeColumns.TERMS) + ", "
                + at.next(DisputeColumns.CHANGING) + from;
        String operation = insert(at, "k");
        String event =
                "INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash) SELECT k.dispute_id, "
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

    /**
     * Puts what others must be told behind what they have not been told yet. A row that a reader is just deleting is waited for, and made anew. Beyond
     * the limit the newest message takes the place of the one before it.
     */
    private static String outbox(Values at, String from) {
        return "x AS (INSERT INTO outbox (dispute_id, channel, sequences, bodies, due_at, since)"
                + " SELECT " + from
                + ".dispute_id, m.channel, ARRAY[m.sequence], ARRAY[m.body], clock_timestamp(), clock_timestamp()"
                + at.from(from) + ", unnest("
                + String.join(", ", at.next("text[]"), at.next("int[]"), at.next("text[]"))
                + ") m(channel, sequence, body)"
                + " ON CONFLICT (dispute_id, channel) DO UPDATE SET"
                + " sequences = outbox.sequences[1:" + (MOST_UNTOLD - 1) + "] || excluded.sequences,"
                + " bodies = outbox.bodies[1:" + (MOST_UNTOLD - 1) + "] || excluded.bodies)";
    }

    private static String commit(Values at, Operations operations, boolean ofNews, boolean announced) {
        String id = at.id();
        String version = at.next("bigint");
        String head = at.next("bytea");
        String lease = at.next("uuid");
        String workIn = at.next("bigint");
        String unchanged = at.next("boolean");
        String news = ofNews ? " WHERE gateway = " + at.next("text") + " AND event_id = " + at.next("text") : "";
        String stillUnused =
                ofNews ? " AND NOT EXISTS (SELECT FROM webhook_event" + news + " AND next_attempt_at IS NULL)" : "";
        String dispute = "UPDATE dispute SET version = version + 1, work_at = CASE WHEN " + unchanged
                + " THEN work_at ELSE " + DisputeSql.fromNow(workIn) + " END, "
                + DisputeColumns.CHANGING.stream()
                        .map(p -> p.column() + " = " + at.next(p.type()))
                        .collect(Collectors.joining(", "))
                + at.from() + " WHERE dispute_id = " + id + " AND version = " + version + " AND event_hash = " + head
                + " AND lease IS NOT DISTINCT FROM " + lease + stillUnused
                + " RETURNING dispute_id";
        String events =
                "INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash) SELECT d.dispute_id, x.*"
                        + at.from("d") + ", unnest("
                        + String.join(
                                ", ",
                                at.next("int[]"),
                                at.next("text[]"),
                                at.next("timestamptz[]"),
                                at.next("text[]"),
                                at.next("text[]"),
                                at.next("bytea[]"))
                        + ") x";
        StringBuilder sql = new StringBuilder("d AS (" + dispute + "), e AS (" + events + ")");
        if (ofNews) {
            sql.append(", w AS (UPDATE webhook_event SET next_attempt_at = NULL, outcome = 'TAKEN_OVER'" + at.from("d")
                    + news + ")");
        }
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
            sql.append(", " + outbox(at, "d"));
        }
        return sql.append(" SELECT dispute_id FROM d").toString();
    }

    private static String update(Values at) {
        return "UPDATE gateway_operation g SET state = " + at.next("text") + ", attempts = " + at.next("int")
                + ", maybe_sent = " + at.next("boolean") + ", next_attempt_at = " + at.next("timestamptz")
                + ", not_before = " + at.next("timestamptz") + ", last_outcome = " + at.next("text")
                + at.from("d") + " WHERE g.dispute_id = d.dispute_id AND g.kind = " + at.next("text") + " AND g.n = "
                + at.next("int") + " RETURNING g.dispute_id";
    }

    private static String insert(Values at, String from) {
        return "INSERT INTO gateway_operation (dispute_id, " + DisputeColumns.names("", DisputeColumns.OPERATION)
                + ") SELECT " + from + ".dispute_id, " + at.next(DisputeColumns.OPERATION) + at.from(from);
    }

    /** Hands out a statement's values, in the order in which they are sent. The first is the id. */
    private abstract static class Values {

        final List<String> types = new ArrayList<>(List.of("uuid"));

        /** The next value, which is of this type. */
        String next(String type) {
            types.add(type);
            return value(types.size());
        }

        String next(List<Parameter> parameters) {
            return IntStream.range(0, parameters.size())
                    .mapToObj(i -> next(parameters.get(i).type()))
                    .collect(Collectors.joining(", "));
        }

        String id() {
            return value(1);
        }

        abstract String value(int number);

        /** What the statement begins with, once all values are handed out. */
        abstract String source();

        /** Where an expression with values finds them. */
        abstract String from();

        /** The same, beside rows that have a {@code dispute_id}: each with its own values. */
        abstract String from(String rows);
    }

    private static final class OfOne extends Values {

        @Override
        String value(int number) {
            return "$" + number + "::" + types.get(number - 1);
        }

        @Override
        String source() {
            return "";
        }

        @Override
        String from() {
            return "";
        }

        @Override
        String from(String rows) {
            return " FROM " + rows;
        }
    }

    private static final class OfMany extends Values {

        @Override
        String value(int number) {
            return "v.p" + number;
        }

        /**
         * The condition is always true. The planner expects a hundred rows from any function, for which it may rather read a small table whole, and will do so when
         * the table has grown; of a range of which it knows nothing it expects one in two hundred, and looks each dispute up by its id.
         */
        @Override
        String source() {
            return "v AS (SELECT * FROM json_to_recordset($1::text::json) AS r("
                    + IntStream.rangeClosed(1, types.size())
                            .mapToObj(i -> "p" + i + " " + types.get(i - 1))
                            .collect(Collectors.joining(", "))
                    + ") WHERE p2 BETWEEN 0 AND " + Long.MAX_VALUE + "), ";
        }

        @Override
        String from() {
            return " FROM v";
        }

        @Override
        String from(String rows) {
            return " FROM " + rows + " JOIN v ON v.p1 = " + rows + ".dispute_id";
        }
    }
}

package io.holdfast.store.overview;

import io.holdfast.dispute.model.StoryType;

/** The statements behind the supervisor's view. */
final class OverviewSql {

    private OverviewSql() {}

    private static String is(StoryType type) {
        return "type = '" + type.code() + "'";
    }

    private static String count(StoryType type) {
        return "count(*) FILTER (WHERE " + is(type) + ")";
    }

    private static String earlier(StoryType type) {
        return "EXISTS (SELECT FROM dispute_event p WHERE p.dispute_id = e.dispute_id AND p.sequence < e.sequence AND p."
                + is(type) + ")";
    }

    /** A charge that failed is one that was taken back only if the last that was told of charges before is that it was done; else it was refused. */
    private static final String TAKEN_BACK = """
            CASE WHEN e.type = '%s' THEN coalesce(
                (SELECT p.type = '%s' FROM dispute_event p WHERE p.dispute_id = e.dispute_id AND p.sequence < e.sequence AND p.type IN ('%s', '%s')
                 ORDER BY p.sequence DESC LIMIT 1), false)
            ELSE false END""".formatted(
                    StoryType.CHARGE_FAILED.code(),
                    StoryType.HOLD_CHARGED.code(),
                    StoryType.HOLD_CHARGED.code(),
                    StoryType.CHARGE_FAILED.code());

    /** As long as a view may look back, and some days. */
    private static final String KEPT = "interval '100 days'";

    /** Of how many of the newest disputes the call centres are told, whether or not their hours are counted. */
    private static final int NEWEST = 1_000;

    private static final String FIGURES =
            "hour, gateway, currency, opened, placed, declined, released, charged, expired, held_in, held_out, placing_time";

    private static final String EVERY_CENTER = "";

    /**
     * What happened from $1 until before $2, by hour, gateway and currency. What is released, charged or expired was held only if a hold was placed before:
     * one may be over before Holdfast saw it live. A charge that failed after it was done makes a hold of it again, and is one charge less.
     *
     * <p>{@code OFFSET 0} has each event's dispute looked up by its key: from a million disputes on the planner would rather read all of them for an hour.
     *
     * @param key a column of the dispute and a comma, to tell it apart by that as well; or nothing
     * @param condition on the dispute
     */
    private static String counted(String key, String condition) {
        return """
            SELECT %s date_trunc('hour', at, 'UTC') AS hour, gateway, currency,
                   %s AS opened, %s AS placed, %s AS declined, %s AS released, %s - count(*) FILTER (WHERE taken_back) AS charged, %s AS expired,
                   coalesce(sum(hold_amount) FILTER (WHERE comes), 0) AS held_in,
                   coalesce(sum(hold_amount) FILTER (WHERE goes), 0) AS held_out,
                   %s AS placing_time
            FROM (SELECT e.at, e.type, %s d.gateway, d.currency, d.hold_amount,
                         extract(epoch FROM e.at - d.created_at) * 1000 AS placing_ms, taken_back,
                         e.type = '%s' OR taken_back AS comes,
                         CASE WHEN e.type IN ('%s', '%s', '%s') THEN %s ELSE false END AS goes
                  FROM dispute_event e CROSS JOIN LATERAL
                       (SELECT gateway, currency, hold_amount, created_at, call_center_id, %s AS taken_back
                        FROM dispute WHERE dispute_id = e.dispute_id OFFSET 0) d
                  WHERE e.at >= $1 AND e.at < $2 AND e.type IN ('%s', '%s', '%s', '%s', '%s', '%s', '%s') %s) told
            GROUP BY %s hour, gateway, currency
            """.formatted(
                        key,
                        count(StoryType.DISPUTE_OPENED),
                        count(StoryType.HOLD_PLACED),
                        count(StoryType.HOLD_DECLINED),
                        count(StoryType.HOLD_RELEASED),
                        count(StoryType.HOLD_CHARGED),
                        count(StoryType.HOLD_EXPIRED),
                        PlacingTime.countsSql(is(StoryType.HOLD_PLACED), "placing_ms"),
                        key,
                        StoryType.HOLD_PLACED.code(),
                        StoryType.HOLD_RELEASED.code(),
                        StoryType.HOLD_CHARGED.code(),
                        StoryType.HOLD_EXPIRED.code(),
                        earlier(StoryType.HOLD_PLACED),
                        TAKEN_BACK,
                        StoryType.DISPUTE_OPENED.code(),
                        StoryType.HOLD_PLACED.code(),
                        StoryType.HOLD_DECLINED.code(),
                        StoryType.HOLD_RELEASED.code(),
                        StoryType.HOLD_CHARGED.code(),
                        StoryType.HOLD_EXPIRED.code(),
                        StoryType.CHARGE_FAILED.code(),
                        condition,
                        key);
    }

    private static String ofCenters(String parameter) {
        return "AND call_center_id = ANY(" + parameter + ")";
    }

    /** Where the counting stands; before anything was counted, the hour of the first dispute. Both are missing where there is none. */
    static final String PROGRESS = progress("p.counted_until", "date_trunc('hour', created_at, 'UTC')");

    /** As {@link #PROGRESS}, of the counting by call centre. It begins no earlier than its hours are kept. */
    static final String CENTERS_PROGRESS = progress(
            "p.centers_counted_until",
            "greatest(date_trunc('hour', created_at, 'UTC'), date_trunc('hour', now(), 'UTC') - " + KEPT + ")");

    private static String progress(String counted, String first) {
        return """
            SELECT coalesce(%s, (SELECT %s FROM dispute ORDER BY dispute_id LIMIT 1)) AS counted_until,
                   date_trunc('hour', now() - interval '5 minutes', 'UTC') AS over
            FROM overview_progress p
            """.formatted(counted, first);
    }

    /** Counts the hours from $1 until before $2, if nobody else has done so. */
    static final String ADVANCE = """
            WITH turn AS (UPDATE overview_progress SET counted_until = $2
                          WHERE counted_until IS NULL OR counted_until = $1 RETURNING one),
                 counted AS (%s)
            INSERT INTO overview_hour (%s)
            SELECT c.* FROM counted c, turn
            ON CONFLICT (hour, gateway, currency) DO NOTHING
            """.formatted(counted("", EVERY_CENTER), FIGURES);

    /** As {@link #ADVANCE}, by call centre. */
    static final String CENTERS_ADVANCE = """
            WITH turn AS (UPDATE overview_progress SET centers_counted_until = $2
                          WHERE centers_counted_until IS NULL OR centers_counted_until = $1 RETURNING one),
                 counted AS (%s)
            INSERT INTO overview_center_hour (call_center_id, %s)
            SELECT c.* FROM counted c, turn
            ON CONFLICT (call_center_id, hour, gateway, currency) DO NOTHING
            """.formatted(counted("call_center_id,", EVERY_CENTER), FIGURES);

    /** Removes the hours of call centres that no view looks back to. */
    static final String CENTERS_FORGET = "DELETE FROM overview_center_hour WHERE hour < now() - " + KEPT;

    /** Sums from $1 until before $3 in steps of $4 seconds; what is not counted yet, from $2 on, is counted here. */
    static final String FLOWS = flows("overview_hour", EVERY_CENTER);

    /** As {@link #FLOWS}, of the call centres $5 only. */
    static final String FLOWS_OF_CENTERS = flows("overview_center_hour", ofCenters("$5"));

    private static String flows(String hours, String condition) {
        return """
            WITH past AS (SELECT %s FROM %s WHERE hour >= $1 AND hour < $2 %s),
                 present AS (%s),
                 flows AS (SELECT * FROM past UNION ALL SELECT * FROM present)
            SELECT date_bin($4::bigint * interval '1 second', hour, $1) AS at, gateway, currency,
                   sum(opened)::bigint AS opened, sum(placed)::bigint AS placed, sum(declined)::bigint AS declined,
                   sum(released)::bigint AS released, sum(charged)::bigint AS charged, sum(expired)::bigint AS expired,
                   sum(held_in) AS held_in, sum(held_out) AS held_out,
                   %s
            FROM flows GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """.formatted(
                        FIGURES,
                        hours,
                        condition,
                        counted("", condition).replace("$2", "$3").replace("$1", "$2"),
                        placingSums());
    }

    /** Of the live holds, by the age of their disputes. $1 are the upper bounds of the ages in seconds, but for the last. */
    static final String HELD_NOW = heldNow(EVERY_CENTER);

    /** As {@link #HELD_NOW}, of the call centres $2 only: the row of each live hold is looked at, and no other. */
    static final String HELD_NOW_OF_CENTERS = heldNow(ofCenters("$2"));

    private static String heldNow(String condition) {
        return """
            SELECT currency, width_bucket(extract(epoch FROM now() - created_at)::numeric, $1::bigint[]::numeric[]) AS age,
                   count(*) AS holds, sum(hold_amount) AS amount
            FROM dispute WHERE status = 'HELD' %s GROUP BY 1, 2
            """.formatted(condition);
    }

    /** How many there are to work on, up to $1 of each. */
    static final String WORK = """
            SELECT (SELECT count(*) FROM (SELECT FROM dispute WHERE attention IS NOT NULL LIMIT $1) a) AS attention,
                   (SELECT count(*) FROM (SELECT FROM dispute WHERE status = 'HELD' AND hold_expires_at < $2 LIMIT $1) b) AS lapsing
            """;

    /** How many need a person, up to $1. */
    static final String ATTENTION = attention(EVERY_CENTER);

    /** As {@link #ATTENTION}, of the call centres $2 only. */
    static final String ATTENTION_OF_CENTERS = attention(ofCenters("$2"));

    private static String attention(String condition) {
        return "SELECT count(*) AS attention FROM (SELECT FROM dispute WHERE attention IS NOT NULL " + condition
                + " LIMIT $1) a";
    }

    /**
     * The call centres that have something since $1, in the order of their names, up to $2. Those of counted hours are found by steps from name to name, up to $3
     * of them; those of the newest disputes may have no hour yet.
     */
    static final String CENTERS = """
            WITH RECURSIVE step AS (
                (SELECT call_center_id, 1 AS n FROM overview_center_hour ORDER BY call_center_id LIMIT 1)
                UNION ALL
                SELECT (SELECT h.call_center_id FROM overview_center_hour h WHERE h.call_center_id > s.call_center_id ORDER BY h.call_center_id LIMIT 1), n + 1
                FROM step s WHERE s.call_center_id IS NOT NULL AND n < $3),
            named AS (
                SELECT call_center_id FROM step s
                WHERE EXISTS (SELECT FROM overview_center_hour h WHERE h.call_center_id = s.call_center_id AND h.hour >= $1)
                UNION
                SELECT call_center_id FROM (SELECT call_center_id, created_at FROM dispute ORDER BY dispute_id DESC LIMIT %d) d WHERE created_at >= $1)
            SELECT call_center_id, (SELECT max(n) FROM step) >= $3 AS more FROM named ORDER BY call_center_id LIMIT $2
            """.formatted(NEWEST);

    /** Whether there is the call centre $1. */
    static final String KNOWS = """
            SELECT EXISTS (SELECT FROM overview_center_hour WHERE call_center_id = $1)
                OR EXISTS (SELECT FROM (SELECT call_center_id FROM dispute ORDER BY dispute_id DESC LIMIT %d) d WHERE call_center_id = $1) AS known
            """.formatted(NEWEST);

    private static String placingSums() {
        StringBuilder sums = new StringBuilder("ARRAY[");
        for (PlacingTime time : PlacingTime.all()) {
            sums.append(time.ordinal() == 0 ? "" : ", ")
                    .append("sum(placing_time[")
                    .append(time.ordinal() + 1)
                    .append("])");
        }
        return sums.append("]::bigint[] AS placing_time").toString();
    }
}

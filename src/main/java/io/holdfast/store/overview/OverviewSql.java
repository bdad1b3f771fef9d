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

    /**
     * What happened from $1 until before $2, by hour, gateway and currency. What is released, charged or expired was held only if a hold was placed before:
     * one may be over before Holdfast saw it live. A charge that failed after it was done makes a hold of it again, and is one charge less.
     *
     * <p>{@code OFFSET 0} has each event's dispute looked up by its key: from a million disputes on the planner would rather read all of them for an hour.
     */
    private static final String COUNTED = """
            SELECT date_trunc('hour', at, 'UTC') AS hour, gateway, currency,
                   %s AS opened, %s AS placed, %s AS declined, %s AS released, %s - count(*) FILTER (WHERE taken_back) AS charged, %s AS expired,
                   coalesce(sum(hold_amount) FILTER (WHERE comes), 0) AS held_in,
                   coalesce(sum(hold_amount) FILTER (WHERE goes), 0) AS held_out,
                   %s AS placing_time
            FROM (SELECT e.at, e.type, d.gateway, d.currency, d.hold_amount,
                         extract(epoch FROM e.at - d.created_at) * 1000 AS placing_ms, taken_back,
                         e.type = '%s' OR taken_back AS comes,
                         CASE WHEN e.type IN ('%s', '%s', '%s') THEN %s ELSE false END AS goes
                  FROM dispute_event e CROSS JOIN LATERAL
                       (SELECT gateway, currency, hold_amount, created_at, %s AS taken_back
                        FROM dispute WHERE dispute_id = e.dispute_id OFFSET 0) d
                  WHERE e.at >= $1 AND e.at < $2 AND e.type IN ('%s', '%s', '%s', '%s', '%s', '%s', '%s')) told
            GROUP BY 1, 2, 3
            """.formatted(
                    count(StoryType.DISPUTE_OPENED),
                    count(StoryType.HOLD_PLACED),
                    count(StoryType.HOLD_DECLINED),
                    count(StoryType.HOLD_RELEASED),
                    count(StoryType.HOLD_CHARGED),
                    count(StoryType.HOLD_EXPIRED),
                    PlacingTime.countsSql(is(StoryType.HOLD_PLACED), "placing_ms"),
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
                    StoryType.CHARGE_FAILED.code());

    /** Where the counting stands; before anything was counted, the hour of the first dispute. Both are missing where there is none. */
    static final String PROGRESS = """
            SELECT coalesce(p.counted_until, (SELECT date_trunc('hour', created_at, 'UTC') FROM dispute ORDER BY dispute_id LIMIT 1)) AS counted_until,
                   date_trunc('hour', now() - interval '5 minutes', 'UTC') AS over
            FROM overview_progress p
            """;

    /** Counts the hours from $1 until before $2, if nobody else has done so. */
    static final String ADVANCE = """
            WITH turn AS (UPDATE overview_progress SET counted_until = $2
                          WHERE counted_until IS NULL OR counted_until = $1 RETURNING one),
                 counted AS (%s)
            INSERT INTO overview_hour
                (hour, gateway, currency, opened, placed, declined, released, charged, expired, held_in, held_out, placing_time)
            SELECT c.* FROM counted c, turn
            ON CONFLICT (hour, gateway, currency) DO NOTHING
            """.formatted(COUNTED);

    /** Sums from $1 until before $3 in steps of $4 seconds; what is not counted yet, from $2 on, is counted here. */
    static final String FLOWS = """
            WITH past AS (SELECT hour, gateway, currency, opened, placed, declined, released, charged, expired, held_in, held_out, placing_time
                          FROM overview_hour WHERE hour >= $1 AND hour < $2),
                 present AS (%s),
                 flows AS (SELECT * FROM past UNION ALL SELECT * FROM present)
            SELECT date_bin($4::bigint * interval '1 second', hour, $1) AS at, gateway, currency,
                   sum(opened)::bigint AS opened, sum(placed)::bigint AS placed, sum(declined)::bigint AS declined,
                   sum(released)::bigint AS released, sum(charged)::bigint AS charged, sum(expired)::bigint AS expired,
                   sum(held_in) AS held_in, sum(held_out) AS held_out,
                   %s
            FROM flows GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """.formatted(COUNTED.replace("$2", "$3").replace("$1", "$2"), placingSums());

    /** Of the live holds, by the age of their disputes. $1 are the upper bounds of the ages in seconds, but for the last. */
    static final String HELD_NOW = """
            SELECT currency, width_bucket(extract(epoch FROM now() - created_at)::numeric, $1::bigint[]::numeric[]) AS age,
                   count(*) AS holds, sum(hold_amount) AS amount
            FROM dispute WHERE status = 'HELD' GROUP BY 1, 2
            """;

    /** How many there are to work on, up to $1 of each. */
    static final String WORK = """
            SELECT (SELECT count(*) FROM (SELECT FROM dispute WHERE attention IS NOT NULL LIMIT $1) a) AS attention,
                   (SELECT count(*) FROM (SELECT FROM dispute WHERE status = 'HELD' AND hold_expires_at < $2 LIMIT $1) b) AS lapsing
            """;

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

package io.holdfast.audit.report;

import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What a reviewer should look at twice. None of it is wrong by itself. */
final class Unusual {

    /** Reads of different disputes by one person on one day. */
    static final int MANY_READS = 200;

    /** Denied calls from one address in the week. */
    static final int MANY_DENIED = 20;

    /** A hold so many times the usual one, which is the median of its currency in the 90 days before. */
    static final int FAR_ABOVE = 5;

    static final String NOTE = "Reads and decisions by night (22 to 6 o'clock, %s); " + MANY_READS
            + " or more different disputes read by one person on a day; charges within 5 minutes of opening; a charge asked for"
            + " by who opened the dispute; holds " + FAR_ABOVE
            + " times the usual amount or more (median of the currency, 90 days before); operations settled by hand; refused"
            + " webhook signatures; " + MANY_DENIED
            + " or more denied calls from one address; gaps in the access journal.";

    private static final String BY_NIGHT =
            " AND (extract(hour FROM at AT TIME ZONE %1$s) >= 22 OR extract(hour FROM at AT TIME ZONE %1$s) < 6)";

    private final Questions questions;
    private final String byNight;
    private final Object zone;

    Unusual(Questions questions, ZoneId zone) {
        this.questions = questions;
        // In the name of an offset the database reads the sign the other way round (PostgreSQL, appendix B.5).
        boolean isOffset = zone.getRules().isFixedOffset();
        this.byNight = BY_NIGHT.formatted(isOffset ? "make_interval(secs => ?)" : "?");
        this.zone = isOffset ? (Object) zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() : zone.getId();
    }

    Answer answer() throws SQLException {
        List<Answer> kinds = new ArrayList<>();
        kinds.add(questions.ask(
                "SELECT actor, min(at) AS at, count(*) AS n FROM access_event WHERE kind = 'dispute.read' AND :week(at)"
                        + byNight + " GROUP BY actor ORDER BY n DESC",
                row -> Line.of("reads by night")
                        .who(row.getString("actor"))
                        .at(Questions.time(row, "at"))
                        .count(row.getLong("n")),
                zone,
                zone));
        kinds.add(questions.ask(
                "SELECT actor, dispute_id, type, at FROM dispute_event WHERE type IN ('charge.requested', 'release.requested',"
                        + " 'operation.resolved_by_hand') AND actor <> 'system' AND :week(at)" + byNight
                        + " ORDER BY at",
                row -> Line.of("decision by night")
                        .who(row.getString("actor"))
                        .dispute(row.getString("dispute_id"))
                        .at(Questions.time(row, "at"))
                        .detail(row.getString("type")),
                zone,
                zone));
        kinds.add(questions.ask(
                "SELECT actor, min(at) AS at, count(DISTINCT d) AS n FROM access_event, unnest(disputes) d WHERE kind ="
                        + " 'dispute.read' AND :week(at) GROUP BY actor, date_trunc('day', at AT TIME ZONE 'UTC') HAVING count(DISTINCT d) >= "
                        + MANY_READS + " ORDER BY n DESC",
                row -> Line.of("many disputes read on one day")
                        .who(row.getString("actor"))
                        .at(Questions.time(row, "at"))
                        .count(row.getLong("n"))));
        kinds.add(questions.ask(
                "SELECT e.actor, e.dispute_id, e.at, (e.at - o.at)::text AS after FROM dispute_event e JOIN dispute_event o ON"
                        + " o.dispute_id = e.dispute_id AND o.sequence = 1 WHERE e.type = 'charge.requested' AND :week(e.at)"
                        + " AND e.at < o.at + interval '5 minutes' AND isfinite(o.at) ORDER BY e.at",
                row -> Line.of("charged right after opening")
                        .who(row.getString("actor"))
                        .dispute(row.getString("dispute_id"))
                        .at(Questions.time(row, "at"))
                        .detail("after " + row.getString("after"))));
        kinds.add(questions.ask(
                "SELECT e.actor, e.dispute_id, e.at FROM dispute_event e JOIN dispute_event o ON o.dispute_id = e.dispute_id AND"
                        + " o.sequence = 1 WHERE e.type = 'charge.requested' AND :week(e.at) AND e.actor = o.actor ORDER BY e.at",
                row -> Line.of("opened and charged by the same credential")
                        .who(row.getString("actor"))
                        .dispute(row.getString("dispute_id"))
                        .at(Questions.time(row, "at"))));
        kinds.add(questions.ask(
                "WITH usual AS (SELECT currency, percentile_cont(0.5) WITHIN GROUP (ORDER BY hold_amount) AS amount FROM dispute"
                        + " WHERE created_at >= ?::timestamptz - interval '90 days' AND created_at < ? GROUP BY currency)"
                        + " SELECT d.dispute_id, d.opened_by, d.created_at, d.hold_amount, d.currency, u.amount FROM dispute d JOIN"
                        + " usual u USING (currency) WHERE d.created_at >= ? AND d.created_at < ? AND d.hold_amount >= "
                        + FAR_ABOVE + " * u.amount ORDER BY d.hold_amount DESC",
                row -> Line.of("hold far above the usual")
                        .who(row.getString("opened_by"))
                        .dispute(row.getString("dispute_id"))
                        .at(Questions.time(row, "created_at"))
                        .detail(Questions.money(row, "hold_amount")),
                questions.begin(),
                questions.end(),
                questions.begin(),
                questions.end()));
        kinds.add(questions.ask(
                "SELECT actor, dispute_id, at, " + Questions.fact("note") + " AS note FROM dispute_event WHERE"
                        + " type = 'operation.resolved_by_hand' AND :week(at) ORDER BY at",
                row -> Line.of("operation settled by hand")
                        .who(row.getString("actor"))
                        .dispute(row.getString("dispute_id"))
                        .at(Questions.time(row, "at"))
                        .detail(Questions.unescaped(row.getString("note")))));
        kinds.add(questions.ask(
                "SELECT source, min(at) AS at, " + JournalSections.TIMES
                        + " AS n FROM access_event WHERE kind = 'call.denied' AND detail LIKE '%/v1/webhooks/%' AND :week(at)"
                        + " GROUP BY source ORDER BY n DESC",
                row -> Line.of("webhook signature refused")
                        .where(row.getString("source"))
                        .at(Questions.time(row, "at"))
                        .count(row.getLong("n"))));
        kinds.add(questions.ask(
                "SELECT source, min(at) AS at, " + JournalSections.TIMES
                        + " AS n FROM access_event WHERE kind = 'call.denied' AND :week(at) GROUP BY source HAVING "
                        + JournalSections.TIMES + " >= " + MANY_DENIED + " ORDER BY n DESC",
                row -> Line.of("many denied calls from one address")
                        .where(row.getString("source"))
                        .at(Questions.time(row, "at"))
                        .count(row.getLong("n"))));
        kinds.add(questions.ask(
                "SELECT source, at, coalesce(substring(detail FROM '\"entries\":\"(\\d{1,9})\"'), '0')::bigint AS n FROM access_event"
                        + " WHERE kind = 'journal.dropped' AND :week(at) ORDER BY at",
                row -> Line.of("entries of the access journal lost")
                        .where(row.getString("source"))
                        .at(Questions.time(row, "at"))
                        .count(row.getLong("n"))));
        return Answer.of(kinds);
    }
}

package io.holdfast.audit.report;

import io.holdfast.audit.report.Section.Cell;
import io.holdfast.audit.report.Section.Part;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** What the disputes' stories tell of the days of a report. */
final class StorySections {

    /** A charge that was taken back and made again is the later one. */
    private static final String IS_THE_LAST =
            "NOT EXISTS (SELECT FROM dispute_event l WHERE l.dispute_id = e.dispute_id"
                    + " AND l.type = e.type AND l.sequence > e.sequence)";

    private static final String REASON = "substring(%s.detail FROM '\"attention\":\"([A-Z_]*)\"')";

    /** Of what {@code d} is open for: what is raised beside it again has been open all the time. That a gateway does not answer ends in silence with any other. */
    private static final String LAST_END =
            "coalesce((SELECT max(c.sequence) FROM dispute_event c WHERE c.dispute_id = d.dispute_id"
                    + " AND (c.type = 'attention.cleared' AND " + REASON.formatted("c") + " = d.attention"
                    + " OR d.attention = 'GATEWAY_UNREACHABLE' AND c.type = 'attention.raised' AND "
                    + REASON.formatted("c") + " <> d.attention)), 0)";

    private final Questions questions;

    StorySections(Questions questions) {
        this.questions = questions;
    }

    Section money() throws SQLException {
        Answer opened = questions.ask(
                "SELECT currency, count(*) AS n, sum(hold_amount) AS amount FROM dispute WHERE :week(created_at) GROUP BY"
                        + " currency ORDER BY currency",
                row -> Line.of("opened").count(row.getLong("n")).detail(Questions.money(row, "amount")));
        Answer charged = questions.ask(
                "SELECT d.currency, count(*) AS n, sum(d.charged_amount) AS amount FROM dispute_event e JOIN dispute d USING"
                        + " (dispute_id) WHERE e.type = 'hold.charged' AND d.status = 'CHARGED' AND :week(e.at)"
                        + " AND " + IS_THE_LAST + " GROUP BY d.currency ORDER BY d.currency",
                row -> Line.of("charged").count(row.getLong("n")).detail(Questions.money(row, "amount")));
        return new Section(
                "money",
                "Holds and charges",
                "Disputes opened, with what was to be held, and disputes charged, with what was charged.",
                List.of(new Cell(Part.WHAT, "What"), new Cell(Part.COUNT, "Disputes"), new Cell(Part.DETAIL, "Amount")),
                Answer.of(List.of(opened, charged)),
                false);
    }

    Section settled() throws SQLException {
        return new Section(
                "settled",
                "Charged and released",
                "When, at whose wish, and the gateway's own number of it. Oldest first.",
                List.of(
                        new Cell(Part.WHAT, "What"),
                        new Cell(Part.WHO, "Asked for by"),
                        new Cell(Part.WHERE, "Gateway"),
                        new Cell(Part.DISPUTE, "Dispute"),
                        new Cell(Part.AT, "At"),
                        new Cell(Part.DETAIL, "Amount")),
                questions.ask(
                        "SELECT d.status, d.dispute_id, concat_ws(' ', d.gateway, d.authorization_id) AS place, e.at, d.currency,"
                                + " CASE d.status WHEN 'CHARGED' THEN d.charged_amount ELSE d.hold_amount END AS amount,"
                                + " (SELECT r.actor FROM dispute_event r WHERE r.dispute_id = d.dispute_id AND r.sequence < e.sequence"
                                + " AND r.type = CASE d.status WHEN 'CHARGED' THEN 'charge.requested' ELSE 'release.requested' END"
                                + " ORDER BY r.sequence DESC LIMIT 1) AS asked"
                                + " FROM dispute_event e JOIN dispute d USING (dispute_id) WHERE :week(e.at)"
                                + " AND ((e.type = 'hold.charged' AND d.status = 'CHARGED')"
                                + " OR (e.type = 'hold.released' AND d.status = 'RELEASED')) AND " + IS_THE_LAST
                                + " ORDER BY e.at, d.dispute_id",
                        row -> Line.of(row.getString("status").toLowerCase(Locale.ROOT))
                                .who(row.getString("asked"))
                                .where(row.getString("place"))
                                .dispute(row.getString("dispute_id"))
                                .at(Questions.time(row, "at"))
                                .detail(Questions.money(row, "amount"))),
                false);
    }

    Section kinds() throws SQLException {
        return new Section(
                "kinds",
                "What happened",
                "Events of the disputes' stories, by kind.",
                List.of(new Cell(Part.WHAT, "Event"), new Cell(Part.COUNT, "Times"), new Cell(Part.DETAIL, "Disputes")),
                questions.ask(
                        "SELECT type, count(*) AS n, count(DISTINCT dispute_id) AS disputes FROM dispute_event WHERE :week(at)"
                                + " GROUP BY type ORDER BY n DESC, type",
                        row -> Line.of(row.getString("type"))
                                .count(row.getLong("n"))
                                .detail(row.getString("disputes"))),
                false);
    }

    Section actors() throws SQLException {
        return new Section(
                "actors",
                "Who did it",
                "Events of the disputes' stories, by who caused them.",
                List.of(new Cell(Part.WHO, "Actor"), new Cell(Part.WHAT, "Event"), new Cell(Part.COUNT, "Times")),
                questions.ask(
                        "SELECT actor, type, count(*) AS n FROM dispute_event WHERE :week(at) GROUP BY actor, type ORDER BY"
                                + " actor, n DESC, type",
                        row -> Line.of(row.getString("type"))
                                .who(row.getString("actor"))
                                .count(row.getLong("n"))),
                false);
    }

    Section gatewayCalls() throws SQLException {
        return new Section(
                "gateway_calls",
                "Calls to gateways",
                "Every call, with how long it took.",
                List.of(
                        new Cell(Part.WHO, "Gateway"),
                        new Cell(Part.WHAT, "Call"),
                        new Cell(Part.COUNT, "Times"),
                        new Cell(Part.DETAIL, "Median and longest")),
                questions.ask(
                        "SELECT gateway, call, count(*) AS n, percentile_disc(0.5) WITHIN GROUP (ORDER BY ms) AS median, max(ms)"
                                + " AS longest FROM (SELECT e.actor AS gateway, split_part(c, ' ', 1) || ' ' || split_part(c, ' ', 2) AS"
                                + " call, coalesce(substring(c FROM ' (\\d{1,9})ms$'), '0')::int AS ms FROM dispute_event e,"
                                + " regexp_split_to_table(substring(e.detail FROM '\"gateway_calls\":\"([^\"]*)\"'), ', ') c WHERE"
                                + " :week(e.at)) calls GROUP BY gateway, call ORDER BY gateway, n DESC, call",
                        row -> Line.of(row.getString("call"))
                                .who(row.getString("gateway"))
                                .count(row.getLong("n"))
                                .detail(row.getInt("median") + " ms, " + row.getInt("longest") + " ms")),
                false);
    }

    Section attention() throws SQLException {
        return new Section(
                "attention",
                "Attention raised and cleared",
                "What a person was asked to look at in these days.",
                List.of(
                        new Cell(Part.WHAT, "Reason"),
                        new Cell(Part.COUNT, "Raised"),
                        new Cell(Part.DETAIL, "Cleared")),
                questions.ask(
                        "SELECT substring(detail FROM '\"attention\":\"([A-Z_]*)\"') AS attention, count(*) FILTER (WHERE type ="
                                + " 'attention.raised') AS raised, count(*) FILTER (WHERE type = 'attention.cleared') AS cleared"
                                + " FROM dispute_event WHERE type IN ('attention.raised', 'attention.cleared') AND :week(at) GROUP BY"
                                + " 1 ORDER BY raised DESC",
                        row -> Line.of(row.getString("attention"))
                                .count(row.getLong("raised"))
                                .detail(row.getString("cleared"))),
                false);
    }

    Section openAttention() throws SQLException {
        Answer answer = questions.ask(
                "SELECT d.attention, d.dispute_id, d.status, e.since FROM dispute d LEFT JOIN LATERAL (SELECT min(at) AS since FROM"
                        + " dispute_event r WHERE r.dispute_id = d.dispute_id AND r.type = 'attention.raised' AND "
                        + REASON.formatted("r") + " = d.attention AND r.sequence > " + LAST_END + ") e ON true"
                        + " WHERE d.attention IS NOT NULL ORDER BY e.since, d.dispute_id",
                row -> Line.of(row.getString("attention"))
                        .dispute(row.getString("dispute_id"))
                        .at(Questions.time(row, "since"))
                        .detail(row.getString("status")));
        return new Section(
                "open_attention",
                "Attention that is open now",
                "Oldest first.",
                List.of(
                        new Cell(Part.WHAT, "Reason"),
                        new Cell(Part.DISPUTE, "Dispute"),
                        new Cell(Part.AT, "Since"),
                        new Cell(Part.DETAIL, "Status")),
                answer,
                !answer.lines().isEmpty());
    }
}

package io.holdfast.audit.report;

import io.holdfast.audit.report.Section.Cell;
import io.holdfast.audit.report.Section.Part;
import io.holdfast.audit.verify.Verification;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the review of a week, or of other days, out of the story in a database. */
public final class WeeklyReview {

    /** How many calls an entry of the access journal, or a group of them, stands for. */
    static final String TIMES = "sum(coalesce(substring(detail FROM '\"times\":\"(\\d{1,9})\"'), '1')::bigint)";

    private static final String CALL = "substring(detail FROM '\"call\":\"([^\"]*)\"')";

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

    private final Connection database;
    private final Period period;
    private final ZoneId zone;
    private final int most;

    /**
     * @param zone says when it is night
     * @param most how many lines there are of a kind at most: people read a few, a spreadsheet takes them all; what there is more of is said
     */
    public WeeklyReview(Connection database, Period period, ZoneId zone, int most) {
        this.database = database;
        this.period = period;
        this.zone = zone;
        this.most = most;
    }

    /** @param verification of the whole story, not of these days alone */
    public Report make(Verification.Result verification, Instant now) throws SQLException {
        database.setAutoCommit(false);
        Questions questions = new Questions(database, period, most);
        List<Section> sections = new ArrayList<>();
        sections.add(verification(verification, most));
        sections.add(money(questions));
        sections.add(settled(questions));
        sections.add(kinds(questions));
        sections.add(actors(questions));
        sections.add(gatewayCalls(questions));
        sections.add(orphans(questions));
        sections.add(unusual(questions));
        sections.add(attention(questions));
        sections.add(openAttention(questions));
        sections.add(denied(questions));
        sections.add(guard(questions));
        sections.add(reads(questions));
        sections.add(configuration(questions));
        sections.add(retention(questions));
        database.rollback();
        String sentence = verification.isGood()
                ? String.format(
                        Locale.ROOT,
                        "The story is whole: %d disputes with %d events, %d entries of the access journal, %d daily heads.",
                        verification.disputes(),
                        verification.events(),
                        verification.entries(),
                        verification.heads())
                : "The story is NOT whole: " + verification.count() + " findings.";
        return new Report(period, now, sentence, verification.isGood(), sections);
    }

    private static Section verification(Verification.Result result, int most) {
        List<Line> lines = new ArrayList<>();
        result.findings().stream().limit(most).forEach(finding -> {
            String sequence =
                    finding.sequence().isPresent() ? " " + finding.sequence().getAsInt() : "";
            lines.add(Line.of(finding.kind() + sequence)
                    .dispute(finding.subject())
                    .detail(finding.problem()));
        });
        List<String> cut =
                lines.size() < result.count() ? List.of(Answer.cut(lines.size(), result.count())) : List.of();
        result.warnings().forEach(warning -> lines.add(Line.of("note").detail(warning)));
        return new Section(
                "verification",
                "Verification",
                "Of the whole story, not of these days alone.",
                List.of(cell(Part.WHAT, "Row"), cell(Part.DISPUTE, "Of"), cell(Part.DETAIL, "Problem")),
                new Answer(lines, cut),
                !result.isGood());
    }

    private static Section money(Questions questions) throws SQLException {
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
                List.of(cell(Part.WHAT, "What"), cell(Part.COUNT, "Disputes"), cell(Part.DETAIL, "Amount")),
                Answer.of(List.of(opened, charged)),
                false);
    }

    private static Section settled(Questions questions) throws SQLException {
        return new Section(
                "settled",
                "Charged and released",
                "When, at whose wish, and the gateway's own number of it. Oldest first.",
                List.of(
                        cell(Part.WHAT, "What"),
                        cell(Part.WHO, "Asked for by"),
                        cell(Part.WHERE, "Gateway"),
                        cell(Part.DISPUTE, "Dispute"),
                        cell(Part.AT, "At"),
                        cell(Part.DETAIL, "Amount")),
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

    private static Section kinds(Questions questions) throws SQLException {
        return new Section(
                "kinds",
                "What happened",
                "Events of the disputes' stories, by kind.",
                List.of(cell(Part.WHAT, "Event"), cell(Part.COUNT, "Times"), cell(Part.DETAIL, "Disputes")),
                questions.ask(
                        "SELECT type, count(*) AS n, count(DISTINCT dispute_id) AS disputes FROM dispute_event WHERE :week(at)"
                                + " GROUP BY type ORDER BY n DESC, type",
                        row -> Line.of(row.getString("type"))
                                .count(row.getLong("n"))
                                .detail(row.getString("disputes"))),
                false);
    }

    private static Section actors(Questions questions) throws SQLException {
        return new Section(
                "actors",
                "Who did it",
                "Events of the disputes' stories, by who caused them.",
                List.of(cell(Part.WHO, "Actor"), cell(Part.WHAT, "Event"), cell(Part.COUNT, "Times")),
                questions.ask(
                        "SELECT actor, type, count(*) AS n FROM dispute_event WHERE :week(at) GROUP BY actor, type ORDER BY"
                                + " actor, n DESC, type",
                        row -> Line.of(row.getString("type"))
                                .who(row.getString("actor"))
                                .count(row.getLong("n"))),
                false);
    }

    private static Section gatewayCalls(Questions questions) throws SQLException {
        return new Section(
                "gateway_calls",
                "Calls to gateways",
                "Every call, with how long it took.",
                List.of(
                        cell(Part.WHO, "Gateway"),
                        cell(Part.WHAT, "Call"),
                        cell(Part.COUNT, "Times"),
                        cell(Part.DETAIL, "Median and longest")),
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

    private static Section orphans(Questions questions) throws SQLException {
        return new Section(
                "orphans",
                "Holds of nobody, given back",
                "Live authorizations whose dispute is not on record: intended is written before the gateway is called.",
                List.of(
                        cell(Part.WHAT, "Outcome"),
                        cell(Part.WHO, "Who"),
                        cell(Part.WHERE, "From"),
                        cell(Part.DISPUTE, "Dispute"),
                        cell(Part.AT, "At"),
                        cell(Part.DETAIL, "Hold")),
                questions.ask(
                        "SELECT outcome, actor, source, disputes[1] AS dispute, at, concat_ws(' ', "
                                + fact("gateway") + ", " + fact("authorization") + ", " + fact("amount")
                                + ") AS hold FROM access_event WHERE kind = 'orphan.returned' AND :week(at)"
                                + " ORDER BY at, stream, sequence",
                        row -> Line.of(row.getString("outcome"))
                                .who(row.getString("actor"))
                                .where(row.getString("source"))
                                .dispute(row.getString("dispute"))
                                .at(Questions.time(row, "at"))
                                .detail(unescaped(row.getString("hold")))),
                false);
    }

    static String fact(String name) {
        return "substring(detail FROM '\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"')";
    }

    private Section unusual(Questions questions) throws SQLException {
        Answer answer = new Unusual(questions, zone).answer();
        return new Section(
                "unusual",
                "Unusual",
                Unusual.NOTE.formatted(zone),
                List.of(
                        cell(Part.WHAT, "What"),
                        cell(Part.WHO, "Who"),
                        cell(Part.WHERE, "From"),
                        cell(Part.DISPUTE, "Dispute"),
                        cell(Part.AT, "First at"),
                        cell(Part.COUNT, "Times"),
                        cell(Part.DETAIL, "Detail")),
                answer,
                !answer.lines().isEmpty());
    }

    private static Section attention(Questions questions) throws SQLException {
        return new Section(
                "attention",
                "Attention raised and cleared",
                "What a person was asked to look at in these days.",
                List.of(cell(Part.WHAT, "Reason"), cell(Part.COUNT, "Raised"), cell(Part.DETAIL, "Cleared")),
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

    private static Section openAttention(Questions questions) throws SQLException {
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
                        cell(Part.WHAT, "Reason"),
                        cell(Part.DISPUTE, "Dispute"),
                        cell(Part.AT, "Since"),
                        cell(Part.DETAIL, "Status")),
                answer,
                !answer.lines().isEmpty());
    }

    private static Section denied(Questions questions) throws SQLException {
        return new Section(
                "denied",
                "Denied calls",
                "Calls that were turned away for who sent them.",
                List.of(
                        cell(Part.WHAT, "Answer"),
                        cell(Part.WHO, "Who"),
                        cell(Part.WHERE, "From"),
                        cell(Part.AT, "First at"),
                        cell(Part.COUNT, "Times"),
                        cell(Part.DETAIL, "Call")),
                questions.ask(
                        "SELECT outcome || ' ' || coalesce(substring(detail FROM '\"reason\":\"([^\"]*)\"'), '') AS what, actor,"
                                + " source, min(at) AS at, " + TIMES + " AS n, " + CALL
                                + " AS call FROM access_event WHERE kind = 'call.denied' AND :week(at) GROUP BY 1, actor, source, call"
                                + " ORDER BY n DESC",
                        row -> Line.of(row.getString("what"))
                                .who(row.getString("actor"))
                                .where(row.getString("source"))
                                .at(Questions.time(row, "at"))
                                .count(row.getLong("n"))
                                .detail(row.getString("call"))),
                false);
    }

    private static Section guard(Questions questions) throws SQLException {
        return new Section(
                "guard",
                "Card data refused",
                "Calls with card data in them, by the name of the field. What was in it is nowhere.",
                List.of(
                        cell(Part.WHAT, "Field"),
                        cell(Part.WHO, "Who"),
                        cell(Part.WHERE, "From"),
                        cell(Part.COUNT, "Times"),
                        cell(Part.DETAIL, "Call")),
                questions.ask(
                        "SELECT substring(detail FROM '\"field\":\"([^\"]*)\"') AS field, actor, source, " + TIMES
                                + " AS n, "
                                + CALL
                                + " AS call FROM access_event WHERE kind = 'card_data.refused' AND :week(at) GROUP BY 1, actor, source,"
                                + " call ORDER BY n DESC",
                        row -> Line.of(row.getString("field"))
                                .who(row.getString("actor"))
                                .where(row.getString("source"))
                                .count(row.getLong("n"))
                                .detail(row.getString("call"))),
                false);
    }

    private static Section reads(Questions questions) throws SQLException {
        return new Section(
                "reads",
                "Reads by people",
                "Who read disputes, and how many different ones.",
                List.of(
                        cell(Part.WHO, "Who"),
                        cell(Part.WHERE, "From"),
                        cell(Part.COUNT, "Reads"),
                        cell(Part.DETAIL, "Different disputes")),
                questions.ask(
                        "SELECT actor, source, count(DISTINCT (stream, sequence)) AS n, count(DISTINCT d) AS disputes FROM"
                                + " access_event, unnest(disputes) d WHERE kind = 'dispute.read' AND :week(at) GROUP BY actor, source"
                                + " ORDER BY n DESC",
                        row -> new Line(
                                "read",
                                row.getString("actor"),
                                row.getString("source"),
                                null,
                                null,
                                row.getLong("n"),
                                row.getString("disputes"))),
                false);
    }

    private static Section configuration(Questions questions) throws SQLException {
        return new Section(
                "configuration",
                "Keys and settings that changed",
                "Compared at each start with the start before. Never with a secret's value.",
                List.of(
                        cell(Part.WHAT, "Setting"),
                        cell(Part.WHERE, "Seen by"),
                        cell(Part.AT, "At"),
                        cell(Part.DETAIL, "Change")),
                questions.ask(
                        "SELECT substring(detail FROM '\"property\":\"((?:[^\"\\\\]|\\\\.)*)\"') AS property, source, at, substring(detail"
                                + " FROM '\"change\":\"((?:[^\"\\\\]|\\\\.)*)\"') AS change FROM access_event WHERE kind ="
                                + " 'configuration.changed' AND :week(at) ORDER BY at",
                        row -> Line.of(unescaped(row.getString("property")))
                                .where(row.getString("source"))
                                .at(Questions.time(row, "at"))
                                .detail(unescaped(row.getString("change")))),
                false);
    }

    private static Section retention(Questions questions) throws SQLException {
        return new Section(
                "retention",
                "Removed by retention",
                "Disputes that had ended long before, with their stories.",
                List.of(
                        cell(Part.WHAT, "Purge"),
                        cell(Part.AT, "At"),
                        cell(Part.COUNT, "Disputes"),
                        cell(Part.DETAIL, "By status")),
                questions.ask(
                        "SELECT number, at, disputes, summary FROM purge WHERE :week(at) ORDER BY number",
                        row -> Line.of("purge " + row.getLong("number"))
                                .at(Questions.time(row, "at"))
                                .count(row.getLong("disputes"))
                                .detail(row.getString("summary"))),
                false);
    }

    static String unescaped(String json) {
        return json == null ? null : json.replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private static Cell cell(Part part, String heading) {
        return new Cell(part, heading);
    }
}

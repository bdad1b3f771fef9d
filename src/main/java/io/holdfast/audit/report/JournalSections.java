package io.holdfast.audit.report;

import io.holdfast.audit.report.Section.Cell;
import io.holdfast.audit.report.Section.Part;
import java.sql.SQLException;
import java.util.List;

/** What the access journal tells of the days of a report. */
final class JournalSections {

    /** How many calls an entry of the access journal, or a group of them, stands for. */
    static final String TIMES = "sum(coalesce(substring(detail FROM '\"times\":\"(\\d{1,9})\"'), '1')::bigint)";

    private static final String CALL = "substring(detail FROM '\"call\":\"([^\"]*)\"')";

    private final Questions questions;

    JournalSections(Questions questions) {
        this.questions = questions;
    }

    Section orphans() throws SQLException {
        return new Section(
                "orphans",
                "Holds of nobody, given back",
                "Live authorizations whose dispute is not on record: intended is written before the gateway is called.",
                List.of(
                        new Cell(Part.WHAT, "Outcome"),
                        new Cell(Part.WHO, "Who"),
                        new Cell(Part.WHERE, "From"),
                        new Cell(Part.DISPUTE, "Dispute"),
                        new Cell(Part.AT, "At"),
                        new Cell(Part.DETAIL, "Hold")),
                questions.ask(
                        "SELECT outcome, actor, source, disputes[1] AS dispute, at, concat_ws(' ', "
                                + Questions.fact("gateway") + ", " + Questions.fact("authorization") + ", "
                                + Questions.fact("amount")
                                + ") AS hold FROM access_event WHERE kind = 'orphan.returned' AND :week(at)"
                                + " ORDER BY at, stream, sequence",
                        row -> Line.of(row.getString("outcome"))
                                .who(row.getString("actor"))
                                .where(row.getString("source"))
                                .dispute(row.getString("dispute"))
                                .at(Questions.time(row, "at"))
                                .detail(Questions.unescaped(row.getString("hold")))),
                false);
    }

    Section denied() throws SQLException {
        return new Section(
                "denied",
                "Denied calls",
                "Calls that were turned away for who sent them.",
                List.of(
                        new Cell(Part.WHAT, "Answer"),
                        new Cell(Part.WHO, "Who"),
                        new Cell(Part.WHERE, "From"),
                        new Cell(Part.AT, "First at"),
                        new Cell(Part.COUNT, "Times"),
                        new Cell(Part.DETAIL, "Call")),
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

    Section guard() throws SQLException {
        return new Section(
                "guard",
                "Card data refused",
                "Calls with card data in them, by the name of the field. What was in it is nowhere.",
                List.of(
                        new Cell(Part.WHAT, "Field"),
                        new Cell(Part.WHO, "Who"),
                        new Cell(Part.WHERE, "From"),
                        new Cell(Part.COUNT, "Times"),
                        new Cell(Part.DETAIL, "Call")),
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

    Section reads() throws SQLException {
        return new Section(
                "reads",
                "Reads by people",
                "Who read disputes, and how many different ones.",
                List.of(
                        new Cell(Part.WHO, "Who"),
                        new Cell(Part.WHERE, "From"),
                        new Cell(Part.COUNT, "Reads"),
                        new Cell(Part.DETAIL, "Different disputes")),
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

    Section configuration() throws SQLException {
        return new Section(
                "configuration",
                "Keys and settings that changed",
                "Compared at each start with the start before. Never with a secret's value.",
                List.of(
                        new Cell(Part.WHAT, "Setting"),
                        new Cell(Part.WHERE, "Seen by"),
                        new Cell(Part.AT, "At"),
                        new Cell(Part.DETAIL, "Change")),
                questions.ask(
                        "SELECT " + Questions.fact("property") + " AS property, source, at, "
                                + Questions.fact("change") + " AS change FROM access_event WHERE kind ="
                                + " 'configuration.changed' AND :week(at) ORDER BY at",
                        row -> Line.of(Questions.unescaped(row.getString("property")))
                                .where(row.getString("source"))
                                .at(Questions.time(row, "at"))
                                .detail(Questions.unescaped(row.getString("change")))),
                false);
    }
}

package io.holdfast.audit.report;

import io.holdfast.audit.Counted;
import io.holdfast.audit.report.Section.Cell;
import io.holdfast.audit.report.Section.Part;
import io.holdfast.audit.verify.Verification;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Makes the review of a week, or of other days, out of the story in a database. */
public final class WeeklyReview {

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
        StorySections story = new StorySections(questions);
        JournalSections journal = new JournalSections(questions);
        List<Section> sections = new ArrayList<>();
        sections.add(verification(verification, most));
        sections.add(story.money());
        sections.add(story.settled());
        sections.add(story.kinds());
        sections.add(story.actors());
        sections.add(story.gatewayCalls());
        sections.add(journal.orphans());
        sections.add(unusual(questions));
        sections.add(story.attention());
        sections.add(story.openAttention());
        sections.add(journal.denied());
        sections.add(journal.guard());
        sections.add(journal.reads());
        sections.add(journal.configuration());
        sections.add(retention(questions));
        database.rollback();
        String sentence = verification.isGood()
                ? "The story is whole: " + Counted.of(verification.disputes(), "dispute") + " with "
                        + Counted.of(verification.events(), "event") + ", "
                        + Counted.of(verification.entries(), "entry", "entries") + " of the access journal, "
                        + Counted.of(verification.heads(), "daily head") + "."
                : "The story is NOT whole: " + Counted.of(verification.count(), "finding") + ".";
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
                List.of(new Cell(Part.WHAT, "Row"), new Cell(Part.DISPUTE, "Of"), new Cell(Part.DETAIL, "Problem")),
                new Answer(lines, cut),
                !result.isGood());
    }

    private Section unusual(Questions questions) throws SQLException {
        Answer answer = new Unusual(questions, zone).answer();
        return new Section(
                "unusual",
                "Unusual",
                Unusual.NOTE.formatted(zone),
                List.of(
                        new Cell(Part.WHAT, "What"),
                        new Cell(Part.WHO, "Who"),
                        new Cell(Part.WHERE, "From"),
                        new Cell(Part.DISPUTE, "Dispute"),
                        new Cell(Part.AT, "First at"),
                        new Cell(Part.COUNT, "Times"),
                        new Cell(Part.DETAIL, "Detail")),
                answer,
                !answer.lines().isEmpty());
    }

    private static Section retention(Questions questions) throws SQLException {
        return new Section(
                "retention",
                "Removed by retention",
                "Disputes that had ended long before, with their stories.",
                List.of(
                        new Cell(Part.WHAT, "Purge"),
                        new Cell(Part.AT, "At"),
                        new Cell(Part.COUNT, "Disputes"),
                        new Cell(Part.DETAIL, "By status")),
                questions.ask(
                        "SELECT number, at, disputes, summary FROM purge WHERE :week(at) ORDER BY number",
                        row -> Line.of("purge " + row.getLong("number"))
                                .at(Questions.time(row, "at"))
                                .count(row.getLong("disputes"))
                                .detail(row.getString("summary"))),
                false);
    }
}

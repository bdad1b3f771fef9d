package io.holdfast.audit.report;

import java.util.List;

/**
 * A part of a report.
 *
 * @param id stable, for spreadsheets
 * @param title for people
 * @param note what is in it, and how it was counted
 * @param headings for the parts of a line that this section uses, in the order of {@link Cell}
 * @param cut what there is more of than the lines tell, and how much
 * @param alarming whether any line of it wants a person's attention
 */
public record Section(
        String id,
        String title,
        String note,
        List<Cell> headings,
        List<Line> lines,
        List<String> cut,
        boolean alarming) {

    /** A part of a line, and what this section calls it. */
    public record Cell(Part part, String heading) {}

    /** The parts that a line can have. */
    public enum Part {
        WHAT,
        WHO,
        WHERE,
        DISPUTE,
        AT,
        COUNT,
        DETAIL;

        /** As text; empty if the line has none. */
        public String of(Line line) {
            Object value = switch (this) {
                case WHAT -> line.what();
                case WHO -> line.who();
                case WHERE -> line.where();
                case DISPUTE -> line.dispute();
                case AT -> line.at();
                case COUNT -> line.count();
                case DETAIL -> line.detail();
            };
            return value == null ? "" : value.toString();
        }
    }

    public Section {
        headings = List.copyOf(headings);
        lines = List.copyOf(lines);
        cut = List.copyOf(cut);
    }

    Section(String id, String title, String note, List<Cell> headings, Answer answer, boolean alarming) {
        this(id, title, note, headings, answer.lines(), answer.cut(), alarming);
    }
}

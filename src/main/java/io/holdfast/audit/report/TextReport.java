package io.holdfast.audit.report;

import io.holdfast.audit.report.Section.Cell;
import java.util.ArrayList;
import java.util.List;

/** A report for a terminal: no line is wider than it, the last column of a table is wrapped. */
public final class TextReport {

    private static final String GAP = "  ";
    private static final int INDENT = 2;
    private static final int NARROWEST_LAST = 16;

    private final int width;

    /** @param width of the terminal, in columns */
    public TextReport(int width) {
        this.width = width;
    }

    public String write(Report report) {
        StringBuilder text = new StringBuilder();
        text.append("Holdfast, ").append(report.period()).append('\n');
        text.append(report.period().begin())
                .append(" to ")
                .append(report.period().end())
                .append('\n');
        wrap(report.verified(), width).forEach(line -> text.append(line).append('\n'));
        for (Section section : report.sections()) {
            text.append('\n').append(section.title());
            text.append(section.alarming() ? "  (!)\n" : "\n");
            wrap(section.note(), width - INDENT)
                    .forEach(
                            line -> text.append(" ".repeat(INDENT)).append(line).append('\n'));
            if (section.lines().isEmpty()) {
                text.append("  none\n");
            } else {
                table(section, text);
            }
            for (String cut : section.cut()) {
                wrap("… " + cut + "; more with --format csv", width - INDENT)
                        .forEach(line ->
                                text.append(" ".repeat(INDENT)).append(line).append('\n'));
            }
        }
        return text.toString();
    }

    private void table(Section section, StringBuilder text) {
        List<Cell> cells = section.headings().stream()
                .filter(cell -> section.lines().stream()
                        .anyMatch(line -> !cell.part().of(line).isEmpty()))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(cells.stream().map(Cell::heading).toList());
        section.lines()
                .forEach(line -> rows.add(
                        cells.stream().map(cell -> plain(cell.part().of(line))).toList()));
        int[] widths = widths(rows, cells.size());
        for (List<String> row : rows) {
            row(row, widths, text);
        }
    }

    private int[] widths(List<List<String>> rows, int columns) {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int used = INDENT + GAP.length() * (columns - 1);
        for (int w : widths) {
            used += w;
        }
        // Too wide: the last column gives way first, then the widest, down to what can still be read.
        while (used > width) {
            int widest = columns - 1;
            if (widths[widest] <= NARROWEST_LAST) {
                for (int i = 0; i < columns; i++) {
                    widest = widths[i] > widths[widest] ? i : widest;
                }
            }
            if (widths[widest] <= 8) {
                break;
            }
            widths[widest]--;
            used--;
        }
        return widths;
    }

    private static void row(List<String> row, int[] widths, StringBuilder text) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            wrapped.add(wrap(row.get(i), widths[i]));
            height = Math.max(height, wrapped.get(i).size());
        }
        for (int line = 0; line < height; line++) {
            StringBuilder whole = new StringBuilder(" ".repeat(INDENT));
            for (int i = 0; i < widths.length; i++) {
                String part = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
                whole.append(part)
                        .append(" ".repeat(Math.max(0, widths[i] - part.length())))
                        .append(GAP);
            }
            text.append(whole.toString().stripTrailing()).append('\n');
        }
    }

    /** At spaces where there are some, else anywhere. */
    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int cut = space > width / 3 ? space : width;
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}

package io.holdfast.cli.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A table that is no wider than its terminal. The first page decides how wide each column is, so that the pages that follow need not be known. */
final class TableRows implements Rows {

    private static final String GAP = "  ";

    /** A column that is cut keeps as much. */
    private static final int LEAST = 8;

    private final Terminal terminal;
    private final List<Column> all;
    private List<Column> columns = List.of();
    private int[] widths = {};
    private boolean asked;
    private boolean begun;

    /** Not even the columns that are never cut have room. */
    private boolean isNarrow;

    TableRows(Terminal terminal, List<Column> columns) {
        this.terminal = terminal;
        this.all = List.copyOf(columns);
    }

    @Override
    public void print(List<? extends Map<String, ?>> page) {
        asked = true;
        if (page.isEmpty()) {
            return;
        }
        if (!begun) {
            begun = true;
            layOut(page);
            terminal.out().println(header());
        }
        page.forEach(row -> terminal.out().println(line(row)));
        terminal.out().flush();
    }

    @Override
    public void close() {
        // Not after a failure, which says something else.
        if (asked && !begun) {
            terminal.err().println("Nothing found.");
        }
        terminal.out().flush();
    }

    private void layOut(List<? extends Map<String, ?>> page) {
        // What has no value in the whole page takes no room.
        columns = new ArrayList<>(all.stream()
                .filter(column -> column.rank() == 0
                        || page.stream().anyMatch(row -> !value(row, column).isEmpty()))
                .toList());
        measure(page);
        while (tooWide() > 0 && !shrink()) {
            Optional<Column> leaving =
                    columns.stream().filter(column -> column.rank() > 0).max(Comparator.comparingInt(Column::rank));
            if (leaving.isEmpty()) {
                isNarrow = true;
                cutAll();
                return;
            }
            columns.remove(leaving.get());
            measure(page);
        }
    }

    private void measure(List<? extends Map<String, ?>> page) {
        widths = columns.stream()
                .mapToInt(column -> Math.max(
                        PlainText.width(column.title()),
                        page.stream()
                                .mapToInt(row -> PlainText.width(value(row, column)))
                                .max()
                                .orElse(0)))
                .toArray();
    }

    private long tooWide() {
        long used = IntStream.of(widths).asLongStream().sum() + (long) GAP.length() * (widths.length - 1);
        return used - terminal.width();
    }

    /** Takes from the widest first. @return whether the table fits then */
    private boolean shrink() {
        for (long left = tooWide(); left > 0; left--) {
            Optional<Integer> widest = IntStream.range(0, widths.length)
                    .boxed()
                    .filter(i -> columns.get(i).shrinks() && widths[i] > LEAST)
                    .max(Comparator.comparingInt(i -> widths[i]));
            if (widest.isEmpty()) {
                return false;
            }
            widths[widest.get()]--;
        }
        return true;
    }

    /** The last resort of a very narrow terminal. */
    private void cutAll() {
        for (int i = widths.length - 1; i >= 0 && tooWide() > 0; i--) {
            widths[i] = (int) Math.max(1, widths[i] - tooWide());
        }
    }

    private String header() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            append(line, i, columns.get(i).title(), Colour.BOLD);
        }
        return line.toString();
    }

    private String line(Map<String, ?> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String value = value(row, columns.get(i));
            append(line, i, value, columns.get(i).colour().apply(value));
        }
        return line.toString();
    }

    private void append(StringBuilder line, int i, String value, Colour colour) {
        String text = mayCut(columns.get(i)) ? PlainText.cut(value, widths[i]) : value;
        String padding = " ".repeat(Math.max(0, widths[i] - PlainText.width(text)));
        boolean last = i == widths.length - 1;
        line.append(i == 0 ? "" : GAP)
                .append(columns.get(i).right() ? padding : "")
                .append(terminal.paint(colour, text))
                .append(columns.get(i).right() || last ? "" : padding);
    }

    /** On a page that follows there may be what is longer than all of the first one. */
    private boolean mayCut(Column column) {
        return isNarrow || column.shrinks() && terminal.isOutTerminal();
    }

    private static String value(Map<String, ?> row, Column column) {
        return PlainText.of(row.get(column.key()));
    }
}

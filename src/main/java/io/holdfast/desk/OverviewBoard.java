package io.holdfast.desk;

import io.holdfast.desk.Views.Choice;
import java.util.List;

/**
 * The supervisor's view, as it is shown.
 *
 * @param currency whose money is shown; money of different currencies is never added up
 * @param scope of which call centres it is
 * @param behind whether the counting has not caught up with the present
 */
record OverviewBoard(
        OverviewScope scope,
        List<Choice> periods,
        List<Choice> currencies,
        String currency,
        String period,
        List<Tile> tiles,
        List<Chart> charts,
        boolean behind) {

    /** Of a tile of the usual width. */
    private static final int MOST_CHARACTERS = 9;

    /** One figure that stands for itself. */
    record Tile(String label, String value, String note) {

        /** An amount is not broken into lines, nor cut off. */
        public boolean isWide() {
            return value.length() > MOST_CHARACTERS;
        }
    }

    /**
     * A chart, and the table that says the same; the chart is drawn from the table.
     *
     * @param kind {@code lines}, {@code area}, {@code bars} or {@code stacked}
     * @param axis what the first column is
     * @param columns names of the series
     */
    record Chart(
            String id,
            String title,
            String explanation,
            String kind,
            String axis,
            List<Column> columns,
            List<Line> lines) {

        public boolean isEmpty() {
            return lines.stream()
                    .flatMap(line -> line.cells().stream())
                    .allMatch(cell -> cell.value().matches("[0.]+"));
        }
    }

    /** @param tone of the series, one of the style sheet's; @param drawn whether the chart shows it */
    record Column(String name, String tone, boolean drawn) {}

    /** @param at seconds since 1970 for a time axis, else the place in the order */
    record Line(String label, long at, List<Cell> cells) {}

    /** @param value plain, for the chart; @param text for people */
    record Cell(String value, String text) {}
}

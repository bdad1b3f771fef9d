package io.holdfast.cli.console;

import io.holdfast.audit.report.CsvReport;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Comma-separated values (RFC 4180), all columns, with a header even if there is no row. What callers wrote is no formula in it, as in the audit's report. */
final class CsvRows implements Rows {

    private static final String END = "\r\n";

    private final Terminal terminal;
    private final List<Column> columns;

    CsvRows(Terminal terminal, List<Column> columns) {
        this.terminal = terminal;
        this.columns = List.copyOf(columns);
        terminal.out().print(columns.stream().map(Column::key).collect(Collectors.joining(",")) + END);
    }

    @Override
    public void print(List<? extends Map<String, ?>> page) {
        page.forEach(row -> terminal.out()
                .print(columns.stream()
                                .map(column -> field(row.get(column.key())))
                                .collect(Collectors.joining(","))
                        + END));
        terminal.out().flush();
    }

    @Override
    public void close() {
        terminal.out().flush();
    }

    private static String field(Object value) {
        return value == null ? "" : CsvReport.field(value.toString());
    }
}

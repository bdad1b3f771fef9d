package io.holdfast.cli.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Comma-separated values (RFC 4180), all columns, with a header even if there is no row. */
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
        String text = value == null ? "" : value.toString();
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}

package io.holdfast.cli.console;

import java.util.List;
import java.util.Map;

/** A JSON list of what the rows are, whole, one on a line. */
final class JsonRows implements Rows {

    private final Terminal terminal;
    private boolean begun;

    JsonRows(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void print(List<? extends Map<String, ?>> page) {
        for (Map<String, ?> row : page) {
            terminal.out().print(begun ? ",\n " : "[");
            terminal.out().print(Json.write(row));
            begun = true;
        }
        terminal.out().flush();
    }

    @Override
    public void close() {
        terminal.out().println(begun ? "]" : "[]");
        terminal.out().flush();
    }
}

package io.holdfast.cli.console;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --output}, the same for every command that prints rows. */
public final class OutputOptions {

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            paramLabel = "<format>",
            description = "table, json or csv. Default: ${DEFAULT-VALUE}")
    private OutputFormat format = OutputFormat.TABLE;

    public OutputFormat format() {
        return format;
    }

    /** Where the command prints, in the charset that its format asks for. */
    public Terminal terminal(CommandSpec command) {
        Terminal terminal = Terminal.of(command);
        return format == OutputFormat.TABLE ? terminal : terminal.inUtf8();
    }

    /** What the rows are printed to; close it after the last one. */
    public Rows rows(Terminal terminal, List<Column> columns) {
        return switch (format) {
            case TABLE -> new TableRows(terminal, columns);
            case JSON -> new JsonRows(terminal);
            case CSV -> new CsvRows(terminal, columns);
        };
    }
}

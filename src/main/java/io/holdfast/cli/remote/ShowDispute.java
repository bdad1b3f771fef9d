package io.holdfast.cli.remote;

import io.holdfast.cli.console.Json;
import io.holdfast.cli.console.OutputFormat;
import io.holdfast.cli.console.Rows;
import io.holdfast.cli.console.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code GET /v1/disputes/{id}}, and its story. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one dispute.")
final class ShowDispute extends RemoteCommand {

    @Parameters(paramLabel = "<dispute-id>", description = "The dispute.")
    private String id;

    @Option(names = "--story", description = "And all that happened to it.")
    private boolean story;

    @Override
    void run(Api api, Terminal terminal) {
        String path = "/v1/disputes/" + id(id);
        Map<String, Object> dispute = api.get(path);
        requireKnown(dispute, Columns.DISPUTES);
        if (!story) {
            show(terminal, dispute, Columns.DISPUTES);
        } else if (format() == OutputFormat.JSON) {
            Map<String, Object> whole = new LinkedHashMap<>(dispute);
            whole.put("events", events(api, path));
            terminal.out().println(Json.write(whole));
        } else {
            if (format() == OutputFormat.TABLE) {
                show(terminal, dispute, Columns.DISPUTES);
                terminal.out().println();
            }
            try (Rows rows = rows(terminal, Columns.EVENTS)) {
                rows.print(events(api, path).stream().map(ShowDispute::row).toList());
            }
        }
    }

    /** What it tells is an object; in a table it is its text. */
    static Map<String, Object> row(Map<String, Object> event) {
        Map<String, Object> row = new LinkedHashMap<>(event);
        row.computeIfPresent("detail", (name, detail) -> Json.write(detail));
        return row;
    }
}

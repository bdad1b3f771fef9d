package io.holdfast.cli.remote;

import io.holdfast.cli.console.Terminal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code GET /v1/operations}, page after page. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the gateway operations that wait, run or need a person.")
final class ListOperations extends RemoteCommand {

    /** Those that are listed: what is done is in the story of its dispute. */
    enum State {
        WAITING,
        RUNNING,
        NEEDS_PERSON;

        /** As it is typed, and as the interface has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--state", paramLabel = "<state>", description = "waiting, running or needs_person")
    private State state;

    @Option(
            names = "--limit",
            defaultValue = "50",
            paramLabel = "<count>",
            description = "So many at most. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Override
    void run(Api api, Terminal terminal) {
        Map<String, Object> filters = new LinkedHashMap<>();
        filters.put("state", state);
        list(api, terminal, "/v1/operations", filters, limit, Columns.OPERATIONS);
    }
}

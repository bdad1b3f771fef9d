package io.holdfast.cli.remote;

import io.holdfast.cli.console.Terminal;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code POST /v1/operations/{id}/retry}. */
@Command(name = "retry", mixinStandardHelpOptions = true, description = "Has an operation tried again now.")
final class RetryOperation extends RemoteCommand {

    @Parameters(paramLabel = "<operation-id>", description = "The operation.")
    private String id;

    @Override
    void run(Api api, Terminal terminal) {
        showDone(terminal, api.post("/v1/operations/" + id(id) + "/retry", Map.of(), List.of()), Columns.OPERATIONS);
    }
}

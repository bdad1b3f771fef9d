package io.holdfast.cli.remote;

import io.holdfast.cli.console.Terminal;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /v1/disputes/{id}/release}. */
@Command(name = "release", mixinStandardHelpOptions = true, description = "Gives the hold of a dispute back.")
final class ReleaseDispute extends RemoteCommand {

    @Parameters(paramLabel = "<dispute-id>", description = "The dispute.")
    private String id;

    @Option(
            names = "--wait",
            defaultValue = "5",
            paramLabel = "<seconds>",
            description =
                    "How long to wait for the gateway's answer, at most 10; 0 not at all. Default: ${DEFAULT-VALUE}")
    private int wait;

    @Override
    void run(Api api, Terminal terminal) {
        Map<String, Object> dispute =
                api.post("/v1/disputes/" + id(id) + "/release", Map.of(), Api.prefer(waitSeconds(wait)));
        showDone(terminal, dispute, Columns.DISPUTES);
        // of one that was being placed no hold may have come, and one that lapsed is held no more
        requireSettled(dispute, Set.of("RELEASED", "FAILED", "EXPIRED"), "released");
    }
}

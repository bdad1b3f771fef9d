package io.holdfast.cli.remote;

import io.holdfast.cli.console.Terminal;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /v1/operations/{id}/resolve}. */
@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description =
                "Settles an operation by what the gateway's own desk said. It stays in the story, with who took it.")
final class ResolveOperation extends RemoteCommand {

    /** What a gateway's desk can have said. */
    enum Said {
        AUTHORIZED,
        DECLINED,
        CAPTURED,
        VOIDED,
        EXPIRED;

        /** As it is typed, and as the interface has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "<operation-id>", description = "The operation.")
    private String id;

    @Option(
            names = "--said",
            required = true,
            paramLabel = "<status>",
            description = "authorized, declined, captured, voided or expired")
    private Said said;

    @Option(names = "--note", required = true, paramLabel = "<text>", description = "Who said so, and where.")
    private String note;

    @Option(
            names = "--authorization-id",
            paramLabel = "<id>",
            description = "The gateway's id, where Holdfast does not know it.")
    private String authorizationId;

    @Option(
            names = "--amount",
            paramLabel = "<amount>",
            description = "What is held (default: all) or was captured (default: what was asked).")
    private BigDecimal amount;

    @Option(
            names = "--expires-at",
            paramLabel = "<time>",
            description = "When a live hold lapses (RFC 3339). Default: in four days, when the gateway is asked.")
    private String expiresAt;

    @Override
    void run(Api api, Terminal terminal) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("said", said.toString());
        body.put("note", note);
        body.put("authorization_id", authorizationId);
        body.put("amount", AmountOption.writable(amount));
        body.put("expires_at", expiresAt);
        body.values().removeIf(Objects::isNull);
        showDone(terminal, api.post("/v1/operations/" + id(id) + "/resolve", body, List.of()), Columns.DISPUTES);
    }
}

package io.holdfast.cli.remote;

import io.holdfast.cli.console.Terminal;
import io.holdfast.dispute.model.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code GET /v1/disputes}, page after page. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists disputes, newest first.")
final class ListDisputes extends RemoteCommand {

    @Option(
            names = "--status",
            paramLabel = "<status>",
            description = "INITIATED, HELD, FAILED, RELEASED, CHARGED or EXPIRED")
    private Status status;

    @Option(names = "--account", paramLabel = "<id>", description = "Of this customer account.")
    private String account;

    @Option(names = "--conversation", paramLabel = "<id>", description = "Of this conversation.")
    private String conversation;

    @Option(names = "--gateway", paramLabel = "<name>", description = "At this gateway.")
    private String gateway;

    @Option(
            names = "--attention",
            paramLabel = "<reason>",
            description = "That a person should look at for this reason, such as RENEWAL_FAILED; any for all of them.")
    private String attention;

    @Option(names = "--from", paramLabel = "<time>", description = "Opened at this time or later (RFC 3339).")
    private String from;

    @Option(names = "--to", paramLabel = "<time>", description = "Opened before this time (RFC 3339).")
    private String to;

    @Option(
            names = "--limit",
            defaultValue = "50",
            paramLabel = "<count>",
            description = "So many at most. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Override
    void run(Api api, Terminal terminal) {
        Map<String, Object> filters = new LinkedHashMap<>();
        filters.put("status", status);
        filters.put("customer_account_id", account);
        filters.put("conversation_id", conversation);
        filters.put("gateway", gateway);
        filters.put("attention", attention);
        filters.put("from", from);
        filters.put("to", to);
        list(api, terminal, "/v1/disputes", filters, limit, Columns.DISPUTES);
    }
}

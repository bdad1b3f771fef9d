package io.holdfast.cli.remote;

import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.Terminal;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code POST /v1/disputes/{id}/charge}. */
@Command(
        name = "charge",
        mixinStandardHelpOptions = true,
        description = "Charges the hold of a dispute, all of it or a part; the rest is given back.")
final class ChargeDispute extends RemoteCommand {

    @Parameters(index = "0", paramLabel = "<dispute-id>", description = "The dispute.")
    private String id;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<amount>",
            description = "What to charge, such as 20.00. Default: all that is held.")
    private BigDecimal amount;

    @Option(names = "--amount", paramLabel = "<amount>", description = "The same as an option.")
    private BigDecimal amountOption;

    @Option(
            names = "--wait",
            defaultValue = "5",
            paramLabel = "<seconds>",
            description =
                    "How long to wait for the gateway's answer, at most 10; 0 not at all. Default: ${DEFAULT-VALUE}")
    private int wait;

    @Override
    void run(Api api, Terminal terminal) {
        if (amount != null && amountOption != null) {
            throw Failure.wrongUsage("the amount is given twice");
        }
        BigDecimal some = AmountOption.writable(amount == null ? amountOption : amount);
        Map<String, Object> dispute = api.post(
                "/v1/disputes/" + id(id) + "/charge",
                some == null ? Map.of() : Map.of("amount", some),
                Api.prefer(waitSeconds(wait)));
        showDone(terminal, dispute, Columns.DISPUTES);
        requireSettled(dispute, Set.of("CHARGED"), "charged");
    }
}

package io.holdfast.cli.remote;

import io.holdfast.cli.console.Failure;
import io.holdfast.cli.console.PlainText;
import io.holdfast.cli.console.Terminal;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code POST /v1/disputes}. */
@Command(name = "open", mixinStandardHelpOptions = true, description = "Opens a dispute and has a hold placed for it.")
final class OpenDispute extends RemoteCommand {

    @Option(names = "--account", required = true, paramLabel = "<id>", description = "The customer's account.")
    private String account;

    @Option(names = "--amount", required = true, paramLabel = "<amount>", description = "What to hold, such as 49.99.")
    private BigDecimal amount;

    @Option(
            names = "--payment-method",
            required = true,
            paramLabel = "<id>",
            description = "The gateway's id of the stored payment method. Never a card number.")
    private String paymentMethod;

    @Option(names = "--currency", paramLabel = "<code>", description = "ISO 4217.")
    private String currency;

    @Option(names = "--gateway", paramLabel = "<name>", description = "erp, stripe or adyen.")
    private String gateway;

    @Option(names = "--reason", paramLabel = "<code>", description = "Why the dispute is opened.")
    private String reason;

    @Option(names = "--call-center", paramLabel = "<id>", description = "Where the caller is served.")
    private String callCenter;

    @Option(names = "--conversation", paramLabel = "<id>", description = "The conversation with the caller.")
    private String conversation;

    @Option(names = "--shopper-reference", paramLabel = "<id>", description = "Adyen's name of the customer.")
    private String shopperReference;

    @Option(names = "--gateway-customer", paramLabel = "<id>", description = "Stripe's id of the customer.")
    private String gatewayCustomer;

    @Option(names = "--idempotency-key", paramLabel = "<key>", description = "Makes a repeat safe. Default: a new one.")
    private String idempotencyKey;

    @Option(
            names = "--wait",
            defaultValue = "5",
            paramLabel = "<seconds>",
            description =
                    "How long to wait for the gateway's answer, at most 10; 0 not at all. Default: ${DEFAULT-VALUE}")
    private int wait;

    @Override
    void run(Api api, Terminal terminal) {
        int seconds = waitSeconds(wait);
        Map<String, Object> dispute = open(api);
        requireKnown(dispute, Columns.DISPUTES);
        if (seconds > 0 && "INITIATED".equals(dispute.get("status"))) {
            // It waits at the server, which says what is so after at most 10 seconds.
            dispute = waited(api, terminal, dispute, seconds);
        }
        showDone(terminal, dispute, Columns.DISPUTES);
    }

    /** It is open, whatever becomes of the question for its hold. */
    private static Map<String, Object> waited(Api api, Terminal terminal, Map<String, Object> opened, int seconds) {
        try {
            return api.get("/v1/disputes/" + opened.get("dispute_id"), Api.prefer(seconds));
        } catch (Failure | Api.NoAnswer unknown) {
            terminal.err()
                    .println(
                            "holdfast disputes open: the dispute is open, and what became of its hold could not be asked: "
                                    + PlainText.of(unknown.getMessage()));
            terminal.err().flush();
            return opened;
        }
    }

    private Map<String, Object> open(Api api) {
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        try {
            return api.post("/v1/disputes", body(), List.of("Idempotency-Key", key));
        } catch (Api.NotReached nobody) {
            throw nobody;
        } catch (Api.NoAnswer unknown) {
            throw Failure.failed(
                    unknown.getMessage() + ". It may be open; repeat with --idempotency-key " + key + " to be sure");
        }
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("customer_account_id", account);
        body.put("hold_amount", AmountOption.writable(amount));
        body.put("payment_method_id", paymentMethod);
        body.put("currency", currency);
        body.put("gateway", gateway);
        body.put("reason_code", reason);
        body.put("call_center_id", callCenter);
        body.put("conversation_id", conversation);
        body.put("shopper_reference", shopperReference);
        body.put("gateway_customer_id", gatewayCustomer);
        body.values().removeIf(java.util.Objects::isNull);
        return body;
    }
}

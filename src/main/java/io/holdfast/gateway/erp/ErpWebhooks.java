package io.holdfast.gateway.erp;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.GatewayWebhooks;
import io.holdfast.gateway.WebhookRequest;
import io.holdfast.gateway.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The gateway's news by the Standard Webhooks specification 1.0.0.
 *
 * <p>The library's {@code verify} reads the system's clock and takes text only, so the time window, the signatures and the comparison are here.
 *
 * <p>An event is named by the header {@code webhook-id}: by the specification that is what stays the same however often a message is sent, and it
 * is under the signature. An id in the body is the sender's own affair.
 */
final class ErpWebhooks implements GatewayWebhooks {

    /** Either way. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Pattern ID = Pattern.compile("[\\x21-\\x7E]{1,255}");
    private static final Pattern EPOCH_SECONDS = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern TYPE = Pattern.compile("authorization\\.[A-Za-z0-9._-]{1,80}");
    private static final int MAX_SIGNATURES_LENGTH = 8_192;

    private final Supplier<List<ErpSecret>> secrets;
    private final ErpAuthorizations authorizations;
    private final Clock clock;

    /** @param secrets as they are at the moment: the present one and, during rotation, others */
    ErpWebhooks(Supplier<List<ErpSecret>> secrets, Clock clock) {
        this.secrets = secrets;
        this.authorizations = new ErpAuthorizations(clock);
        this.clock = clock;
    }

    @Override
    public String gateway() {
        return ErpGateway.NAME;
    }

    @Override
    public Optional<List<GatewayEvent>> read(WebhookRequest request) {
        Optional<String> id = header(request, Webhook.UNBRANDED_MSG_ID_KEY, ID);
        Optional<String> sent = header(request, Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, EPOCH_SECONDS);
        Optional<String> signatures = request.header()
                .apply(Webhook.UNBRANDED_MSG_SIGNATURE_KEY)
                .filter(it -> it.length() <= MAX_SIGNATURES_LENGTH);
        if (id.isEmpty() || sent.isEmpty() || signatures.isEmpty()) {
            return Optional.empty();
        }
        long sentAt = Long.parseLong(sent.get());
        if (!isInWindow(sentAt) || !isSigned(id.get(), sentAt, request.body(), signatures.get())) {
            return Optional.empty();
        }
        // what is no UTF-8 is no JSON either, and yet authentic: what can be read of it is
        return Optional.of(WireJson.readObject(new String(request.body(), StandardCharsets.UTF_8))
                .flatMap(it -> event(id.get(), it))
                .map(List::of)
                .orElse(List.of()));
    }

    @Override
    public Refusal refusalOf(WebhookRequest request) {
        if (request.header().apply(Webhook.UNBRANDED_MSG_SIGNATURE_KEY).isEmpty()) {
            return Refusal.NO_SIGNATURE;
        }
        Optional<String> sent = header(request, Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, EPOCH_SECONDS);
        if (sent.isEmpty() || header(request, Webhook.UNBRANDED_MSG_ID_KEY, ID).isEmpty()) {
            return Refusal.MALFORMED;
        }
        return isInWindow(Long.parseLong(sent.get())) ? Refusal.WRONG_SIGNATURE : Refusal.OUTSIDE_WINDOW;
    }

    private boolean isInWindow(long sentAt) {
        return Math.abs(clock.instant().getEpochSecond() - sentAt) <= TOLERANCE.toSeconds();
    }

    /** Whether any of our secrets made any of the signatures; those of other schemes than v1 never equal one of ours. */
    private boolean isSigned(String id, long sentAt, byte[] body, String signatures) {
        boolean signed = false;
        for (ErpSecret secret : secrets.get()) {
            byte[] ours = ascii(secret.signature(id, sentAt, body));
            for (String theirs : signatures.split(" ")) {
                signed |= MessageDigest.isEqual(ours, ascii(theirs));
            }
        }
        return signed;
    }

    private Optional<GatewayEvent> event(String id, JsonNode body) {
        Optional<String> type =
                WireJson.text(body, "type").filter(it -> TYPE.matcher(it).matches());
        JsonNode data = body.path("data");
        Optional<AuthorizationId> authorization = authorizations.id(data);
        Optional<DisputeId> dispute = authorizations.disputeId(data);
        if (type.isEmpty() || (authorization.isEmpty() && dispute.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new GatewayEvent(id, type.get(), dispute, authorization, authorizations.read(data)));
    }

    private static Optional<String> header(WebhookRequest request, String name, Pattern form) {
        return request.header().apply(name).filter(it -> form.matcher(it).matches());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package io.holdfast.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The ledger as {@code GET /ledger} shows it. */
final class LedgerJson {
    private LedgerJson() {}

    static byte[] of(LedgerSnapshot ledger, boolean withEntries) {
        return JsonText.object(json -> {
            json.writeArrayFieldStart("authorizations");
            for (LedgerSnapshot.Line line : ledger.authorizations()) {
                writeLine(json, line);
            }
            json.writeEndArray();
            if (withEntries) {
                json.writeArrayFieldStart("entries");
                for (LedgerEntry entry : ledger.entries()) {
                    writeEntry(json, entry);
                }
                json.writeEndArray();
            }
            writeTotals(json, ledger.totals());
            json.writeArrayFieldStart("anomalies");
            for (Anomaly anomaly : ledger.anomalies()) {
                writeAnomaly(json, anomaly);
            }
            json.writeEndArray();
            writeWebhooks(json, ledger.webhooks());
            writeForgotten(json, ledger.forgotten());
        });
    }

    private static void writeLine(JsonGenerator json, LedgerSnapshot.Line line) throws IOException {
        Authorization authorization = line.authorization();
        json.writeStartObject();
        json.writeStringField("dispute_id", authorization.disputeId());
        json.writeStringField("payment_method_id", authorization.paymentMethodId());
        JsonText.write(json, authorization);
        writeTexts(json, "idempotency_keys", line.keys());
        json.writeNumberField("replays", line.replays());
        json.writeEndObject();
    }

    private static void writeEntry(JsonGenerator json, LedgerEntry entry) throws IOException {
        json.writeStartObject();
        json.writeNumberField("sequence", entry.sequence());
        json.writeStringField("at", entry.at().toString());
        json.writeStringField("call", entry.call().wireName());
        JsonText.writeText(json, "key", entry.key());
        JsonText.writeText(json, "dispute_id", entry.disputeId());
        JsonText.writeText(json, "authorization_id", entry.authorizationId());
        if (entry.httpStatus().isPresent()) {
            json.writeNumberField("http_status", entry.httpStatus().get());
        }
        json.writeBooleanField("acted", entry.acted());
        json.writeBooleanField("replay", entry.replay());
        json.writeStringField("outcome", entry.outcome());
        json.writeEndObject();
    }

    private static void writeTotals(JsonGenerator json, LedgerSnapshot.Totals totals) throws IOException {
        json.writeObjectFieldStart("totals");
        json.writeNumberField("authorizations", totals.authorizations());
        json.writeObjectFieldStart("by_status");
        for (var count : totals.byStatus().entrySet()) {
            json.writeNumberField(count.getKey().wireName(), count.getValue());
        }
        json.writeEndObject();
        writeSums(json, "live", totals.live());
        writeSums(json, "captured", totals.captured());
        json.writeNumberField("entries", totals.entries());
        json.writeNumberField("replays", totals.replays());
        json.writeNumberField("unanswered", totals.unanswered());
        json.writeEndObject();
    }

    private static void writeSums(JsonGenerator json, String name, Map<String, BigDecimal> sums) throws IOException {
        json.writeObjectFieldStart(name);
        for (var sum : sums.entrySet()) {
            json.writeNumberField(sum.getKey(), sum.getValue());
        }
        json.writeEndObject();
    }

    private static void writeAnomaly(JsonGenerator json, Anomaly anomaly) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", anomaly.at().toString());
        json.writeStringField("type", anomaly.type().wireName());
        json.writeStringField("dispute_id", anomaly.disputeId());
        writeTexts(json, "authorization_ids", anomaly.authorizationIds());
        json.writeStringField("detail", anomaly.detail());
        json.writeEndObject();
    }

    private static void writeWebhooks(JsonGenerator json, WebhookCounts webhooks) throws IOException {
        json.writeObjectFieldStart("webhooks");
        json.writeNumberField("delivered", webhooks.delivered());
        json.writeNumberField("failed_attempts", webhooks.failedAttempts());
        json.writeNumberField("given_up", webhooks.givenUp());
        json.writeNumberField("dropped", webhooks.dropped());
        json.writeNumberField("waiting", webhooks.waiting());
        json.writeEndObject();
    }

    private static void writeForgotten(JsonGenerator json, LedgerSnapshot.Forgotten forgotten) throws IOException {
        json.writeObjectFieldStart("forgotten");
        json.writeNumberField("authorizations", forgotten.authorizations());
        json.writeNumberField("entries", forgotten.entries());
        json.writeNumberField("idempotency_keys", forgotten.keys());
        json.writeNumberField("anomalies", forgotten.anomalies());
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}

package io.holdfast.api;

import io.holdfast.carddata.CardDataFinding;
import io.holdfast.carddata.CardDataGuard;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Refuses a request that holds card data, wherever it is, and counts it. What was found is neither logged nor kept. */
@Singleton
public class CardDataDoor {

    static final String METRIC = "holdfast.guard.refused";

    static final String HEADER = "header";
    static final String QUERY = "query";
    static final String PATH = "path";
    static final String BODY = "body";

    /** The fields that are counted by name; the rest share one, because callers choose names and metrics must stay few. */
    private static final Set<String> COUNTED = Set.of(
            HEADER,
            QUERY,
            PATH,
            BODY,
            "customer_account_id",
            "hold_amount",
            "currency",
            "payment_method_id",
            "gateway",
            "reason_code",
            "call_center_id",
            "conversation_id",
            "shopper_reference",
            "gateway_customer_id",
            "amount");

    private static final String OTHER = "other";

    /** Headers that callers of the API have a reason to send. */
    private static final Set<String> HEADERS = Set.of(
            "authorization",
            "cookie",
            "host",
            "idempotency-key",
            "prefer",
            "referer",
            "user-agent",
            "x-api-key",
            "x-forwarded-for",
            "x-request-id");

    /** Counted by the agent's page itself. */
    private static final String DESK = "desk";

    private final CardDataGuard guard = new CardDataGuard();
    private final MeterRegistry metrics;

    /** A count that begins at one looks to an alert like one that never moved: they are there from the start. */
    public CardDataDoor(MeterRegistry metrics) {
        this.metrics = metrics;
        COUNTED.forEach(field -> metrics.counter(METRIC, "field", field));
        List.of(OTHER, DESK).forEach(field -> metrics.counter(METRIC, "field", field));
    }

    /** @throws Refusal if there is card data anywhere in the body */
    void passBody(Map<String, Object> body) {
        guard.inspectTree(body).ifPresent(found -> refuse(found.field(), found));
    }

    /** @throws Refusal if there is card data anywhere in a body that is none that can be read */
    void passUnread(byte[] body) {
        guard.inspectUnread(body).ifPresent(found -> refuse(BODY, found));
    }

    /**
     * @param place where the name and its value are, for the count
     * @throws Refusal if the name or the value is card data
     */
    void pass(String place, String name, String value) {
        Optional<CardDataFinding> found = guard.inspect(name, value);
        if (found.isPresent()) {
            refuse(place, found.get());
        }
    }

    private void refuse(String counted, CardDataFinding found) {
        metrics.counter(METRIC, "field", COUNTED.contains(counted) ? counted : OTHER)
                .increment();
        throw new CardDataRefusal(told(counted, found.field()), Problems.cardDataRefused(found.field()));
    }

    /** A name that is known, else where it was: of the names that callers make up there is no end. */
    private static String told(String place, String field) {
        String name = field.toLowerCase(Locale.ROOT);
        return COUNTED.contains(name) || HEADERS.contains(name) ? name : place;
    }
}

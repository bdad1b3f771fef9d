package io.holdfast.store;

import java.util.List;
import java.util.stream.Collectors;

/** The columns of a dispute and of its operation. */
final class DisputeColumns {

    /** A column and the type its parameter is sent as. */
    record Parameter(String column, String type) {}

    private static Parameter column(String name, String type) {
        return new Parameter(name, type);
    }

    /** What never changes once a dispute is open. Order matters: {@link DisputeRows} has the values in it. */
    static final List<Parameter> TERMS = List.of(
            column("customer_account_id", "text"),
            column("hold_amount", "numeric"),
            column("currency", "text"),
            column("gateway", "text"),
            column("shopper_reference", "text"),
            column("gateway_customer_id", "text"),
            column("reason_code", "text"),
            column("call_center_id", "text"),
            column("conversation_id", "text"),
            column("opened_by", "text"),
            column("created_at", "timestamptz"));

    /** What a change may change. */
    static final List<Parameter> CHANGING = List.of(
            column("status", "text"),
            column("payment_token", "bytea"),
            column("token_fingerprint", "bytea"),
            column("authorization_id", "text"),
            column("hold_expires_at", "timestamptz"),
            column("charged_amount", "numeric"),
            column("failure_code", "text"),
            column("pending_action", "text"),
            column("pending_amount", "numeric"),
            column("attention", "text"),
            column("attention_hidden", "text[]"),
            column("surplus", "text[]"),
            column("renewals", "int"),
            column("captures", "int"),
            column("voids", "int"),
            column("refreshes", "int"),
            column("question_since", "timestamptz"),
            column("question_about", "text[]"),
            column("question_next_at", "timestamptz"),
            column("question_not_before", "timestamptz"),
            column("question_all_until", "timestamptz"),
            column("renew_at", "timestamptz"),
            column("refresh_at", "timestamptz"),
            column("event_sequence", "int"),
            column("event_hash", "bytea"),
            column("lease", "uuid"),
            column("updated_at", "timestamptz"));

    static final List<Parameter> OPERATION = List.of(
            column("kind", "text"),
            column("n", "int"),
            column("operation_id", "uuid"),
            column("target", "text"),
            column("amount", "numeric"),
            column("idempotency_key", "text"),
            column("body", "bytea"),
            column("state", "text"),
            column("attempts", "int"),
            column("maybe_sent", "boolean"),
            column("created_at", "timestamptz"),
            column("next_attempt_at", "timestamptz"),
            column("not_before", "timestamptz"),
            column("last_outcome", "text"),
            column("traceparent", "text"));

    private DisputeColumns() {}

    static String names(String prefix, List<Parameter> parameters) {
        return parameters.stream().map(p -> prefix + p.column()).collect(Collectors.joining(", "));
    }
}

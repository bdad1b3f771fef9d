package io.holdfast.store;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Counters;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.Hold;
import io.holdfast.dispute.model.HoldState;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationKind;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Question;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.Settlement;
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.Terms;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.dispute.model.Upkeep;
import io.holdfast.money.Money;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Between a {@link Dispute} and its columns. The order of the values is that of the columns in {@link DisputeSql}. */
final class DisputeRows {

    /** What these lists nearly always are; nobody changes it. */
    private static final String[] NONE = {};

    private DisputeRows() {}

    static void addTerms(List<Object> values, Dispute dispute) {
        Terms terms = dispute.terms();
        values.add(terms.customerAccountId());
        values.add(terms.amount().amount());
        values.add(terms.amount().currency().getCurrencyCode());
        values.add(terms.gateway());
        values.add(terms.shopperReference().orElse(null));
        values.add(terms.gatewayCustomerId().orElse(null));
        values.add(terms.reasonCode());
        values.add(terms.callCenterId());
        values.add(terms.conversationId().orElse(null));
        values.add(terms.openedBy());
        values.add(Column.time(dispute.createdAt()));
    }

    static void addChanging(List<Object> values, Dispute dispute) {
        HoldState state = dispute.state();
        values.add(state.status().name());
        values.add(Column.bytes(dispute.paymentToken().bytes()));
        values.add(dispute.tokenFingerprint()
                .map(fingerprint -> Column.bytes(fingerprint.bytes()))
                .orElse(null));
        values.add(state.authorizationId().map(AuthorizationId::value).orElse(null));
        values.add(state.hold().map(hold -> Column.time(hold.expiresAt())).orElse(null));
        values.add(state instanceof HoldState.Charged charged ? charged.amount().amount() : null);
        values.add(state instanceof HoldState.Failed failed ? failed.failureCode() : null);
        values.add(dispute.pending().map(DisputeRows::pendingAction).orElse(null));
        values.add(dispute.pending().flatMap(DisputeRows::pendingAmount).orElse(null));
        values.add(dispute.attention().map(Attention::name).orElse(null));
        values.add(hidden(dispute));
        values.add(names(dispute.surplus()));
        values.add(dispute.counters().renewals());
        values.add(dispute.counters().captures());
        values.add(dispute.counters().voids());
        values.add(dispute.counters().refreshes());
        values.add(Column.time(dispute.question().map(Question::since)));
        values.add(names(dispute.question().map(Question::about).orElse(List.of())));
        values.add(Column.time(dispute.question().map(Question::nextAttemptAt)));
        values.add(Column.time(dispute.question().flatMap(Question::notBefore)));
        values.add(Column.time(dispute.question().flatMap(Question::allUntil)));
        values.add(Column.time(dispute.upkeep().renewAt()));
        values.add(Column.time(dispute.upkeep().refreshAt()));
        values.add(dispute.head().sequence());
        values.add(Column.bytes(dispute.head().hash()));
        values.add(dispute.lease().orElse(null));
        values.add(Column.time(dispute.updatedAt()));
    }

    static void addNewOperation(List<Object> values, GatewayOperation operation) {
        values.add(operation.kind().name());
        values.add(operation.n());
        values.add(operation.id().value());
        values.add(operation.target().map(AuthorizationId::value).orElse(null));
        values.add(operation.amount().map(Money::amount).orElse(null));
        values.add(operation.idempotencyKey());
        values.add(Column.bytes(operation.body().bytes()));
        values.add(operation.state().name());
        values.add(operation.attempts());
        values.add(operation.maybeSent());
        values.add(Column.time(operation.createdAt()));
        values.add(Column.time(operation.nextAttemptAt()));
        values.add(Column.time(operation.notBefore()));
        values.add(operation.lastOutcome().orElse(null));
        values.add(operation.traceparent().orElse(null));
    }

    static void addOperationUpdate(List<Object> values, GatewayOperation operation, OperationState state) {
        values.add(state.name());
        values.add(operation.attempts());
        values.add(operation.maybeSent());
        values.add(Column.time(operation.nextAttemptAt()));
        values.add(Column.time(operation.notBefore()));
        values.add(operation.lastOutcome().orElse(null));
        values.add(operation.kind().name());
        values.add(operation.n());
    }

    static void addEvent(List<Object> values, ChainedEntry event) {
        values.add(event.sequence());
        values.add(event.type());
        values.add(Column.time(event.at()));
        values.add(event.actor());
        values.add(event.detail());
        values.add(Column.bytes(event.hash()));
    }

    static void addEvents(List<Object> values, List<ChainedEntry> story) {
        values.add(column(story, ChainedEntry::sequence).toArray(Integer[]::new));
        values.add(column(story, ChainedEntry::type).toArray(String[]::new));
        values.add(column(story, event -> Column.time(event.at())).toArray(OffsetDateTime[]::new));
        values.add(column(story, ChainedEntry::actor).toArray(String[]::new));
        values.add(column(story, ChainedEntry::detail).toArray(String[]::new));
        values.add(column(story, event -> Column.bytes(event.hash())).toArray(io.vertx.core.buffer.Buffer[]::new));
    }

    static void addAnnouncements(List<Object> values, List<Announcement> news) {
        values.add(news.stream().map(Announcement::channel).toArray(String[]::new));
        values.add(news.stream().map(Announcement::sequence).toArray(Integer[]::new));
        values.add(news.stream().map(Announcement::body).toArray(String[]::new));
    }

    static Tuple tuple(List<Object> values) {
        return Tuple.from(values);
    }

    static List<Object> values(Object... first) {
        return new ArrayList<>(Arrays.asList(first));
    }

    static Dispute dispute(Row row) {
        String currency = row.getString("currency");
        Terms terms = new Terms(
                row.getString("customer_account_id"),
                money(row, "hold_amount", currency).orElseThrow(),
                row.getString("gateway"),
                row.getString("reason_code"),
                row.getString("call_center_id"),
                text(row, "conversation_id"),
                text(row, "shopper_reference"),
                text(row, "gateway_customer_id"),
                row.getString("opened_by"));
        return new Dispute(
                new DisputeId(row.getUUID("dispute_id")),
                row.getLong("version"),
                terms,
                new Sealed(Column.array(row.getBuffer("payment_token"))),
                Optional.ofNullable(row.getBuffer("token_fingerprint"))
                        .map(bytes -> TokenFingerprint.of(Column.array(bytes))),
                state(row, currency),
                pending(row, currency),
                attentions(row),
                authorizations(row, "surplus"),
                new Counters(
                        row.getInteger("renewals"),
                        row.getInteger("captures"),
                        row.getInteger("voids"),
                        row.getInteger("refreshes")),
                operation(row, currency),
                question(row),
                new Upkeep(
                        Column.optionalInstant(row.getOffsetDateTime("renew_at")),
                        Column.optionalInstant(row.getOffsetDateTime("refresh_at"))),
                new ChainHead(row.getInteger("event_sequence"), Column.array(row.getBuffer("event_hash"))),
                Optional.ofNullable(row.getUUID("lease")),
                Column.instant(row.getOffsetDateTime("created_at")),
                Column.instant(row.getOffsetDateTime("updated_at")));
    }

    private static HoldState state(Row row, String currency) {
        Optional<AuthorizationId> authorization = text(row, "authorization_id").map(AuthorizationId::new);
        return switch (Status.valueOf(row.getString("status"))) {
            case INITIATED -> new HoldState.Initiated(authorization);
            case HELD -> new HoldState.Held(hold(row, authorization));
            case FAILED -> new HoldState.Failed(row.getString("failure_code"), authorization);
            case RELEASED -> new HoldState.Released(hold(row, authorization));
            case CHARGED ->
                new HoldState.Charged(
                        hold(row, authorization),
                        money(row, "charged_amount", currency).orElseThrow());
            case EXPIRED -> new HoldState.Expired(hold(row, authorization));
        };
    }

    private static Hold hold(Row row, Optional<AuthorizationId> authorization) {
        return new Hold(authorization.orElseThrow(), Column.instant(row.getOffsetDateTime("hold_expires_at")));
    }

    private static Optional<Settlement> pending(Row row, String currency) {
        return text(row, "pending_action").map(action -> switch (action) {
            case "RELEASE" -> new Settlement.Release();
            case "CHARGE" ->
                new Settlement.Charge(money(row, "pending_amount", currency).orElseThrow());
            default -> throw new IllegalStateException("unknown pending action " + action);
        });
    }

    private static String[] hidden(Dispute dispute) {
        if (dispute.attentions().size() < 2) {
            return NONE;
        }
        return dispute.attentions().stream()
                .filter(it -> !dispute.attention().equals(Optional.of(it)))
                .sorted()
                .map(Attention::name)
                .toArray(String[]::new);
    }

    /** What is shown hides only what weighs less. A replica of the version before this column forgot the others with the one that hid them. */
    private static Set<Attention> attentions(Row row) {
        Set<Attention> all = EnumSet.noneOf(Attention.class);
        text(row, "attention").map(Attention::valueOf).ifPresent(shown -> {
            Arrays.stream(row.getArrayOfStrings("attention_hidden"))
                    .map(Attention::valueOf)
                    .filter(hidden -> hidden.compareTo(shown) < 0)
                    .forEach(all::add);
            all.add(shown);
        });
        return all;
    }

    private static String pendingAction(Settlement settlement) {
        return settlement instanceof Settlement.Release ? "RELEASE" : "CHARGE";
    }

    private static Optional<BigDecimal> pendingAmount(Settlement settlement) {
        return settlement instanceof Settlement.Charge charge
                ? Optional.of(charge.amount().amount())
                : Optional.empty();
    }

    private static Optional<Question> question(Row row) {
        return Column.optionalInstant(row.getOffsetDateTime("question_since"))
                .map(since -> new Question(
                        since,
                        authorizations(row, "question_about"),
                        Column.instant(row.getOffsetDateTime("question_next_at")),
                        Column.optionalInstant(row.getOffsetDateTime("question_not_before")),
                        Column.optionalInstant(row.getOffsetDateTime("question_all_until"))));
    }

    private static Optional<GatewayOperation> operation(Row row, String currency) {
        return Optional.ofNullable(row.getUUID("op_operation_id"))
                .map(id -> new GatewayOperation(
                        new OperationId(id),
                        OperationKind.valueOf(row.getString("op_kind")),
                        row.getInteger("op_n"),
                        text(row, "op_target").map(AuthorizationId::new),
                        money(row, "op_amount", currency),
                        row.getString("op_idempotency_key"),
                        new Sealed(Column.array(row.getBuffer("op_body"))),
                        OperationState.valueOf(row.getString("op_state")),
                        row.getInteger("op_attempts"),
                        row.getBoolean("op_maybe_sent"),
                        Column.instant(row.getOffsetDateTime("op_created_at")),
                        Column.instant(row.getOffsetDateTime("op_next_attempt_at")),
                        Column.optionalInstant(row.getOffsetDateTime("op_not_before")),
                        text(row, "op_last_outcome"),
                        text(row, "op_traceparent")));
    }

    private static Optional<Money> money(Row row, String column, String currency) {
        // PostgreSQL pads to the column's four digits; the currency says how many there are
        return Optional.ofNullable(row.getBigDecimal(column)).map(amount -> Money.of(amount, currency));
    }

    private static String[] names(List<AuthorizationId> authorizations) {
        return authorizations.isEmpty()
                ? NONE
                : authorizations.stream().map(AuthorizationId::value).toArray(String[]::new);
    }

    private static List<AuthorizationId> authorizations(Row row, String column) {
        return Arrays.stream(row.getArrayOfStrings(column))
                .map(AuthorizationId::new)
                .toList();
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    private static <T> List<T> column(List<ChainedEntry> story, Function<ChainedEntry, T> value) {
        return story.stream().map(value).toList();
    }
}

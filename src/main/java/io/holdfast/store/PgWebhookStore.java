package io.holdfast.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.AuthorizationView;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.gateway.TokenNews;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@link WebhookStore} on PostgreSQL. */
@ApplicationScoped
class PgWebhookStore implements WebhookStore {

    private static final String KEEP =
            "INSERT INTO webhook_event (gateway, event_id, type, dispute_id, authorization_id, view,"
                    + " token_fingerprint, token_change, reference, received_at, next_attempt_at)"
                    + " SELECT $1, e.*, $10, clock_timestamp() + $11 * interval '1 millisecond'"
                    + " FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::bytea[], $8::text[], $9::text[]) e"
                    + " ON CONFLICT DO NOTHING RETURNING event_id";

    /** By arrays, because the planner does not know how few are due and would rather read the whole table than look many up in it. */
    private static final String IS_DUE = "w.gateway = ANY(ARRAY(SELECT DISTINCT gateway FROM due))"
            + " AND w.event_id = ANY(ARRAY(SELECT event_id FROM due))"
            + " AND (w.gateway, w.event_id) IN (SELECT gateway, event_id FROM due)";

    static final String TAKE = "WITH due AS (SELECT gateway, event_id FROM webhook_event"
            + " WHERE next_attempt_at <= statement_timestamp()"
            + " AND (gateway = ANY($3) OR next_attempt_at <= statement_timestamp() - $4 * interval '1 millisecond')"
            + " ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED)"
            + " UPDATE webhook_event w SET attempts = attempts + 1,"
            + " next_attempt_at = clock_timestamp() + $2 * interval '1 millisecond'"
            + " WHERE " + IS_DUE
            + " RETURNING w.gateway, w.event_id, w.type, w.dispute_id, w.authorization_id, w.reference,"
            + " w.view, w.token_fingerprint, w.token_change, w.attempts,"
            + " extract(epoch FROM statement_timestamp() - w.received_at)::bigint AS age_seconds";

    private static final String USED =
            "UPDATE webhook_event SET next_attempt_at = NULL, outcome = $3" + " WHERE gateway = $1 AND event_id = $2";

    private static final String PUT_BACK =
            "UPDATE webhook_event SET next_attempt_at = clock_timestamp() + $3 * interval '1 millisecond', outcome = $4"
                    + " WHERE gateway = $1 AND event_id = $2 AND next_attempt_at IS NOT NULL";

    /** The oldest first, and not all at once: a gateway may have told much on one day. */
    static final String FORGET = "WITH due AS (SELECT gateway, event_id FROM webhook_event"
            + " WHERE next_attempt_at IS NULL AND received_at < statement_timestamp() - $1 * interval '1 millisecond'"
            + " ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)"
            + " DELETE FROM webhook_event w WHERE " + IS_DUE;

    private final Pool pool;
    private final ObjectMapper json;
    private final Clock clock;

    PgWebhookStore(Pool pool, ObjectMapper json, Clock clock) {
        this.pool = pool;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Uni<List<GatewayEvent>> keep(String gateway, List<GatewayEvent> events, Duration untilOthers) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        int count = events.size();
        String[] ids = new String[count];
        String[] types = new String[count];
        UUID[] disputes = new UUID[count];
        String[] authorizations = new String[count];
        String[] views = new String[count];
        Buffer[] tokens = new Buffer[count];
        String[] changes = new String[count];
        String[] references = new String[count];
        for (int i = 0; i < count; i++) {
            GatewayEvent event = events.get(i);
            ids[i] = event.id();
            types[i] = event.type();
            disputes[i] = event.disputeId().map(DisputeId::value).orElse(null);
            authorizations[i] =
                    event.authorizationId().map(AuthorizationId::value).orElse(null);
            views[i] = event.view().map(this::write).orElse(null);
            tokens[i] =
                    event.token().map(it -> Column.bytes(it.token().bytes())).orElse(null);
            changes[i] = event.token().map(it -> it.change().name()).orElse(null);
            references[i] = event.reference().orElse(null);
        }
        Tuple values = Tuple.from(DisputeRows.values(
                gateway,
                ids,
                types,
                disputes,
                authorizations,
                views,
                tokens,
                changes,
                references,
                Column.time(clock.instant()),
                untilOthers.toMillis()));
        return run(KEEP, values).map(rows -> {
            Set<String> kept = new HashSet<>();
            rows.forEach(row -> kept.add(row.getString("event_id")));
            return events.stream().filter(event -> kept.remove(event.id())).toList();
        });
    }

    @Override
    public Uni<List<Waiting>> take(Set<String> gateways, Duration left, int limit, Duration untilOthers) {
        Tuple values = Tuple.of(limit, untilOthers.toMillis(), gateways.toArray(String[]::new), left.toMillis());
        return run(TAKE, values).map(rows -> {
            List<Waiting> waiting = new ArrayList<>();
            rows.forEach(row -> waiting.add(waiting(row)));
            return waiting;
        });
    }

    @Override
    public Uni<Void> used(String gateway, String eventId, String outcome) {
        return run(USED, Tuple.of(gateway, eventId, outcome)).replaceWithVoid();
    }

    @Override
    public Uni<Void> putBack(String gateway, String eventId, String why, Duration until) {
        return run(PUT_BACK, Tuple.of(gateway, eventId, until.toMillis(), why)).replaceWithVoid();
    }

    @Override
    public Uni<Integer> forget(Duration age, int limit) {
        return run(FORGET, Tuple.of(age.toMillis(), limit)).map(RowSet::rowCount);
    }

    private Waiting waiting(Row row) {
        GatewayEvent event = new GatewayEvent(
                row.getString("event_id"),
                row.getString("type"),
                Optional.ofNullable(row.getUUID("dispute_id")).map(DisputeId::new),
                Optional.ofNullable(row.getString("authorization_id")).map(AuthorizationId::new),
                Optional.ofNullable(row.getString("reference")),
                Optional.ofNullable(row.getString("view")).map(this::read),
                Optional.ofNullable(row.getBuffer("token_fingerprint"))
                        .map(bytes -> new TokenNews(
                                TokenFingerprint.of(Column.array(bytes)),
                                TokenNews.Change.valueOf(row.getString("token_change")))));
        return new Waiting(
                row.getString("gateway"),
                event,
                row.getInteger("attempts"),
                Duration.ofSeconds(row.getLong("age_seconds")));
    }

    private String write(AuthorizationView view) {
        try {
            return json.writeValueAsString(StoredView.of(view));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view is always JSON", e);
        }
    }

    private AuthorizationView read(String text) {
        try {
            return json.readValue(text, StoredView.class).toView();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored view cannot be read", e);
        }
    }

    private Uni<RowSet<Row>> run(String sql, Tuple values) {
        return Undone.again(pool.preparedQuery(sql).execute(values));
    }
}

package io.holdfast.store;

import static io.holdfast.store.DisputeRows.tuple;
import static io.holdfast.store.DisputeRows.values;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.GatewayOperation;
import io.holdfast.dispute.model.NewsId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.OperationState;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.TokenFingerprint;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * {@link DisputeStore} on PostgreSQL, by plain statements: this is the path that every call to Holdfast takes, and what carries its speed.
 */
@ApplicationScoped
public class PgDisputeStore implements DisputeStore {

    private final Pool pool;
    private final Announcements announcements;
    private final GroupCommit commits;

    @Inject
    PgDisputeStore(Pool pool, Announcements announcements, DatabaseSettings settings) {
        this(pool, announcements, settings.batchSize());
    }

    /**
     * @param announcements what others must be told is committed with the change it tells of
     * @param batchSize how many disputes one statement writes at most; at least 1
     */
    public PgDisputeStore(Pool pool, Announcements announcements, int batchSize) {
        this.pool = pool;
        this.announcements = announcements;
        this.commits = new GroupCommit(pool, batchSize);
    }

    @Override
    public Uni<Intake> open(
            Dispute dispute,
            List<ChainedEntry> story,
            Duration leaseTime,
            byte[] tokenFingerprint,
            Optional<IdempotencyClaim> idempotency) {
        List<Object> values = values(dispute.id().value(), leaseTime.toMillis());
        DisputeRows.addTerms(values, dispute);
        DisputeRows.addChanging(values, dispute);
        DisputeRows.addNewOperation(values, dispute.operation().orElseThrow());
        DisputeRows.addEvent(values, story.get(0));
        values.add(Column.bytes(tokenFingerprint));
        List<Announcement> news = announcements.of(Optional.empty(), dispute, story);
        if (idempotency.isEmpty()) {
            return change(dispute.id().toString(), DisputeChangeSql.OPEN, values, news)
                    .map(stored -> stored ? new Intake.Stored() : new Intake.TokenTraded());
        }
        IdempotencyClaim claim = idempotency.get();
        values.add(claim.credential());
        values.add(claim.key());
        values.add(Column.bytes(claim.requestHash()));
        return change(claim.credential() + '\n' + claim.key(), DisputeChangeSql.OPEN_WITH_KEY, values, news)
                .chain(stored -> stored ? Uni.createFrom().item(new Intake.Stored()) : whyNot(claim));
    }

    private Uni<Intake> whyNot(IdempotencyClaim claim) {
        return openedWith(claim).map(taken -> taken.isPresent() ? taken.get() : new Intake.TokenTraded());
    }

    @Override
    public Uni<Optional<Intake.KeyTaken>> openedWith(IdempotencyClaim claim) {
        return run(DisputeSql.FIND_KEY, Tuple.of(claim.credential(), claim.key()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return Optional.empty();
                    }
                    Row row = rows.iterator().next();
                    return Optional.of(new Intake.KeyTaken(
                            new DisputeId(row.getUUID("dispute_id")), Column.array(row.getBuffer("request_hash"))));
                });
    }

    @Override
    public Uni<Optional<Sealed>> tradedFor(byte[] tokenFingerprint) {
        return run(DisputeSql.TRADED_FOR, Tuple.of(Column.bytes(tokenFingerprint)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Sealed(Column.array(rows.iterator().next().getBuffer("token")))));
    }

    @Override
    public Uni<Boolean> changeTrade(byte[] tokenFingerprint, Optional<Sealed> before, Optional<Sealed> after) {
        Tuple values = Tuple.of(Column.bytes(tokenFingerprint));
        before.ifPresent(it -> values.addValue(Column.bytes(it.bytes())));
        after.ifPresent(it -> values.addValue(Column.bytes(it.bytes())));
        String sql = before.isEmpty()
                ? DisputeSql.BEGIN_TRADE
                : after.isEmpty() ? DisputeSql.FORGET_TRADE : DisputeSql.CHANGE_TRADE;
        return run(sql, values).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Boolean> isBeingUsed(TokenFingerprint token, DisputeId except) {
        return run(DisputeSql.IS_BEING_USED, Tuple.of(Column.bytes(token.bytes()), except.value()))
                .map(rows -> rows.iterator().next().getBoolean("used"));
    }

    @Override
    public Uni<Optional<Dispute>> find(DisputeId id) {
        return one(DisputeSql.FIND, Tuple.of(id.value()));
    }

    @Override
    public Uni<Optional<Dispute>> newestOfConversation(String conversationId, Optional<Set<String>> callCenters) {
        return callCenters
                .map(of -> one(
                        DisputeSql.FIND_NEWEST_OF_CONVERSATION_IN, Tuple.of(conversationId, of.toArray(String[]::new))))
                .orElseGet(() -> one(DisputeSql.FIND_NEWEST_OF_CONVERSATION, Tuple.of(conversationId)));
    }

    @Override
    public Uni<Optional<Dispute>> findByAuthorization(String gateway, AuthorizationId id) {
        return one(DisputeSql.FIND_BY_AUTHORIZATION, Tuple.of(gateway, id.value()));
    }

    @Override
    public Uni<Boolean> isAnothers(String gateway, AuthorizationId id, DisputeId except) {
        return run(DisputeSql.IS_ANOTHERS, Tuple.of(gateway, id.value(), except.value()))
                .map(rows -> rows.iterator().next().getBoolean("anothers"));
    }

    @Override
    public Uni<List<DisputeId>> heldWithToken(TokenFingerprint token, Optional<DisputeId> after, int limit) {
        UUID last = after.map(DisputeId::value).orElse(new UUID(0, 0));
        return run(DisputeSql.HELD_WITH_TOKEN, Tuple.of(Column.bytes(token.bytes()), last, limit))
                .map(rows -> {
                    List<DisputeId> found = new ArrayList<>();
                    rows.forEach(row -> found.add(new DisputeId(row.getUUID("dispute_id"))));
                    return found;
                });
    }

    @Override
    public Uni<Optional<Dispute>> findByOpenOperation(OperationId id) {
        return one(DisputeSql.FIND_BY_OPEN_OPERATION, Tuple.of(id.value()));
    }

    @Override
    public Uni<Boolean> commit(Change change, Dispute after, List<ChainedEntry> story) {
        Optional<GatewayOperation> before = change.before().operation();
        Optional<GatewayOperation> next = after.operation();
        List<Object> values = values(
                after.id().value(),
                change.before().version(),
                Column.bytes(change.before().head().hash()),
                change.before().lease().orElse(null),
                change.work() instanceof Change.Work.In in ? in.time().toMillis() : null,
                change.work() instanceof Change.Work.Unchanged);
        change.news().ifPresent(news -> {
            values.add(news.gateway());
            values.add(news.event());
        });
        DisputeRows.addChanging(values, after);
        DisputeRows.addEvents(values, story);
        DisputeChangeSql.Commit sql;
        if (before.isEmpty() && next.isEmpty()) {
            sql = DisputeChangeSql.COMMIT;
        } else if (before.isEmpty()) {
            sql = DisputeChangeSql.COMMIT_WITH_NEW_OPERATION;
            DisputeRows.addNewOperation(values, next.get());
        } else if (next.isEmpty()) {
            sql = DisputeChangeSql.COMMIT_WITH_OPERATION;
            DisputeRows.addOperationUpdate(values, before.get(), OperationState.DONE);
        } else if (next.get().id().equals(before.get().id())) {
            sql = DisputeChangeSql.COMMIT_WITH_OPERATION;
            DisputeRows.addOperationUpdate(values, next.get(), next.get().state());
        } else {
            sql = DisputeChangeSql.COMMIT_WITH_NEXT_OPERATION;
            DisputeRows.addOperationUpdate(values, before.get(), OperationState.DONE);
            DisputeRows.addNewOperation(values, next.get());
        }
        return change(
                after.id().toString(),
                change.news().isPresent() ? sql.ofNews() : sql.plain(),
                values,
                announcements.of(Optional.of(change.before()), after, story));
    }

    /**
     * Whether it was done; with it, what others must be told was committed, and they can be.
     *
     * @param values the first is the id
     */
    private Uni<Boolean> change(
            String locks, DisputeChangeSql.Change change, List<Object> values, List<Announcement> news) {
        GroupStatement sql = change.silent();
        if (!news.isEmpty()) {
            sql = change.announced();
            DisputeRows.addAnnouncements(values, news);
        }
        return commits.run(sql, locks, values).invoke(done -> {
            if (done && !news.isEmpty()) {
                announcements.committed(news);
            }
        });
    }

    @Override
    public Uni<Boolean> isUsed(NewsId news) {
        return run(DisputeSql.IS_NEWS_USED, Tuple.of(news.gateway(), news.event()))
                .map(rows -> rows.size() == 1);
    }

    @Override
    public Uni<Optional<DisputeId>> disputeOf(NewsId news) {
        return run(DisputeSql.DISPUTE_OF_NEWS, Tuple.of(news.gateway(), news.event()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new DisputeId(rows.iterator().next().getUUID("dispute_id"))));
    }

    @Override
    public Uni<Boolean> hasCome(String gateway, List<String> events) {
        return events.isEmpty()
                ? Uni.createFrom().item(false)
                : run(DisputeSql.HAS_NEWS_COME, Tuple.of(gateway, events.toArray(String[]::new)))
                        .map(rows -> rows.size() == 1);
    }

    @Override
    public Uni<Boolean> hasTold(DisputeId id, StoryType type, Map<String, String> facts) {
        String json = new JsonObject(new TreeMap<>(facts)).encode();
        return run(DisputeSql.HAS_TOLD, Tuple.of(id.value(), type.code(), json)).map(rows -> rows.size() == 1);
    }

    @Override
    public Uni<Optional<String>> lastTold(DisputeId id, StoryType type) {
        return run(DisputeSql.LAST_TOLD, Tuple.of(id.value(), type.code()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("detail")));
    }

    @Override
    public Uni<Boolean> hasBeen(DisputeId id, ChainHead head) {
        return run(DisputeSql.HAS_BEEN, Tuple.of(id.value(), head.sequence(), Column.bytes(head.hash())))
                .map(rows -> rows.size() == 1);
    }

    @Override
    public Uni<List<Claimed>> claim(Wish wish) {
        Map<String, Duration> available = wish.available();
        Map<String, Duration> unavailable = wish.unavailable();
        List<Object> values = values(
                wish.limit(),
                wish.lease(),
                Stream.concat(available.values().stream(), unavailable.values().stream())
                        .map(Duration::toMillis)
                        .toArray(Long[]::new),
                available.keySet().toArray(String[]::new),
                unavailable.keySet().toArray(String[]::new));
        if (wish.due() == Due.AGE) {
            values.add(firstIdOf(wish.now().minus(wish.maxAge())));
            values.add(wish.maxAge().toMillis());
        }
        return run(DisputeSql.claim(wish.due()), tuple(values)).map(PgDisputeStore::claimed);
    }

    @Override
    public Uni<Optional<Claimed>> claim(DisputeId id, UUID lease, Duration leaseTime) {
        return run(DisputeSql.CLAIM_ONE, Tuple.of(id.value(), lease, leaseTime.toMillis()))
                .map(rows -> claimed(rows).stream().findFirst());
    }

    @Override
    public Uni<Map<DisputeId, Long>> versions(Collection<DisputeId> ids) {
        UUID[] values = ids.stream().map(DisputeId::value).toArray(UUID[]::new);
        return run(DisputeSql.VERSIONS, Tuple.of(values)).map(rows -> {
            Map<DisputeId, Long> versions = new HashMap<>();
            rows.forEach(row -> versions.put(new DisputeId(row.getUUID("dispute_id")), row.getLong("version")));
            return versions;
        });
    }

    @Override
    public Uni<Integer> handBack(List<Dispute> notBegun, String why) {
        UUID[] ids = notBegun.stream().map(dispute -> dispute.id().value()).toArray(UUID[]::new);
        UUID[] leases =
                notBegun.stream().map(dispute -> dispute.lease().orElseThrow()).toArray(UUID[]::new);
        UUID[] operations = notBegun.stream()
                .map(dispute -> dispute.operation().map(it -> it.id().value()).orElse(null))
                .toArray(UUID[]::new);
        Boolean[] maybeSent = notBegun.stream()
                .map(dispute ->
                        dispute.operation().filter(GatewayOperation::maybeSent).isPresent())
                .toArray(Boolean[]::new);
        return run(DisputeSql.HAND_BACK, Tuple.of(ids, leases, operations, maybeSent, why))
                .map(rows -> rows.iterator().next().getInteger("handed_back"));
    }

    @Override
    public Uni<List<Backlog>> backlog() {
        return run(DisputeSql.BACKLOG, Tuple.tuple()).map(rows -> {
            List<Backlog> backlog = new ArrayList<>();
            rows.forEach(row -> backlog.add(new Backlog(
                    row.getString("gateway"),
                    row.getString("state"),
                    row.getLong("operations"),
                    Duration.ofMillis(row.getLong("oldest_ms")))));
            return backlog;
        });
    }

    /** The smallest UUID of version 7 that was made at that time (RFC 9562 section 5.7: milliseconds first). */
    private static UUID firstIdOf(Instant time) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000L, Long.MIN_VALUE);
    }

    /**
     * What was running when it was claimed was left by a replica that died; what is not running now is not to be sent before it is. Where the statement read an
     * operation just before somebody else changed it, that tells nothing: the lease is left to end, and it is claimed again.
     */
    private static List<Claimed> claimed(RowSet<Row> rows) {
        List<Claimed> disputes = new ArrayList<>();
        for (Row row : rows) {
            Dispute dispute = DisputeRows.dispute(row);
            boolean running = row.getBoolean("op_is_running");
            if (dispute.operation()
                    .filter(it -> !running && !it.waitsWithItsToken())
                    .isPresent()) {
                continue;
            }
            disputes.add(new Claimed(
                    dispute.withOperation(dispute.operation().map(it -> it.claimed(running))),
                    row.getBoolean("token_is_good"),
                    row.getOffsetDateTime("claimed_at").toInstant()));
        }
        return disputes;
    }

    private Uni<Optional<Dispute>> one(String sql, Tuple parameters) {
        return run(sql, parameters)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(DisputeRows.dispute(rows.iterator().next())));
    }

    private Uni<RowSet<Row>> run(String sql, Tuple parameters) {
        return Undone.again(pool.preparedQuery(sql).execute(parameters));
    }
}

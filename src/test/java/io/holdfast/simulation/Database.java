package io.holdfast.simulation;

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
import io.holdfast.dispute.model.Status;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.IdempotencyClaim;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The one database of all replicas, in memory. Each method is one transaction that happens at one moment, with what the real statements check: versions, unique
 * keys, one open operation per dispute, leases by its own clock.
 */
public final class Database {

    private static final long NEVER = Long.MAX_VALUE;

    /** One dispute and all that belongs to it. */
    static final class Row {

        final int number;
        Dispute dispute;
        long workAt = NEVER;
        final Map<String, Intended> operations = new LinkedHashMap<>();
        final List<ChainedEntry> story = new ArrayList<>();
        /** When the token that is in use now was committed. */
        int tokens;

        Row(int number, Dispute dispute) {
            this.number = number;
            this.dispute = dispute;
        }

        Optional<Intended> openOperation() {
            return operations.values().stream().filter(it -> !it.done).findFirst();
        }
    }

    /** An operation as it is stored. */
    static final class Intended {

        GatewayOperation operation;
        boolean done;
        /** Whether the replica that had it died, so that nobody knows whether it was sent. */
        boolean doubted;

        final long since;

        Intended(GatewayOperation operation, long since) {
            this.operation = operation;
            this.since = since;
        }

        private Intended copy() {
            Intended copy = new Intended(operation, since);
            copy.done = done;
            copy.doubted = doubted;
            return copy;
        }
    }

    private record Key(String credential, String key) {}

    private final Timeline timeline;
    private final Dice dice;
    private final World world;
    private final KeptNews news;
    private final long skewMicros;
    private final Mutant mutant;
    private final boolean checksVersions;
    private final Map<DisputeId, Row> rows = new LinkedHashMap<>();
    private final Map<Key, DisputeStore.Intake.KeyTaken> keys = new HashMap<>();
    private final Map<ByteBuffer, Sealed> trades = new HashMap<>();
    /** What statements see that begin now: made anew with each trade, for there are many more statements than trades. */
    private Set<ByteBuffer> tradedTokens = Set.of();

    private final Map<AuthorizationId, Row> byAuthorization = new HashMap<>();
    private final Map<OperationId, Row> byOperation = new HashMap<>();
    /** Only what is held needs care. */
    private final Set<Row> held = new LinkedHashSet<>();

    private final TreeSet<Row> byWork =
            new TreeSet<>(Comparator.<Row>comparingLong(row -> row.workAt).thenComparingInt(row -> row.number));
    private MoneyRules rules;

    Database(Timeline timeline, Dice dice, World world, long skewMicros, KeptNews news, Mutant mutant) {
        this.timeline = timeline;
        this.dice = dice;
        this.world = world;
        this.news = news;
        this.skewMicros = skewMicros;
        this.mutant = mutant;
        this.checksVersions = mutant != Mutant.VERSION_NOT_CHECKED;
    }

    void watchedBy(MoneyRules watching) {
        this.rules = watching;
    }

    private long now() {
        return timeline.micros() + skewMicros;
    }

    Optional<Row> row(DisputeId id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** All there are, as they stand. */
    public List<Dispute> disputes() {
        return rows().stream().map(row -> row.dispute).toList();
    }

    Collection<Row> rows() {
        return rows.values();
    }

    /** A dispute as it is stored at this moment. */
    public Dispute stored(DisputeId id) {
        return rows.get(id).dispute;
    }

    /** Every dispute there is, oldest first. */
    public List<DisputeId> everything() {
        return List.copyOf(rows.keySet());
    }

    /** Its story so far. */
    public List<ChainedEntry> story(DisputeId id) {
        return List.copyOf(rows.get(id).story);
    }

    /** When it is to be looked at next, by the database's clock; empty if never. */
    public Optional<Instant> workAt(DisputeId id) {
        long at = rows.get(id).workAt;
        return at == NEVER ? Optional.empty() : Optional.of(Timeline.instant(at));
    }

    Optional<Sealed> tradedFor(byte[] tokenFingerprint) {
        return Optional.ofNullable(trades.get(ByteBuffer.wrap(tokenFingerprint)));
    }

    boolean changeTrade(byte[] tokenFingerprint, Optional<Sealed> before, Optional<Sealed> after) {
        ByteBuffer key = ByteBuffer.wrap(tokenFingerprint);
        boolean same = before.map(it ->
                        trades.containsKey(key) && Arrays.equals(trades.get(key).bytes(), it.bytes()))
                .orElse(!trades.containsKey(key));
        if (!same) {
            return false;
        }
        Optional<Sealed> kept = mutant == Mutant.TRADE_NOT_REMEMBERED && before.isPresent() ? Optional.empty() : after;
        kept.map(it -> mutant == Mutant.TRADE_NOT_WAITED_FOR ? asIfOld(it) : it)
                .ifPresentOrElse(it -> trades.put(key, it), () -> trades.remove(key));
        tradedTokens = Set.copyOf(trades.keySet());
        return true;
    }

    /** A trade that is under way, as if since long ago; any other as it is. */
    private static Sealed asIfOld(Sealed trade) {
        String text = new String(trade.bytes(), StandardCharsets.UTF_8);
        return text.contains("|\n")
                ? new Sealed((text.substring(0, text.lastIndexOf(' ')) + " 1970-01-01T00:00:00Z")
                        .getBytes(StandardCharsets.UTF_8))
                : trade;
    }

    boolean isBeingUsed(TokenFingerprint token, DisputeId except) {
        return rows.values().stream()
                .filter(row -> !row.dispute.id().equals(except)
                        && row.dispute.tokenFingerprint().equals(Optional.of(token)))
                .flatMap(row -> row.openOperation().stream())
                .map(it -> it.operation)
                .anyMatch(it -> it.kind().authorizes()
                        && (it.state() == OperationState.RUNNING || it.maybeSent())
                        && !it.lastOutcome().equals(Optional.of("pending")));
    }

    Set<ByteBuffer> tradedTokens() {
        return tradedTokens;
    }

    boolean isTraded(byte[] tokenFingerprint) {
        return trades.containsKey(ByteBuffer.wrap(tokenFingerprint));
    }

    Optional<DisputeStore.Intake.KeyTaken> openedWith(IdempotencyClaim claim) {
        return Optional.ofNullable(keys.get(new Key(claim.credential(), claim.key())));
    }

    DisputeStore.Intake open(
            Dispute dispute,
            List<ChainedEntry> story,
            Duration leaseTime,
            boolean tokenIsTraded,
            Optional<IdempotencyClaim> claim) {
        if (tokenIsTraded) {
            return claim.map(it -> (DisputeStore.Intake) keys.get(new Key(it.credential(), it.key())))
                    .orElseGet(DisputeStore.Intake.TokenTraded::new);
        }
        if (claim.isPresent()) {
            Key key = new Key(claim.get().credential(), claim.get().key());
            DisputeStore.Intake.KeyTaken taken = keys.get(key);
            if (taken != null) {
                return taken;
            }
            keys.put(
                    key,
                    new DisputeStore.Intake.KeyTaken(dispute.id(), claim.get().requestHash()));
        }
        if (rows.containsKey(dispute.id())) {
            throw new IllegalStateException("duplicate key value violates unique constraint: " + dispute.id());
        }
        Row row = new Row(rows.size(), dispute);
        rows.put(dispute.id(), row);
        row.story.addAll(story);
        insert(row, dispute.operation().orElseThrow());
        workIn(row, leaseTime);
        rules.opened(row);
        return new DisputeStore.Intake.Stored();
    }

    Optional<Dispute> findNewestOfConversation(String conversationId, Optional<Set<String>> callCenters) {
        return rows.values().stream()
                .map(row -> row.dispute)
                .filter(it -> it.terms().conversationId().equals(Optional.of(conversationId)))
                .filter(it -> callCenters
                        .map(of -> of.contains(it.terms().callCenterId()))
                        .orElse(true))
                .reduce((older, newer) -> newer);
    }

    Optional<Dispute> findByAuthorization(String gateway, AuthorizationId id) {
        return Optional.ofNullable(byAuthorization.get(id))
                .map(row -> row.dispute)
                .filter(it -> it.isCurrent(id) && it.terms().gateway().equals(gateway));
    }

    boolean isAnothers(String gateway, AuthorizationId id, DisputeId except) {
        return rows.values().stream()
                .map(row -> row.dispute)
                .filter(it -> !it.id().equals(except) && it.terms().gateway().equals(gateway))
                .anyMatch(it -> it.isCurrent(id) || it.surplus().contains(id));
    }

    List<DisputeId> heldWithToken(TokenFingerprint token, Optional<DisputeId> after, int limit) {
        return held.stream()
                .map(row -> row.dispute)
                .filter(it -> it.tokenFingerprint().equals(Optional.of(token)))
                .map(Dispute::id)
                .filter(id -> after.filter(last -> compare(id, last) <= 0).isEmpty())
                .sorted(Database::compare)
                .limit(limit)
                .toList();
    }

    /** As PostgreSQL orders ids: by their bytes. */
    static int compare(DisputeId one, DisputeId other) {
        int first = Long.compareUnsigned(
                one.value().getMostSignificantBits(), other.value().getMostSignificantBits());
        return first != 0
                ? first
                : Long.compareUnsigned(
                        one.value().getLeastSignificantBits(), other.value().getLeastSignificantBits());
    }

    Optional<Dispute> findByOpenOperation(OperationId id) {
        return Optional.ofNullable(byOperation.get(id))
                .map(row -> row.dispute)
                .filter(it ->
                        it.operation().filter(open -> open.id().equals(id)).isPresent());
    }

    Optional<Dispute> find(DisputeId id) {
        return row(id).map(it -> it.dispute);
    }

    boolean commit(Change change, Dispute after, List<ChainedEntry> story) {
        Row row = rows.get(after.id());
        if (row == null
                || (checksVersions && !isAsRead(row.dispute, change.before()))
                || change.news().filter(news::isUsed).isPresent()) {
            return false;
        }
        change.news().ifPresent(news::usedIfKept);
        Dispute before = row.dispute;
        Optional<GatewayOperation> open = change.before().operation();
        Optional<GatewayOperation> next = after.operation();
        boolean same = open.isPresent()
                && next.isPresent()
                && open.get().id().equals(next.get().id());
        if (open.isPresent()) {
            Intended stored =
                    row.operations.computeIfAbsent(key(open.get()), key -> new Intended(open.get(), timeline.micros()));
            if (same) {
                stored.operation = merged(stored.operation, next.get());
            } else {
                stored.done = true;
            }
        }
        if (next.isPresent() && !same) {
            insert(row, next.get());
        }
        row.dispute = mutant == Mutant.OLD_HOLD_FORGOTTEN ? after.withSurplus(List.of()) : after;
        row.story.addAll(mutant == Mutant.STORY_LOST ? List.of() : story);
        after.state().authorizationId().ifPresent(id -> byAuthorization.put(id, row));
        if (after.status() == Status.HELD) {
            held.add(row);
        } else {
            held.remove(row);
        }
        if (change.work() instanceof Change.Work.In in) {
            workIn(row, in.time());
        } else if (change.work() instanceof Change.Work.None) {
            workAt(row, NEVER);
        }
        rules.committed(row, before, mutant == Mutant.STORY_LOST ? List.of() : story);
        return true;
    }

    private static boolean isAsRead(Dispute stored, Dispute read) {
        return stored.version() == read.version()
                && Arrays.equals(stored.head().hash(), read.head().hash())
                && stored.lease().equals(read.lease());
    }

    /**
     * What a copy of this database has of a dispute that does not hear of what comes now. When it is run, that copy takes over: what was committed since is lost.
     */
    public Runnable copy(DisputeId id) {
        Row row = rows.get(id);
        Dispute dispute = row.dispute;
        long workAt = row.workAt;
        List<ChainedEntry> story = List.copyOf(row.story);
        Map<String, Intended> operations = new LinkedHashMap<>();
        row.operations.forEach((key, it) -> operations.put(key, it.copy()));
        return () -> {
            row.dispute = dispute;
            row.story.clear();
            row.story.addAll(story);
            row.operations.clear();
            row.operations.putAll(operations);
            workAt(row, workAt);
            if (dispute.status() == Status.HELD) {
                held.add(row);
            } else {
                held.remove(row);
            }
        };
    }

    /** A copy of this database takes over that has not heard of the dispute. */
    public void lose(DisputeId id) {
        Row row = rows.remove(id);
        workAt(row, NEVER);
        held.remove(row);
    }

    boolean isUsed(NewsId id) {
        return news.isUsed(id);
    }

    /** A piece of a bank's news has come, and is used at some other time. */
    public void keep(String gateway, GatewayEvent event) {
        news.keep(gateway, List.of(event), Duration.ofDays(1));
    }

    Optional<DisputeId> disputeOf(NewsId id) {
        return news.disputeOf(id);
    }

    boolean hasCome(NewsId id) {
        return news.isKept(id);
    }

    boolean hasTold(DisputeId id, StoryType type, Map<String, String> facts) {
        return story(id).stream()
                .filter(it -> it.type().equals(type.code()))
                .anyMatch(it -> facts.entrySet().stream()
                        .allMatch(fact -> it.detail().contains('"' + fact.getKey() + "\":\"" + fact.getValue() + '"')));
    }

    Optional<String> lastTold(DisputeId id, StoryType type) {
        return story(id).stream()
                .filter(it -> it.type().equals(type.code()))
                .reduce((earlier, later) -> later)
                .map(ChainedEntry::detail);
    }

    boolean hasBeen(DisputeId id, ChainHead head) {
        return row(id).stream()
                .flatMap(it -> it.story.stream())
                .anyMatch(it -> it.sequence() == head.sequence() && Arrays.equals(it.hash(), head.hash()));
    }

    /** @param traded what the statement saw */
    List<DisputeStore.Claimed> claim(DisputeStore.Wish wish, Set<ByteBuffer> traded) {
        List<DisputeStore.Claimed> claimed = new ArrayList<>();
        List<Row> due = due(wish);
        for (Row row : due) {
            if (claimed.size() == wish.limit()) {
                break;
            }
            if (!dice.chance(world.troubles().skipsLocked())) {
                claimed.add(claim(row, wish.lease(), leaseTime(row, wish), traded));
            }
        }
        return claimed;
    }

    Optional<DisputeStore.Claimed> claim(DisputeId id, UUID lease, Duration leaseTime, Set<ByteBuffer> traded) {
        Row row = rows.get(id);
        boolean due = row != null
                && row.workAt != NEVER
                && row.workAt <= now() + 50_000
                && (row.dispute.lease().isEmpty() || row.workAt <= now() || mutant == Mutant.LEASE_NOT_CHECKED);
        return due ? Optional.of(claim(row, lease, leaseTime, traded)) : Optional.empty();
    }

    private List<Row> due(DisputeStore.Wish wish) {
        List<Row> due = new ArrayList<>();
        switch (wish.due()) {
            case WORK, RECOVERY -> {
                boolean leased = wish.due() == DisputeStore.Due.RECOVERY;
                if (leased && mutant == Mutant.WORK_NOT_RECOVERED) {
                    return due;
                }
                for (Row row : byWork) {
                    boolean isDue = row.workAt <= now();
                    if (!isDue && mutant != Mutant.LEASE_NOT_CHECKED) {
                        break;
                    }
                    if (!isDue && !leased) {
                        continue;
                    }
                    if (row.dispute.lease().isPresent() == leased && callable(row, wish)) {
                        due.add(row);
                    }
                }
            }
            case RENEWAL -> {
                add(due, wish, row -> passed(row.dispute.upkeep().renewAt()));
                due.sort(Comparator.comparing(
                        row -> row.dispute.upkeep().renewAt().orElseThrow()));
            }
            case REFRESH -> {
                add(due, wish, row -> passed(row.dispute.upkeep().refreshAt()));
                due.sort(Comparator.comparing(
                        row -> row.dispute.upkeep().refreshAt().orElseThrow()));
            }
            case AGE -> {
                Instant byOurs = Timeline.instant(now());
                Instant openedBefore = (byOurs.isBefore(wish.now()) ? byOurs : wish.now()).minus(wish.maxAge());
                add(
                        due,
                        wish,
                        row -> row.dispute.isUndecided()
                                && row.dispute.id().value().getMostSignificantBits() >> 16
                                        < openedBefore.toEpochMilli());
            }
        }
        return due;
    }

    private void add(List<Row> due, DisputeStore.Wish wish, Predicate<Row> condition) {
        for (Row row : held) {
            Dispute dispute = row.dispute;
            if (dispute.lease().isEmpty()
                    && dispute.operation().isEmpty()
                    && condition.test(row)
                    && callable(row, wish)) {
                due.add(row);
            }
        }
    }

    private boolean passed(Optional<Instant> at) {
        return at.isPresent() && Timeline.micros(at.get()) <= now();
    }

    private static Duration leaseTime(Row row, DisputeStore.Wish wish) {
        String gateway = row.dispute.terms().gateway();
        return Optional.ofNullable(wish.available().get(gateway))
                .orElseGet(() -> wish.unavailable().get(gateway));
    }

    private static boolean callable(Row row, DisputeStore.Wish wish) {
        String gateway = row.dispute.terms().gateway();
        return wish.available().containsKey(gateway)
                || (wish.unavailable().containsKey(gateway)
                        && row.dispute.attention().isEmpty());
    }

    /** What was running when it is claimed was left by a replica that died, and may have been sent by it. */
    private DisputeStore.Claimed claim(Row row, UUID lease, Duration leaseTime, Set<ByteBuffer> traded) {
        Dispute before = row.dispute;
        boolean tokenIsGood = mutant == Mutant.TRADE_NOT_SEEN_BY_CLAIM
                || before.tokenFingerprint()
                        .filter(token -> !traded.contains(ByteBuffer.wrap(token.bytes())))
                        .isPresent();
        boolean runs = before.operation()
                .filter(it -> tokenIsGood || !it.waitsWithItsToken())
                .isPresent();
        Dispute claimed = claimed(before, lease, before.operation().map(it -> it.claimed(runs)));
        // the statement marks the operation as running, and leaves the rest of it as it was
        row.openOperation().filter(it -> runs).ifPresent(it -> {
            it.doubted |= it.operation.state() == OperationState.RUNNING;
            it.operation = running(it.operation);
        });
        row.dispute = claimed(before, lease, row.openOperation().map(it -> it.operation));
        boolean another = before.lease().isPresent() && row.workAt > now();
        workIn(row, leaseTime);
        rules.claimed(row, before, another);
        return new DisputeStore.Claimed(claimed, tokenIsGood, Timeline.instant(now()));
    }

    /** What was not begun was not sent by this replica. */
    int handBack(List<Dispute> notBegun, String why) {
        int count = 0;
        for (Dispute it : notBegun) {
            Row row = rows.get(it.id());
            if (row != null && row.dispute.isLeasedBy(it.lease().orElseThrow())) {
                Dispute before = row.dispute;
                row.openOperation()
                        .filter(open -> open.operation.state() == OperationState.RUNNING)
                        .ifPresent(open -> it.operation()
                                .filter(own -> own.id().equals(open.operation.id()))
                                .ifPresent(own -> open.operation = waiting(open.operation, own.maybeSent(), why)));
                row.dispute = withLease(before, Optional.empty())
                        .withOperation(row.openOperation().map(open -> open.operation));
                workAt(row, now());
                rules.claimed(row, before, false);
                count++;
            }
        }
        return count;
    }

    private void insert(Row row, GatewayOperation operation) {
        if (checksVersions && row.openOperation().isPresent()) {
            throw new IllegalStateException(
                    "duplicate key value violates unique constraint \"gateway_operation_open\"");
        }
        byOperation.put(operation.id(), row);
        Intended old = row.operations.put(key(operation), new Intended(operation, timeline.micros()));
        if (checksVersions && old != null) {
            throw new IllegalStateException(
                    "duplicate key value violates unique constraint \"gateway_operation_pkey\"");
        }
    }

    private static String key(GatewayOperation operation) {
        return operation.kind() + " " + operation.n();
    }

    /** What the statement that updates an operation writes; the rest was written once and stays. */
    private static GatewayOperation merged(GatewayOperation stored, GatewayOperation next) {
        return new GatewayOperation(
                stored.id(),
                stored.kind(),
                stored.n(),
                stored.target(),
                stored.amount(),
                stored.idempotencyKey(),
                stored.body(),
                next.state(),
                next.attempts(),
                next.maybeSent(),
                stored.createdAt(),
                next.nextAttemptAt(),
                next.notBefore(),
                next.lastOutcome(),
                stored.traceparent());
    }

    private static GatewayOperation running(GatewayOperation stored) {
        return with(stored, OperationState.RUNNING, stored.maybeSent(), stored.lastOutcome());
    }

    private static GatewayOperation waiting(GatewayOperation stored, boolean maybeSent, String why) {
        return with(
                stored,
                OperationState.WAITING,
                stored.maybeSent() || maybeSent,
                stored.lastOutcome().or(() -> Optional.of(why)));
    }

    private static GatewayOperation with(
            GatewayOperation stored, OperationState state, boolean maybeSent, Optional<String> lastOutcome) {
        return new GatewayOperation(
                stored.id(),
                stored.kind(),
                stored.n(),
                stored.target(),
                stored.amount(),
                stored.idempotencyKey(),
                stored.body(),
                state,
                stored.attempts(),
                maybeSent,
                stored.createdAt(),
                stored.nextAttemptAt(),
                stored.notBefore(),
                lastOutcome,
                stored.traceparent());
    }

    private static Dispute withLease(Dispute dispute, Optional<UUID> lease) {
        return dispute.withLease(lease).committed(dispute.head(), dispute.updatedAt());
    }

    private static Dispute claimed(Dispute before, UUID lease, Optional<GatewayOperation> operation) {
        return withLease(before, Optional.of(lease)).withOperation(operation);
    }

    private void workIn(Row row, Duration time) {
        workAt(row, now() + time.toMillis() * 1_000);
    }

    private void workAt(Row row, long at) {
        byWork.remove(row);
        row.workAt = at;
        if (at != NEVER) {
            byWork.add(row);
        }
    }
}

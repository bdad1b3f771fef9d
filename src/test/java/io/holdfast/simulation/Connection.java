package io.holdfast.simulation;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.ChainHead;
import io.holdfast.dispute.model.ChainedEntry;
import io.holdfast.dispute.model.Change;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.dispute.model.NewsId;
import io.holdfast.dispute.model.OperationId;
import io.holdfast.dispute.model.Sealed;
import io.holdfast.dispute.model.StoryType;
import io.holdfast.dispute.model.TokenFingerprint;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.IdempotencyClaim;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** One replica's connection to the database: a transaction takes time, may not be carried out, or may be carried out without an answer. */
final class Connection implements DisputeStore {

    /** What a caller gets while the database is away. */
    static final class DatabaseAway extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DatabaseAway() {
            super("the database is away", null, false, false);
        }
    }

    private final Timeline timeline;
    private final Dice dice;
    private final World world;
    private final Database database;
    private final Replica replica;
    private final boolean promises;
    private final Consumer<Dispute> committed;
    private final boolean blind;

    /** @param promises a rule broken on purpose: a write is answered before it is committed */
    Connection(Timeline timeline, Dice dice, World world, Database database, Replica replica, boolean promises) {
        this(timeline, dice, world, database, replica, promises, before -> {}, false);
    }

    /**
     * @param committed gets each dispute that was changed over this connection, as it was before
     * @param blind a rule broken on purpose: no dispute is found
     */
    Connection(
            Timeline timeline,
            Dice dice,
            World world,
            Database database,
            Replica replica,
            boolean promises,
            Consumer<Dispute> committed,
            boolean blind) {
        this.committed = committed;
        this.blind = blind;
        this.timeline = timeline;
        this.dice = dice;
        this.world = world;
        this.database = database;
        this.replica = replica;
        this.promises = promises;
    }

    @Override
    public Uni<Intake> open(
            Dispute dispute,
            List<ChainedEntry> story,
            Duration leaseTime,
            byte[] tokenFingerprint,
            Optional<IdempotencyClaim> idempotency) {
        return promises && idempotency.isEmpty()
                ? promised(
                        () -> database.open(
                                dispute, story, leaseTime, database.isTraded(tokenFingerprint), idempotency),
                        new Intake.Stored())
                : transaction(
                        () -> database.isTraded(tokenFingerprint),
                        traded -> database.open(dispute, story, leaseTime, traded, idempotency));
    }

    @Override
    public Uni<Optional<Intake.KeyTaken>> openedWith(IdempotencyClaim claim) {
        return transaction(() -> database.openedWith(claim));
    }

    @Override
    public Uni<Optional<Sealed>> tradedFor(byte[] tokenFingerprint) {
        return transaction(() -> database.tradedFor(tokenFingerprint));
    }

    @Override
    public Uni<Boolean> changeTrade(byte[] tokenFingerprint, Optional<Sealed> before, Optional<Sealed> after) {
        return transaction(() -> database.changeTrade(tokenFingerprint, before, after));
    }

    @Override
    public Uni<Boolean> isBeingUsed(TokenFingerprint token, DisputeId except) {
        return transaction(() -> database.isBeingUsed(token, except));
    }

    @Override
    public Uni<Optional<Dispute>> find(DisputeId id) {
        return transaction(() -> blind ? Optional.empty() : database.find(id));
    }

    @Override
    public Uni<Optional<Dispute>> newestOfConversation(String conversationId, Optional<Set<String>> callCenters) {
        return transaction(() -> database.findNewestOfConversation(conversationId, callCenters));
    }

    @Override
    public Uni<Optional<Dispute>> findByAuthorization(String gateway, AuthorizationId id) {
        return transaction(() -> database.findByAuthorization(gateway, id));
    }

    @Override
    public Uni<Boolean> isAnothers(String gateway, AuthorizationId id, DisputeId except) {
        return transaction(() -> database.isAnothers(gateway, id, except));
    }

    @Override
    public Uni<List<DisputeId>> heldWithToken(TokenFingerprint token, Optional<DisputeId> after, int limit) {
        return transaction(() -> database.heldWithToken(token, after, limit));
    }

    @Override
    public Uni<Optional<Dispute>> findByOpenOperation(OperationId id) {
        return transaction(() -> database.findByOpenOperation(id));
    }

    @Override
    public Uni<Boolean> commit(Change change, Dispute after, List<ChainedEntry> story) {
        return transaction(() -> {
            boolean done = database.commit(change, after, story);
            if (done) {
                committed.accept(change.before());
            }
            return done;
        });
    }

    @Override
    public Uni<Boolean> isUsed(NewsId news) {
        return transaction(() -> database.isUsed(news));
    }

    @Override
    public Uni<Optional<DisputeId>> disputeOf(NewsId news) {
        return database.hasCome(news)
                ? transaction(() -> database.disputeOf(news))
                : Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<Boolean> hasCome(String gateway, List<String> events) {
        return events.isEmpty()
                ? Uni.createFrom().item(false)
                : transaction(() -> events.stream().anyMatch(event -> database.hasCome(new NewsId(gateway, event))));
    }

    @Override
    public Uni<Boolean> hasTold(DisputeId id, StoryType type, Map<String, String> facts) {
        return transaction(() -> database.hasTold(id, type, facts));
    }

    @Override
    public Uni<Optional<String>> lastTold(DisputeId id, StoryType type) {
        return transaction(() -> database.lastTold(id, type));
    }

    @Override
    public Uni<Boolean> hasBeen(DisputeId id, ChainHead head) {
        return transaction(() -> database.hasBeen(id, head));
    }

    @Override
    public Uni<List<Claimed>> claim(Wish wish) {
        return transaction(aMoment(), database::tradedTokens, traded -> database.claim(wish, traded));
    }

    @Override
    public Uni<Optional<Claimed>> claim(DisputeId id, UUID lease, Duration leaseTime) {
        return transaction(aMoment(), database::tradedTokens, traded -> database.claim(id, lease, leaseTime, traded));
    }

    @Override
    public Uni<Map<DisputeId, Long>> versions(Collection<DisputeId> ids) {
        return transaction(() -> {
            Map<DisputeId, Long> versions = new HashMap<>();
            ids.forEach(id -> database.find(id).ifPresent(it -> versions.put(id, it.version())));
            return versions;
        });
    }

    @Override
    public Uni<Integer> handBack(List<Dispute> notBegun, String why) {
        return transaction(() -> database.handBack(notBegun, why));
    }

    @Override
    public Uni<List<Backlog>> backlog() {
        return transaction(List::of);
    }

    <T> Uni<T> transaction(Supplier<T> work) {
        return transaction(0, () -> true, seen -> work.get());
    }

    /** @param snapshot what the transaction sees of others, some time before it is committed */
    private <S, T> Uni<T> transaction(Supplier<S> snapshot, Function<S, T> work) {
        return transaction(dice.chance(2_000) ? dice.between(100, 900_000) : aMoment(), snapshot, work);
    }

    /** As long as a statement takes that waits for nobody. */
    private long aMoment() {
        return dice.between(100, 20_000);
    }

    private <S, T> Uni<T> transaction(long takes, Supplier<S> snapshot, Function<S, T> work) {
        return Uni.createFrom().emitter(emitter -> {
            int born = replica.incarnation();
            Troubles troubles = world.troubles();
            boolean slow = dice.chance(troubles.storeSlow());
            long there = slow ? dice.between(500_000, 30_000_000) : dice.between(200, 1_500);
            long back = slow ? dice.between(500_000, 10_000_000) : dice.between(200, 1_500);
            boolean refused = dice.chance(troubles.storeRefuses());
            boolean unanswered = dice.chance(troubles.storeForgetsToAnswer());
            Consumer<S> commit = seen -> {
                Optional<T> result = refused ? Optional.empty() : Optional.of(work.apply(seen));
                timeline.afterMicros(
                        back + world.databaseLateMicros(),
                        () -> replica.deliver(born, () -> {
                            if (result.isEmpty() || unanswered) {
                                emitter.fail(new DatabaseAway());
                            } else {
                                emitter.complete(result.get());
                            }
                        }));
            };
            timeline.afterMicros(there, () -> {
                S seen = snapshot.get();
                if (takes == 0) {
                    commit.accept(seen);
                } else {
                    timeline.afterMicros(takes, () -> commit.accept(seen));
                }
            });
        });
    }

    Uni<Void> done(Runnable work) {
        return transaction(() -> {
                    work.run();
                    return true;
                })
                .replaceWithVoid();
    }

    private <T> Uni<T> promised(Supplier<T> work, T answer) {
        return Uni.createFrom().emitter(emitter -> {
            int born = replica.incarnation();
            timeline.afterMicros(dice.between(200, 60_000), work::get);
            timeline.afterMicros(500, () -> replica.deliver(born, () -> emitter.complete(answer)));
        });
    }
}

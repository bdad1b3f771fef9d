package io.holdfast.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Commits together what would otherwise wait for each other. While few statements are under way each is sent alone and at once; under load those that wait are sent
 * as one statement of many rows: one round trip, one flush of PostgreSQL's log, and one start of its executor instead of many.
 *
 * <p>What PostgreSQL refuses or takes back is rolled back whole, and sent again one by one, so that nobody fails for another's sake. What lost to somebody else's
 * transaction is sent again, and then sees what that one did: it finds no row of its version, as if the other one had been done before. After a
 * connection breaks, nobody knows whether the statement was committed; then all of it fails, as a statement alone would.
 */
final class GroupCommit {

    /** Of each statement: what is under way when another has to wait. */
    private static final int MOST_UNDER_WAY = 2;

    /**
     * Of each statement: more are refused at once. While a database is away callers come back and back, and what those who gave up have left here would fill
     * the memory.
     */
    private static final int MOST_WAITING = 1_000;

    private final Pool pool;
    private final int mostTogether;
    private final int mostWaiting;
    private final Map<GroupStatement, Line> lines = new ConcurrentHashMap<>();

    /** @param mostTogether bounds what one transaction locks, and what one failure makes anew */
    GroupCommit(Pool pool, int mostTogether) {
        this(pool, mostTogether, MOST_WAITING);
    }

    GroupCommit(Pool pool, int mostTogether, int mostWaiting) {
        this.pool = pool;
        this.mostTogether = mostTogether;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Runs a statement that changes one row. Fails at once, as if the database were away, when too many wait already.
     *
     * @param sql one of few; what waits with the same one can be committed together
     * @param locks names the row that others may wait for: of those with the same name one is under way at a time, so that somebody else's lock on that row holds
     *     up one statement and not all; all groups lock in this order, so that two of them never wait for each other
     * @param values the first is the id of the row
     * @return whether the row was changed
     */
    Uni<Boolean> run(GroupStatement sql, String locks, List<Object> values) {
        Line line = lines.computeIfAbsent(sql, Line::new);
        return Uni.createFrom().emitter(emitter -> line.enter(new Member(locks, values, emitter)));
    }

    private static final class Member {

        private final String locks;
        private final List<Object> values;
        private final UniEmitter<? super Boolean> emitter;
        private final Context context = Vertx.currentContext();

        Member(String locks, List<Object> values, UniEmitter<? super Boolean> emitter) {
            this.locks = locks;
            this.values = values;
            this.emitter = emitter;
        }

        /** Whoever waits goes on where it came from, not on the context of the one whose turn it was to send. */
        private void goOn(Runnable answer) {
            if (context == null || context == Vertx.currentContext()) {
                answer.run();
            } else {
                context.runOnContext(ignored -> answer.run());
            }
        }

        void succeed(boolean changed) {
            goOn(() -> emitter.complete(changed));
        }

        void fail(Throwable failure) {
            goOn(() -> emitter.fail(failure));
        }
    }

    /** The database does not keep up, or is away: {@link DatabaseOutage} knows it. It is an answer, not an accident: no stack trace is taken. */
    private static final class TooManyWait extends TimeoutException {

        private static final long serialVersionUID = 1L;

        TooManyWait() {
            super("too many statements wait for the database");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** Those who wait with the same statement. */
    private final class Line {

        private final GroupStatement sql;
        private final Queue<Member> waiting = new ArrayDeque<>();

        /** What those that are under way lock. */
        private final Set<String> locked = new HashSet<>();

        private int underWay;

        Line(GroupStatement sql) {
            this.sql = sql;
        }

        void enter(Member member) {
            boolean itsTurn;
            synchronized (this) {
                itsTurn = underWay < MOST_UNDER_WAY && locked.add(member.locks);
                if (itsTurn) {
                    underWay++;
                } else if (waiting.size() < mostWaiting) {
                    waiting.add(member);
                    return;
                }
            }
            if (itsTurn) {
                send(List.of(member));
            } else {
                member.fail(new TooManyWait());
            }
        }

        /** Goes on after those who have their answers. Whoever waits for what the other group locks is left, and has his turn when that one is answered. */
        private void next(List<Member> answered) {
            Map<String, Member> group = new TreeMap<>();
            synchronized (this) {
                answered.forEach(member -> locked.remove(member.locks));
                Iterator<Member> inLine = waiting.iterator();
                while (group.size() < mostTogether && inLine.hasNext()) {
                    Member member = inLine.next();
                    // a second change of the same row has its turn when the first is done: a statement of many rows
                    // would do one of the two, and not say which
                    if (locked.add(member.locks)) {
                        group.put(member.locks, member);
                        inLine.remove();
                    }
                }
                if (group.isEmpty()) {
                    underWay--;
                    return;
                }
            }
            send(List.copyOf(group.values()));
        }

        private void send(List<Member> group) {
            if (group.size() == 1) {
                alone(group.get(0)).subscribe().with(ignored -> next(group));
                return;
            }
            together(group)
                    .subscribe()
                    .with(
                            changed -> {
                                group.forEach(member -> member.succeed(changed.contains(member.values.get(0))));
                                next(group);
                            },
                            failure -> {
                                if (isRolledBack(failure)) {
                                    oneByOne(group);
                                } else {
                                    group.forEach(member -> member.fail(failure));
                                    next(group);
                                }
                            });
        }

        private Uni<Set<UUID>> together(List<Member> group) {
            return Uni.createFrom()
                    .item(() -> JsonRows.of(group.stream().map(it -> it.values).toList()))
                    .chain(rows -> pool.preparedQuery(sql.together()).execute(Tuple.of(rows)))
                    .map(GroupCommit::changed);
        }

        private void oneByOne(List<Member> group) {
            Uni.join()
                    .all(group.stream().map(this::alone).toList())
                    .andCollectFailures()
                    .subscribe()
                    .with(ignored -> next(group));
        }

        /** Never fails itself. */
        private Uni<Void> alone(Member member) {
            return Undone.again(pool.preparedQuery(sql.alone()).execute(Tuple.from(member.values)))
                    .map(GroupCommit::changed)
                    .invoke(changed -> member.succeed(!changed.isEmpty()))
                    .onFailure()
                    .invoke(member::fail)
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        }
    }

    /** For certain, and not because the database went away or is full. One of many may find the memory that all together did not. */
    private static boolean isRolledBack(Throwable failure) {
        return failure instanceof PgException refused
                && (Undone.is(failure)
                        || DatabaseOutage.OUT_OF_MEMORY.equals(refused.getSqlState())
                        || !DatabaseOutage.isBehind(failure));
    }

    /** The ids that a statement returned. */
    private static Set<UUID> changed(RowSet<Row> rows) {
        Set<UUID> changed = new HashSet<>();
        rows.forEach(row -> changed.add(row.getUUID(0)));
        return changed;
    }
}

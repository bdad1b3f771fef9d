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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * Commits together what would otherwise wait for each other. While few statements are under way each is sent alone and at once; under load those that wait are sent
 * as one batch, which PostgreSQL takes as one transaction: one round trip and one flush of its log instead of many.
 *
 * <p>What PostgreSQL refuses in a batch is rolled back whole, and sent again one by one, so that nobody fails for another's sake. After a connection breaks, nobody
 * knows whether the batch was committed; then all of it fails, as a statement alone would.
 */
final class GroupCommit {

    /** Of each statement: what is under way when another has to wait. */
    private static final int MOST_UNDER_WAY = 2;

    /** Bounds what one transaction locks, and what one failure makes anew. */
    private static final int MOST_TOGETHER = 32;

    /**
     * Of each statement: more are refused at once. While a database is away callers come back and back, and what those who gave up have left here would fill
     * the memory.
     */
    private static final int MOST_WAITING = 1_000;

    private final Pool pool;
    private final int mostWaiting;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    GroupCommit(Pool pool) {
        this(pool, MOST_WAITING);
    }

    GroupCommit(Pool pool, int mostWaiting) {
        this.pool = pool;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Runs a statement that changes one dispute. Fails at once, as if the database were away, when too many wait already.
     *
     * @param sql one of few texts; those of the same text can be committed together
     * @param locks names the row that others may wait for: all batches lock in this order, so that two of them never wait for each other
     */
    Uni<RowSet<Row>> run(String sql, String locks, Tuple parameters) {
        Line line = lines.computeIfAbsent(sql, Line::new);
        return Uni.createFrom().emitter(emitter -> line.enter(new Statement(locks, parameters, emitter)));
    }

    private static final class Statement {

        private final String locks;
        private final Tuple parameters;
        private final UniEmitter<? super RowSet<Row>> emitter;
        private final Context context = Vertx.currentContext();

        Statement(String locks, Tuple parameters, UniEmitter<? super RowSet<Row>> emitter) {
            this.locks = locks;
            this.parameters = parameters;
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

        void succeed(RowSet<Row> rows) {
            goOn(() -> emitter.complete(rows));
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

        private final String sql;
        private final Queue<Statement> waiting = new ArrayDeque<>();
        private int underWay;

        Line(String sql) {
            this.sql = sql;
        }

        void enter(Statement statement) {
            boolean itsTurn;
            synchronized (this) {
                itsTurn = underWay < MOST_UNDER_WAY;
                if (itsTurn) {
                    underWay++;
                } else if (waiting.size() < mostWaiting) {
                    waiting.add(statement);
                    return;
                }
            }
            if (itsTurn) {
                send(List.of(statement));
            } else {
                statement.fail(new TooManyWait());
            }
        }

        private void next() {
            List<Statement> batch = new ArrayList<>();
            synchronized (this) {
                while (batch.size() < MOST_TOGETHER && !waiting.isEmpty()) {
                    batch.add(waiting.poll());
                }
                if (batch.isEmpty()) {
                    underWay--;
                    return;
                }
            }
            batch.sort(Comparator.comparing(statement -> statement.locks));
            send(batch);
        }

        private void send(List<Statement> batch) {
            if (batch.size() == 1) {
                alone(batch.get(0)).subscribe().with(ignored -> next());
                return;
            }
            pool.preparedQuery(sql)
                    .executeBatch(batch.stream().map(it -> it.parameters).toList())
                    .subscribe()
                    .with(
                            rows -> {
                                RowSet<Row> answer = rows;
                                for (Statement statement : batch) {
                                    statement.succeed(answer);
                                    answer = answer.next();
                                }
                                next();
                            },
                            failure -> {
                                if (failure instanceof PgException && !DatabaseOutage.isBehind(failure)) {
                                    oneByOne(batch);
                                } else {
                                    batch.forEach(statement -> statement.fail(failure));
                                    next();
                                }
                            });
        }

        private void oneByOne(List<Statement> batch) {
            Uni.join()
                    .all(batch.stream().map(this::alone).toList())
                    .andCollectFailures()
                    .subscribe()
                    .with(ignored -> next());
        }

        /** Never fails itself. */
        private Uni<Void> alone(Statement statement) {
            return pool.preparedQuery(sql)
                    .execute(statement.parameters)
                    .invoke(statement::succeed)
                    .onFailure()
                    .invoke(statement::fail)
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        }
    }
}

package io.holdfast.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many statements wait for a connection: while a database hangs, and callers come back and back, they would fill the memory. Bounds how long a connection is
 * believed in that has fallen silent. And lets connections keep our longest statements prepared.
 */
@Singleton
public class BoundedPool implements PgPoolCreator {

    /**
     * In characters. The driver keeps no statement prepared that is longer than 2048 ({@code SqlConnectOptions}); PostgreSQL then reads and plans it anew for each
     * dispute, which costs more than the dispute. There are few statements, so all may be kept.
     */
    private static final int LONGEST_STATEMENT = 16_384;

    /** Callers give up after one; what is still to come after three comes from nowhere. */
    private static final int SILENCE_IN_TIMEOUTS = 3;

    /** The pool's own; it is what a timeout of 2 seconds and more gets. */
    private static final int LONGEST_CLEANER_PERIOD_MS = 1_000;

    private final DatabaseSettings settings;

    public BoundedPool(DatabaseSettings settings) {
        this.settings = settings;
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(this::bound);
        return PgBuilder.pool()
                .with(bound(input.poolOptions()))
                .connectingTo(new WritableServer(input.vertx(), input.pgConnectOptionsList()))
                .using(input.vertx())
                .withConnectHandler(connection -> {
                    SilenceHandler.listenTo(connection);
                    connection.close();
                })
                .build();
    }

    /**
     * A network that swallows packets, or a machine that is gone, closes nothing: a statement would be waited for without end, and with it all that comes after it. {@link
     * SilenceHandler} closes it; what became of the statement nobody knows then, as after any break of a connection.
     */
    private void bound(PgConnectOptions options) {
        options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
        options.setConnectTimeout(timeoutMillis());
        options.setReadIdleTimeout(Math.multiplyExact(timeoutMillis(), SILENCE_IN_TIMEOUTS))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /**
     * The silence of a connection that nobody uses counts too, so a statement that is sent at its end would be cut off though the database is well. The pool, which knows
     * that a connection is not used, closes it long before: any statement has more than a timeout left.
     */
    private PoolOptions bound(PoolOptions options) {
        int sooner = options.getIdleTimeout() == 0
                ? timeoutMillis()
                : Math.toIntExact(
                        Math.min(timeoutMillis(), options.getIdleTimeoutUnit().toMillis(options.getIdleTimeout())));
        return options.setMaxWaitQueueSize(settings.maxWaiting())
                .setIdleTimeout(sooner)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setPoolCleanerPeriod(Math.min(LONGEST_CLEANER_PERIOD_MS, Math.max(1, timeoutMillis() / 2)));
    }

    private int timeoutMillis() {
        return Math.toIntExact(Math.max(1, settings.timeout().toMillis()));
    }
}

package io.holdfast.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
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

    private final DatabaseSettings settings;

    public BoundedPool(DatabaseSettings settings) {
        this.settings = settings;
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(this::bound);
        return PgBuilder.pool()
                .with(input.poolOptions().setMaxWaitQueueSize(settings.maxWaiting()))
                .connectingTo(new WritableServer(input.vertx(), input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }

    /**
     * A network that swallows packets, or a machine that is gone, closes nothing: a statement would be waited for without end, and with it all that comes after it. What
     * became of it nobody knows then, as after any break of a connection. One that is not used for so long is closed too, and another is opened when it is needed.
     */
    private void bound(PgConnectOptions options) {
        options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
        int timeout = Math.toIntExact(Math.max(1, settings.timeout().toMillis()));
        options.setConnectTimeout(timeout);
        options.setReadIdleTimeout(Math.multiplyExact(timeout, SILENCE_IN_TIMEOUTS))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}

package io.holdfast.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Bounds how many statements wait for a connection: while a database hangs, and callers come back and back, they would fill the memory. And lets connections keep
 * our longest statements prepared.
 */
@Singleton
public class BoundedPool implements PgPoolCreator {

    /**
     * In characters. The driver keeps no statement prepared that is longer than 2048 ({@code SqlConnectOptions}); PostgreSQL then reads and plans it anew for each
     * dispute, which costs more than the dispute. There are few statements, so all may be kept.
     */
    private static final int LONGEST_STATEMENT = 16_384;

    private final DatabaseSettings settings;

    public BoundedPool(DatabaseSettings settings) {
        this.settings = settings;
    }

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(options -> options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT));
        return PgBuilder.pool()
                .with(input.poolOptions().setMaxWaitQueueSize(settings.maxWaiting()))
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}

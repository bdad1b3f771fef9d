package io.holdfast.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which of several addresses the next connection is made to: the first, from the one that was good last, behind which a server answers that takes writes. The driver itself
 * would go round them, a standby included. To find out costs a connection of its own; of one address nothing is asked.
 */
final class WritableServer implements Supplier<Future<SqlConnectOptions>> {

    /** What a standby, or a server that was made read-only, says of a session (PostgreSQL's documentation, 20.11.1). */
    private static final String IS_READ_ONLY = "SHOW transaction_read_only";

    private final Vertx vertx;
    private final List<PgConnectOptions> servers;
    private volatile int last;

    WritableServer(Vertx vertx, List<PgConnectOptions> servers) {
        this.vertx = vertx;
        this.servers = List.copyOf(servers);
    }

    @Override
    public Future<SqlConnectOptions> get() {
        return servers.size() == 1 ? Future.succeededFuture(servers.get(0)) : first(last, 0);
    }

    private Future<SqlConnectOptions> first(int from, int tried) {
        int server = (from + tried) % servers.size();
        return isWritable(servers.get(server)).transform(looked -> {
            if (looked.succeeded() && looked.result()) {
                last = server;
                return Future.succeededFuture(servers.get(server));
            }
            if (tried + 1 < servers.size()) {
                return first(from, tried + 1);
            }
            return Future.failedFuture(
                    looked.failed()
                            ? looked.cause()
                            : new VertxException(
                                    "none of the database's addresses has a server that takes writes", true));
        });
    }

    private Future<Boolean> isWritable(PgConnectOptions server) {
        return PgConnection.connect(vertx, server)
                .compose(connection -> connection
                        .query(IS_READ_ONLY)
                        .execute()
                        .map(rows -> rows.iterator().next().getString(0).equals("off"))
                        .eventually(() -> connection.close()));
    }
}

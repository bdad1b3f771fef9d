package io.holdfast.testing;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Connections to the test's database as an operator may have set it up, who limits statements or isolates transactions more than PostgreSQL does by itself. */
public final class StrictPool {

    private StrictPool() {}

    /** @param setting of PostgreSQL, for example {@code lock_timeout} */
    public static Pool with(Vertx vertx, String setting, String value) {
        Config config = ConfigProvider.getConfig();
        PgConnectOptions options = PgConnectOptions.fromUri(
                        config.getValue("quarkus.datasource.reactive.url", String.class))
                .setUser(config.getValue("quarkus.datasource.username", String.class))
                .setPassword(config.getValue("quarkus.datasource.password", String.class))
                .addProperty(setting, value);
        return Pool.newInstance(PgBuilder.pool()
                .using(vertx)
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(4))
                .build());
    }
}

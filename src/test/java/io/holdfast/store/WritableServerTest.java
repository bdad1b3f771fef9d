package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class WritableServerTest {

    private static final int SECONDS = 20;

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password", defaultValue = "")
    String password;

    /** What a standby would be: it answers, and takes no writes. */
    @BeforeEach
    void makeReader() {
        run("CREATE ROLE only_reads LOGIN PASSWORD 'reads'");
        run("ALTER ROLE only_reads SET default_transaction_read_only = on");
    }

    @AfterEach
    void dropReader() {
        run("DROP ROLE only_reads");
    }

    @Test
    void theFirstThatTakesWritesIsConnectedToAndKept() throws Exception {
        // given
        WritableServer servers = new WritableServer(vertx, List.of(refusing(), reader(), writer(), reader()));

        // when
        SqlConnectOptions first = get(servers);
        SqlConnectOptions again = get(servers);

        // then
        assertThat(List.of(first, again)).extracting(SqlConnectOptions::getUser).containsOnly(user);
    }

    @Test
    void whereNoneTakesWritesTheDatabaseIsAway() {
        // given
        WritableServer servers = new WritableServer(vertx, List.of(reader(), reader()));

        // then
        assertThatThrownBy(() -> get(servers))
                .isInstanceOf(ExecutionException.class)
                .matches(failure -> DatabaseOutage.isBehind(failure.getCause()))
                .hasMessageContaining("takes writes");
    }

    private static SqlConnectOptions get(WritableServer servers) throws Exception {
        return servers.get().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    private PgConnectOptions writer() {
        return PgConnectOptions.fromUri(url).setUser(user).setPassword(password);
    }

    private PgConnectOptions reader() {
        return PgConnectOptions.fromUri(url).setUser("only_reads").setPassword("reads");
    }

    private PgConnectOptions refusing() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0)) {
            return writer().setPort(nobody.getLocalPort());
        }
    }

    private void run(String sql) {
        pool.query(sql).executeAndAwait();
    }
}

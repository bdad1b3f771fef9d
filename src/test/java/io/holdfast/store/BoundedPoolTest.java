package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class BoundedPoolTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration TIMEOUT = Duration.ofMillis(600);

    private static final String NAME = "bounded-pool-test";

    @Inject
    Vertx vertx;

    @Inject
    Pool another;

    private Pool pool;

    @BeforeEach
    void connect() {
        pool = Pool.newInstance(new BoundedPool(settings()).create(input()));
    }

    @AfterEach
    void close() {
        pool.close().await().atMost(LONGEST);
    }

    @Test
    void aConnectionThatNobodyUsesIsClosedByThePoolBeforeItsSilenceWouldBe() throws InterruptedException {
        // given
        ask(pool, "SELECT 1");
        assertThat(open()).isEqualTo(1);

        // when
        Thread.sleep(TIMEOUT.multipliedBy(9).dividedBy(4).toMillis());

        // then
        assertThat(open()).isZero();
    }

    @Test
    void aStatementThatIsNotAnsweredForThreeTimeoutsIsGivenUpAndCancelled() {
        // given
        String name = NAME + "-" + UUID.randomUUID();
        CompletableFuture<?> asked =
                pool.query("SELECT pg_sleep(60) AS \"" + name + "\"").execute().subscribeAsCompletionStage();

        // when, then
        assertThat(asked)
                .failsWithin(TIMEOUT.multipliedBy(10))
                .withThrowableOfType(ExecutionException.class)
                .satisfies(failure ->
                        assertThat(DatabaseOutage.isBehind(failure.getCause())).isTrue());
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ask(
                                another,
                                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
                                        + " AND query LIKE '%" + name + "%'")
                        == 0);
        assertThat(ask(pool, "SELECT 7")).isEqualTo(7);
    }

    private long open() {
        return ask(another, "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + NAME + "'");
    }

    private static long ask(Pool pool, String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .atMost(LONGEST)
                .iterator()
                .next()
                .getLong(0);
    }

    private static DatabaseSettings settings() {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(DatabaseSettings.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("holdfast.database.timeout", TIMEOUT.toString()), "test", ConfigSource.DEFAULT_ORDINAL))
                .build()
                .getConfigMapping(DatabaseSettings.class);
    }

    private PgPoolCreator.Input input() {
        PgConnectOptions server = PgConnectOptions.fromUri(setting("reactive.url"))
                .setUser(setting("username"))
                .setPassword(setting("password"))
                .addProperty("application_name", NAME);
        return new PgPoolCreator.Input() {
            @Override
            public Vertx vertx() {
                return vertx;
            }

            @Override
            public PoolOptions poolOptions() {
                return new PoolOptions();
            }

            @Override
            public List<PgConnectOptions> pgConnectOptionsList() {
                return List.of(server);
            }
        };
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue("quarkus.datasource." + name, String.class);
    }
}

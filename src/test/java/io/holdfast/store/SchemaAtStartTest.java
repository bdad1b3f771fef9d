package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.settings.BadSetting;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class SchemaAtStartTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Inject
    Instance<Flyway> flyway;

    @Inject
    DatabaseSettings settings;

    @Inject
    Vertx vertx;

    @Inject
    Pool pool;

    @Test
    void anAddressOfAnotherDatabaseThanTheOneThatMigrationsWentToIsRefused() {
        // given
        Pool elsewhere = pool(options(PostgresResource.ownDatabase("never_migrated")));

        // when, then
        assertThatThrownBy(() -> new SchemaAtStart(flyway, elsewhere, settings))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("quarkus.datasource.reactive.url")
                .hasMessageContaining("both are addresses of one database");
        elsewhere.close().await().atMost(LONGEST);
    }

    @Test
    void anAddressOfADatabaseThatIsNotThereIsRefused() {
        // given
        PgConnectOptions options = options(PostgresResource.ownDatabase("never_migrated"));
        Pool nowhere = pool(options.setDatabase("never_created"));

        // when, then
        assertThatThrownBy(() -> new SchemaAtStart(flyway, nowhere, settings))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("quarkus.datasource.reactive.url")
                .hasMessageContaining("the database says: ");
        nowhere.close().await().atMost(LONGEST);
    }

    private static PgConnectOptions options(Map<String, String> database) {
        return PgConnectOptions.fromUri(database.get("quarkus.datasource.reactive.url"))
                .setUser(database.get("quarkus.datasource.username"))
                .setPassword(database.get("quarkus.datasource.password"));
    }

    private Pool pool(PgConnectOptions options) {
        return Pool.newInstance(
                PgBuilder.pool().using(vertx).connectingTo(options).build());
    }

    @Test
    void aDatabaseThatTakesTheConnectionAndFallsSilentIsAwayWhenTheTimeOfTheStartIsOver() throws Exception {
        // given
        CountDownLatch never = new CountDownLatch(1);
        DataSource silent = of(DataSource.class, (method, args) -> {
            never.await();
            throw new SQLException("too late");
        });
        Flyway stuck = Flyway.configure()
                .configuration(flyway.get().getConfiguration())
                .dataSource(silent)
                .load();
        DatabaseSettings hurried = of(DatabaseSettings.class, (method, args) -> switch (method.getName()) {
            case "startTimeout", "timeout" -> Duration.ofMillis(300);
            default -> method.invoke(settings, args);
        });

        // when, then
        assertThatThrownBy(() -> new SchemaAtStart(of(Instance.class, (method, args) -> stuck), pool, hurried))
                .isInstanceOf(DatabaseAway.class)
                .hasMessageContaining("quarkus.datasource.")
                .hasMessageContaining("does not answer");
        never.countDown();
    }

    private interface Answer {
        Object to(Method method, Object[] args) throws Throwable;
    }

    @SuppressWarnings("unchecked")
    private static <T> T of(Class<? super T> type, Answer answer) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> answer.to(method, args));
    }
}

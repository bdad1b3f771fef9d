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
import java.time.Duration;
import java.util.Map;
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

    @Test
    void anAddressOfAnotherDatabaseThanTheOneThatMigrationsWentToIsRefused() {
        // given
        Map<String, String> other = PostgresResource.ownDatabase("never_migrated");
        Pool pool = Pool.newInstance(PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(other.get("quarkus.datasource.reactive.url"))
                        .setUser(other.get("quarkus.datasource.username"))
                        .setPassword(other.get("quarkus.datasource.password")))
                .build());

        // when, then
        assertThatThrownBy(() -> new SchemaAtStart(flyway, pool, settings))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("quarkus.datasource.reactive.url")
                .hasMessageContaining("both are addresses of one database");
        pool.close().await().atMost(LONGEST);
    }
}

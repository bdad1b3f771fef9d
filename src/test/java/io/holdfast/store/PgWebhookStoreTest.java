package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.gateway.GatewayEvent;
import io.holdfast.testing.InstallationResource;
import io.holdfast.testing.PostgresResource;
import io.holdfast.testing.StrictPool;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(InstallationResource.class)
class PgWebhookStoreTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    private final String gateway = "test-" + UUID.randomUUID();

    @Test
    void newsThatComesTwiceInOneMomentIsKeptOnceHoweverTransactionsAreIsolated() {
        // given
        Pool strict = StrictPool.with(vertx, "default_transaction_isolation", "repeatable read");
        WebhookStore store = new PgWebhookStore(strict, json, clock);
        SqlConnection other = pool.getConnection().await().atMost(LONGEST);
        Transaction holding = other.begin().await().atMost(LONGEST);
        other.preparedQuery("INSERT INTO webhook_event (gateway, event_id, type, received_at)"
                        + " VALUES ($1, 'evt_1', 'authorization.updated', clock_timestamp())")
                .execute(Tuple.of(gateway))
                .await()
                .atMost(LONGEST);

        // when
        CompletableFuture<List<GatewayEvent>> kept = store.keep(
                        gateway, List.of(event("evt_1"), event("evt_2")), LONGEST)
                .subscribeAsCompletionStage();
        Awaitility.await().atMost(LONGEST).until(this::somebodyWaitsForALock);
        holding.commit().await().atMost(LONGEST);

        // then
        assertThat(kept.join()).containsExactly(event("evt_2"));
        other.close().await().atMost(LONGEST);
        strict.close().await().atMost(LONGEST);
    }

    private boolean somebodyWaitsForALock() {
        return pool.query(
                                "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                        .execute()
                        .await()
                        .atMost(LONGEST)
                        .size()
                == 1;
    }

    private static GatewayEvent event(String id) {
        return new GatewayEvent(id, "authorization.updated", Optional.empty(), Optional.empty(), Optional.empty());
    }
}

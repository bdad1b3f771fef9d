package io.holdfast.store.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OverviewPagesTest {

    @Inject
    Pool database;

    @Inject
    OverviewPages pages;

    @Test
    void aChargeThatWasTakenBackIsNoEndAndWhatCameOfTheDisputeAfterItIs() {
        // given
        Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS);
        String gateway = "gateway-" + UUID.randomUUID();
        tell(gateway, "hold.placed", "hold.charged", "charge.failed", "charge.failed", "hold.charged");
        tell(gateway, "hold.placed", "hold.charged", "charge.failed", "hold.released");
        tell(gateway, "hold.placed", "charge.failed");

        // when
        Flow flow = pages
                .figures(from, Instant.now().plusSeconds(60), Duration.ofDays(1), List.of())
                .await()
                .indefinitely()
                .flows()
                .stream()
                .filter(of -> of.gateway().equals(gateway))
                .findAny()
                .orElseThrow();

        // then
        assertThat(flow.placed()).isEqualTo(3);
        assertThat(flow.charged()).isEqualTo(1);
        assertThat(flow.released()).isEqualTo(1);
        assertThat(flow.heldIn().subtract(flow.heldOut())).isEqualByComparingTo(BigDecimal.TEN);
    }

    /** A dispute of 10.00 with such a story, of a moment ago. */
    private void tell(String gateway, String... story) {
        UUID id = UUID.randomUUID();
        database.preparedQuery("""
                        INSERT INTO dispute (dispute_id, version, status, customer_account_id, hold_amount, currency, gateway, payment_token,
                            reason_code, call_center_id, opened_by, authorization_id, hold_expires_at, event_sequence, event_hash, created_at, updated_at)
                        VALUES ($1, 1, 'RELEASED', 'TOLD', 10, 'USD', $2, ''::bytea, 'TOLD', 'CC-001', 'test', 'auth', now(), 1, ''::bytea, now(), now())
                        """).executeAndAwait(Tuple.of(id, gateway));
        for (int i = 0; i < story.length; i++) {
            database.preparedQuery("INSERT INTO dispute_event (dispute_id, sequence, type, at, actor, detail, hash)"
                            + " VALUES ($1, $2, $3, now(), 'test', '{}', ''::bytea)")
                    .executeAndAwait(Tuple.of(id, i + 1, story[i]));
        }
    }
}

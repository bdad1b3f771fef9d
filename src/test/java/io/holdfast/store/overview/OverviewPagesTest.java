package io.holdfast.store.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OverviewPagesTest {

    @Inject
    Pool database;

    @Inject
    OverviewPages pages;

    private final Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private final String gateway = "gateway-" + UUID.randomUUID();
    private final String center = "center-" + UUID.randomUUID();

    @Test
    void aChargeThatWasTakenBackIsNoEndAndWhatCameOfTheDisputeAfterItIs() {
        // given
        Told told = new Told(database, gateway, Instant.now());
        told.of("CC-001", "hold.placed", "hold.charged", "charge.failed", "charge.failed", "hold.charged");
        told.of("CC-001", "hold.placed", "hold.charged", "charge.failed", "hold.released");
        told.of(center, "hold.placed", "charge.failed");

        // when
        Flow all = flows(Optional.empty()).get(0);

        // then
        assertThat(all.placed()).isEqualTo(3);
        assertThat(all.charged()).isEqualTo(1);
        assertThat(all.released()).isEqualTo(1);
        assertThat(all.heldIn().subtract(all.heldOut())).isEqualByComparingTo(BigDecimal.TEN);
    }

    @Test
    void whatIsOfAnotherCallCentreIsInNoFigureOfOne() {
        // given
        Told told = new Told(database, gateway, Instant.now());
        told.of(center, "dispute.opened", "hold.placed", "hold.charged", "charge.failed");
        told.of(center + "-other", "dispute.opened", "hold.placed", "hold.charged", "charge.failed", "hold.charged");
        told.live(center, "10", "GATEWAY_UNREACHABLE");
        told.live(center + "-other", "700", "GATEWAY_UNREACHABLE");

        // when
        List<Flow> flows = flows(Optional.of(Set.of(center)));
        List<HeldNow> held = figures(Optional.of(Set.of(center))).heldNow();
        int attention = pages.attention(Optional.of(Set.of(center))).await().indefinitely();

        // then
        assertThat(flows).hasSize(1);
        assertThat(flows.get(0).opened()).isEqualTo(1);
        assertThat(flows.get(0).charged()).isZero();
        assertThat(flows.get(0).heldIn().subtract(flows.get(0).heldOut())).isEqualByComparingTo(BigDecimal.TEN);
        assertThat(held).hasSize(1);
        assertThat(held.get(0).holds()).isEqualTo(1);
        assertThat(held.get(0).amount()).isEqualByComparingTo(BigDecimal.TEN);
        assertThat(attention).isEqualTo(1);
    }

    @Test
    void severalCallCentresAreAddedUpAndNoneIsNothing() {
        // given
        Told told = new Told(database, gateway, Instant.now());
        told.of(center, "dispute.opened");
        told.of(center + "-other", "dispute.opened");
        told.live(center, "10", null);
        told.live(center + "-other", "700", null);

        // when
        Figures both = figures(Optional.of(Set.of(center, center + "-other")));
        Figures none = figures(Optional.of(Set.of()));

        // then
        assertThat(both.flows()).extracting(Flow::opened).containsExactly(2L);
        assertThat(both.heldNow()).extracting(HeldNow::holds).containsExactly(2L);
        assertThat(none.flows()).isEmpty();
        assertThat(none.heldNow()).isEmpty();
        assertThat(pages.attention(Optional.of(Set.of())).await().indefinitely())
                .isZero();
    }

    private List<Flow> flows(Optional<Set<String>> callCenters) {
        return figures(callCenters).flows().stream()
                .filter(of -> of.gateway().equals(gateway))
                .toList();
    }

    private Figures figures(Optional<Set<String>> callCenters) {
        return pages.figures(callCenters, from, Instant.now().plusSeconds(60), Duration.ofDays(1), List.of())
                .await()
                .indefinitely();
    }
}

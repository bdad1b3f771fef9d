package io.holdfast.gateway.stripe;

import io.holdfast.dispute.model.DisputeId;
import io.holdfast.gateway.GatewayOutcome;
import io.holdfast.gateway.RefreshedToken;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Raises it when a card ends before its dispute has to be settled: a hold on it could not be renewed until then. */
final class EndingCards {

    private static final Logger LOG = Logger.getLogger(EndingCards.class);

    private final Duration longestHold;
    private final Clock clock;
    private final Counter ending;

    /** @param longestHold how long a dispute may be held */
    EndingCards(Duration longestHold, Clock clock, MeterRegistry metrics) {
        this.longestHold = longestHold;
        this.clock = clock;
        this.ending = Counter.builder("holdfast.gateway.cards.ending")
                .description("Refreshed cards that end before their dispute has to be settled")
                .tag("gateway", StripeGateway.NAME)
                .register(metrics);
    }

    void note(DisputeId dispute, GatewayOutcome<RefreshedToken> outcome) {
        Optional<Instant> end = outcome instanceof GatewayOutcome.Approved<RefreshedToken> it
                ? it.answer().expiresAt()
                : Optional.empty();
        if (end.filter(it -> it.isBefore(clock.instant().plus(longestHold))).isPresent()) {
            ending.increment();
            LOG.warnf("dispute %s: its card ends before the dispute has to be settled", dispute);
        }
    }
}

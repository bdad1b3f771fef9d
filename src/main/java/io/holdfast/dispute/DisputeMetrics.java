package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.Gateways;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Counts what becomes of disputes, and says in the log what a person should know. */
@Singleton
class DisputeMetrics {

    private static final Logger LOG = Logger.getLogger("io.holdfast.dispute.story");

    private final MeterRegistry registry;

    /** A count that begins at one looks to an alert like one that never moved: they are there from the start. */
    DisputeMetrics(MeterRegistry registry, Gateways gateways) {
        this.registry = registry;
        for (String gateway : gateways.on()) {
            for (Attention attention : Attention.values()) {
                raised(attention, gateway);
            }
        }
    }

    private Counter raised(Attention attention, String gateway) {
        return registry.counter("holdfast.attention", "attention", attention.name(), "gateway", gateway);
    }

    void changed(Optional<Dispute> before, Dispute after) {
        String gateway = after.terms().gateway();
        if (before.map(Dispute::status).filter(after.status()::equals).isEmpty()) {
            registry.counter("holdfast.disputes", "status", after.status().name(), "gateway", gateway)
                    .increment();
            LOG.infof("dispute %s is %s", after.id(), after.status());
            if (after.status() == Status.HELD && before.isPresent()) {
                registry.timer("holdfast.hold.placing", "gateway", gateway)
                        .record(Duration.between(after.createdAt(), after.updatedAt()));
            }
        }
        Optional<Attention> attention = after.attention();
        if (attention.isPresent() && !attention.equals(before.flatMap(Dispute::attention))) {
            raised(attention.get(), gateway).increment();
            LOG.warnf("dispute %s needs attention: %s", after.id(), attention.get());
        }
    }
}

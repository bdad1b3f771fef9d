package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Status;
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

    DisputeMetrics(MeterRegistry registry) {
        this.registry = registry;
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
            registry.counter("holdfast.attention", "attention", attention.get().name(), "gateway", gateway)
                    .increment();
            LOG.warnf("dispute %s needs attention: %s", after.id(), attention.get());
        }
    }
}

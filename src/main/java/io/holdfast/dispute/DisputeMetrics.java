package io.holdfast.dispute;

import io.holdfast.dispute.model.Attention;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.Status;
import io.holdfast.gateway.Gateways;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/** Counts what becomes of disputes, and says in the log what a person should know. */
@Singleton
public class DisputeMetrics {

    private static final Logger LOG = Logger.getLogger("io.holdfast.dispute.story");

    /** That money is not where the record has it. */
    private static final Set<Attention> DIFFERENCES =
            Set.of(Attention.UNEXPECTED_CAPTURE, Attention.GATEWAY_MISMATCH, Attention.CAPTURE_FAILED);

    /**
     * What took longer waited for an outage to end or for the card's owner, or a replica's clock was set by days meanwhile: one such would stand for thousands in the mean,
     * and tells nothing of how fast the gateway and its line are. How long the oldest waits is a metric of its own.
     */
    private static final Duration LONGEST_PLACING = Duration.ofDays(1);

    private final MeterRegistry registry;

    /** To look one up at the registry takes longer than to count with it. There are few gateways, and those no longer on may still have disputes. */
    private final Map<Became, Counter> became = new ConcurrentHashMap<>();

    private final Map<String, Timer> placing = new ConcurrentHashMap<>();

    private final LongAdder differences = new LongAdder();

    private record Became(Status status, String gateway) {}

    /** A count that begins at one looks to an alert like one that never moved: they are there from the start. */
    DisputeMetrics(MeterRegistry registry, Gateways gateways) {
        this.registry = registry;
        for (String gateway : gateways.on()) {
            for (Attention attention : Attention.values()) {
                raised(attention, gateway);
            }
            for (Status status : Status.values()) {
                became(status, gateway);
            }
            placing(gateway);
        }
    }

    private Counter raised(Attention attention, String gateway) {
        return registry.counter("holdfast.attention", "attention", attention.name(), "gateway", gateway);
    }

    private Counter became(Status status, String gateway) {
        return became.computeIfAbsent(
                new Became(status, gateway),
                it -> registry.counter(
                        "holdfast.disputes", "status", it.status().name(), "gateway", it.gateway()));
    }

    private Timer placing(String gateway) {
        return placing.computeIfAbsent(gateway, it -> registry.timer("holdfast.hold.placing", "gateway", it));
    }

    /** Both ends are of the hosts' clocks, which may have been set in between. */
    private void placed(String gateway, Duration took) {
        if (!took.isNegative() && took.compareTo(LONGEST_PLACING) <= 0) {
            placing(gateway).record(took);
        }
    }

    /** How often, since this process began, a dispute's money turned out not to be where the record has it. */
    public long differences() {
        return differences.sum();
    }

    void changed(Optional<Dispute> before, Dispute after) {
        String gateway = after.terms().gateway();
        if (before.map(Dispute::status).filter(after.status()::equals).isEmpty()) {
            became(after.status(), gateway).increment();
            LOG.infof("dispute %s is %s", after.id(), after.status());
            if (after.status() == Status.HELD && before.isPresent()) {
                placed(gateway, Duration.between(after.createdAt(), after.updatedAt()));
            }
        }
        for (Attention attention : after.attentions()) {
            if (before.filter(it -> it.attentions().contains(attention)).isEmpty()) {
                raised(attention, gateway).increment();
                if (DIFFERENCES.contains(attention)) {
                    differences.increment();
                }
                LOG.warnf("dispute %s needs attention: %s", after.id(), attention);
            }
        }
        if (after.attentions().isEmpty()) {
            before.flatMap(Dispute::attention)
                    .ifPresent(ended -> LOG.infof("dispute %s needs no attention any more: %s", after.id(), ended));
        }
    }
}

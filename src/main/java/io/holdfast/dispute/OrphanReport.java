package io.holdfast.dispute;

import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.ReconciliationStore.Run;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Says in the log and by a metric what a reconciliation finds: an orphan has nobody else who would speak of it. */
@Singleton
public class OrphanReport implements Reconcile.Witness {

    private static final Logger LOG = Logger.getLogger(OrphanReport.class);

    private final MeterRegistry registry;

    OrphanReport(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void reached(Run run) {
        LOG.debugf("reconciliation of gateway %s: %s, %s", run.gateway(), run.phase(), run.counts());
    }

    @Override
    public void orphan(String gateway, AuthorizationId id, DisputeId dispute, boolean known) {
        registry.counter("holdfast.orphaned.holds", "gateway", gateway, "dispute", known ? "known" : "unknown")
                .increment();
        LOG.warnf(
                "orphaned hold %s at gateway %s: %s",
                id.value(),
                gateway,
                known ? "dispute " + dispute + " does not stand on it" : "nobody knows dispute " + dispute);
    }

    /** What a run came to, in a line. */
    public static String summary(Run run) {
        var counts = run.counts();
        return List.of(
                        counts.listed() + " live at the gateway",
                        counts.matched() + " match",
                        counts.strangers() + " not Holdfast's",
                        counts.moving() + " in motion, left alone",
                        counts.orphaned() + " orphaned",
                        counts.asked() + " disputes asked about",
                        counts.returned() + " unknown orphans given back")
                .stream()
                .collect(Collectors.joining(", ", "gateway " + run.gateway() + ": ", ""));
    }
}

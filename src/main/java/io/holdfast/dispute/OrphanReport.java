package io.holdfast.dispute;

import io.holdfast.audit.Counted;
import io.holdfast.dispute.model.AuthorizationId;
import io.holdfast.dispute.model.Dispute;
import io.holdfast.dispute.model.DisputeId;
import io.holdfast.store.ReconciliationStore.Run;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Says in the log and by a metric what a reconciliation finds, or what comes of a call for a dispute that is not in the database any more: an orphan has nobody else who
 * would speak of it.
 */
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
        counter(gateway, known).increment();
        LOG.warnf(
                "orphaned hold %s at gateway %s: %s",
                id.value(),
                gateway,
                known ? "dispute " + dispute + " does not stand on it" : "nobody knows dispute " + dispute);
    }

    @Override
    public void lost(String gateway, AuthorizationId hold, DisputeId dispute) {
        LOG.warnf(
                "dispute %s is HELD, and its hold %s is not on the list of gateway %s, which, asked, does not say what became of it",
                dispute, hold.value(), gateway);
    }

    @Override
    public void unreadable(String gateway, String named) {
        LOG.warnf("on the list of gateway %s is what cannot be read, and may be a hold: %s", gateway, named);
    }

    /**
     * The database has no row of a dispute that this replica works on, as if it had taken over from another and been behind.
     *
     * @param dispute as it would have been recorded; the gateway may hold or have taken money for it
     */
    void forgotten(Dispute dispute) {
        String gateway = dispute.terms().gateway();
        counter(gateway, false).increment();
        LOG.errorf(
                "orphaned hold %s at gateway %s: dispute %s is not in the database any more, and would be %s now;"
                        + " see docs/operating.md#a-database-that-was-behind",
                authorizations(dispute), gateway, dispute.id(), dispute.status());
    }

    private static String authorizations(Dispute dispute) {
        String ids = Stream.concat(dispute.state().authorizationId().stream(), dispute.surplus().stream())
                .map(AuthorizationId::value)
                .distinct()
                .collect(Collectors.joining(", "));
        return ids.isEmpty() ? "(its id is not known)" : ids;
    }

    private Counter counter(String gateway, boolean known) {
        return registry.counter("holdfast.orphaned.holds", "gateway", gateway, "dispute", known ? "known" : "unknown");
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
                        Counted.of(counts.asked(), "dispute") + " asked about",
                        Counted.of(counts.returned(), "unknown orphan") + " given back")
                .stream()
                .collect(Collectors.joining(", ", "gateway " + run.gateway() + ": ", ""));
    }
}

package io.holdfast.schedule;

import io.holdfast.dispute.OrphanReport;
import io.holdfast.dispute.Reconcile;
import io.holdfast.dispute.ReconcileSettings;
import io.holdfast.settings.BadSetting;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Compares the gateways' books with the record from time to time. When the last time was, the database knows: restarts do not put it off. */
@ApplicationScoped
class RegularReconciliation {

    private static final Logger LOG = Logger.getLogger(RegularReconciliation.class);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** How often to look whether it is time, and whether one was left unfinished. */
    private static final Duration PACE = Duration.ofMinutes(10);

    private final Reconcile reconcile;
    private final ReconcileSettings settings;
    private final OrphanReport report;

    RegularReconciliation(Reconcile reconcile, ReconcileSettings settings, OrphanReport report) {
        this.reconcile = reconcile;
        this.settings = settings;
        this.report = report;
    }

    /** @throws BadSetting if a time is out of range */
    void begin(Rounds rounds) {
        if (settings.settle().isNegative()) {
            throw new BadSetting("holdfast.reconcile.settle", "must be 0s or more");
        }
        settings.every().ifPresent(pace -> every(pace, rounds));
    }

    private void every(Duration pace, Rounds rounds) {
        if (pace.compareTo(SHORTEST) < 0) {
            throw new BadSetting("holdfast.reconcile.every", "must be 1s or more");
        }
        Duration look = pace.compareTo(PACE) < 0 ? pace : PACE;
        rounds.every("reconcile", look, () -> all(pace));
    }

    private Uni<Void> all(Duration pace) {
        Reconcile.Wish wish =
                new Reconcile.Wish(settings.voidOrphans(), settings.settle(), false, Optional.of(pace), "reconcile");
        return Multi.createFrom()
                .iterable(reconcile.gateways())
                .onItem()
                .transformToUniAndConcatenate(gateway -> reconcile
                        .run(gateway, wish, report)
                        .invoke(run -> run.ifPresent(it -> LOG.info(OrphanReport.summary(it))))
                        .onFailure()
                        .invoke(failure -> LOG.warnf(
                                "the reconciliation of gateway %s stopped, and goes on later: %s",
                                gateway, failure.getMessage()))
                        .onFailure()
                        .recoverWithItem(Optional.empty()))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}

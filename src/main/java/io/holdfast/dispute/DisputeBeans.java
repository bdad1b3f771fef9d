package io.holdfast.dispute;

import io.holdfast.audit.AccessJournal;
import io.holdfast.gateway.Gateways;
import io.holdfast.secret.TokenSealer;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.DisputeStore;
import io.holdfast.store.ReconciliationStore;
import io.holdfast.time.OrderedIds;
import io.holdfast.time.Scheduling;
import io.holdfast.trace.Traces;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Hands the use cases, which know no framework, to the application. */
@ApplicationScoped
class DisputeBeans {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** With less of it a token that is to be traded is waited for no longer by the time that nobody can be using it any more, and is never traded. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

    @Produces
    @Singleton
    @Startup
    Disputes disputes(
            DisputeStore store,
            Gateways gateways,
            TokenSealer sealer,
            HoldSettings hold,
            TokenSettings token,
            Clock clock,
            Scheduling scheduling,
            DisputeMetrics metrics,
            OrphanReport orphans,
            AccessJournal accesses,
            Traces traces) {
        HoldPolicy policy = new HoldPolicy(
                positive("holdfast.hold.renew-before", hold.renewBefore()),
                positive("holdfast.hold.max-age", hold.maxAge()),
                positive("holdfast.token.refresh-after", token.refreshAfter()),
                patience(hold.patience()),
                positive("holdfast.hold.slow-pace", hold.slowPace()));
        return new Disputes(
                store,
                gateways,
                sealer,
                policy,
                clock,
                scheduling,
                Disputes.LONGEST_LINE,
                new OrderedIds(clock),
                (before, after) -> {
                    metrics.changed(before, after);
                    if (before.isEmpty()
                            || before.get().head().sequence() < after.head().sequence()) {
                        accesses.mark(after.id(), after.head());
                    }
                },
                orphans::forgotten,
                traces);
    }

    @Produces
    @Singleton
    Reconcile reconcile(Disputes disputes, ReconciliationStore books, AccessJournal accesses) {
        return disputes.reconcile(books, accesses);
    }

    @Produces
    @Singleton
    OpenDispute openDispute(Disputes disputes) {
        return disputes.openDispute();
    }

    @Produces
    @Singleton
    ReleaseHold releaseHold(Disputes disputes) {
        return disputes.releaseHold();
    }

    @Produces
    @Singleton
    ChargeHold chargeHold(Disputes disputes) {
        return disputes.chargeHold();
    }

    @Produces
    @Singleton
    RetryOperation retryOperation(Disputes disputes) {
        return disputes.retryOperation();
    }

    @Produces
    @Singleton
    HearNews hearNews(Disputes disputes) {
        return disputes.hearNews();
    }

    @Produces
    @Singleton
    DisputeWatch disputeWatch(Disputes disputes) {
        return disputes.watch();
    }

    @Produces
    @Singleton
    Runner runner(Disputes disputes) {
        return disputes.runner();
    }

    private static Duration patience(Duration value) {
        if (value.compareTo(LEAST_PATIENCE) < 0) {
            throw new BadSetting("holdfast.hold.patience", "must be at least 5s");
        }
        return value;
    }

    private static Duration positive(String property, Duration value) {
        if (value.compareTo(SHORTEST) < 0) {
            throw new BadSetting(property, "must be more than nothing");
        }
        return value;
    }
}

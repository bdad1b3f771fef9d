package io.holdfast.schedule;

import io.holdfast.audit.DailyHeads;
import io.holdfast.audit.Retention;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The timers of the audit: heads of the days that are over, and retention. Any number of replicas may run them. */
@Startup
@ApplicationScoped
class AuditRounds {

    private static final Logger LOG = Logger.getLogger(AuditRounds.class);

    private static final Duration HEADS_PACE = Duration.ofMinutes(10);

    private final Scheduler scheduler;
    private final ScheduleSettings settings;
    private final DailyHeads heads;
    private final Retention retention;

    AuditRounds(Scheduler scheduler, ScheduleSettings settings, DailyHeads heads, Retention retention) {
        this.scheduler = scheduler;
        this.settings = settings;
        this.heads = heads;
        this.retention = retention;
    }

    @PostConstruct
    void begin() {
        every("heads", HEADS_PACE, () -> heads.catchUp().replaceWithVoid());
        every("purge", settings.purge(), () -> retention.purge().replaceWithVoid());
    }

    private void every(String name, Duration pace, Supplier<Uni<Void>> round) {
        Rounds.checkPace(name, pace);
        scheduler
                .newJob("audit-" + name)
                .setInterval(pace.toMillis() + "ms")
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setAsyncTask(execution -> round.get()
                        .onFailure()
                        .invoke(failure -> LOG.warnf("the round %s stopped: %s", name, failure.getMessage()))
                        .onFailure()
                        .recoverWithNull())
                .schedule();
    }
}

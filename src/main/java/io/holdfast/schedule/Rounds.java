package io.holdfast.schedule;

import io.holdfast.dispute.Runner;
import io.holdfast.notify.Outbox;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.DisputeStore.Due;
import io.holdfast.store.SchemaAtStart;
import io.holdfast.webhook.Inbox;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The timers. Each takes what is due and hands it to the runner; any number of replicas may do so at once. */
@Startup(SchemaAtStart.PRIORITY + 100)
@ApplicationScoped
class Rounds {

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    /** Of one round's steps. */
    private static final int BATCH = 64;

    /** So that a backlog is worked off in one round, and a round still ends. */
    private static final int MOST_STEPS = 32;

    /** Of the gauges, which are read about as often. */
    private static final Duration BACKLOG_PACE = Duration.ofSeconds(15);

    private final Scheduler scheduler;
    private final ScheduleSettings settings;
    private final Runner runner;
    private final Inbox inbox;
    private final BacklogGauges backlog;
    private final Outbox outbox;

    Rounds(
            Scheduler scheduler,
            ScheduleSettings settings,
            Runner runner,
            Inbox inbox,
            BacklogGauges backlog,
            Outbox outbox) {
        this.scheduler = scheduler;
        this.settings = settings;
        this.runner = runner;
        this.inbox = inbox;
        this.backlog = backlog;
        this.outbox = outbox;
    }

    @PostConstruct
    void begin() {
        every("poll", settings.poll(), () -> take(Due.WORK).chain(inbox::takeUp));
        every("recover", settings.recover(), () -> take(Due.RECOVERY));
        every("renew", settings.renew(), () -> take(Due.RENEWAL));
        every("refresh", settings.refresh(), () -> take(Due.REFRESH));
        every("age", settings.age(), () -> take(Due.AGE).chain(inbox::forgetOld));
        every("relay", settings.relay(), outbox::relay);
        every("backlog", BACKLOG_PACE, () -> backlog.look().chain(outbox::look));
    }

    private void every(String name, Duration pace, Supplier<Uni<Void>> round) {
        if (pace.compareTo(Duration.ofMillis(100)) < 0) {
            throw new BadSetting("holdfast.schedule." + name, "must be 100ms or more");
        }
        scheduler
                .newJob(name)
                .setInterval(pace.toMillis() + "ms")
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setAsyncTask(execution -> round.get()
                        .onFailure()
                        .invoke(failure -> LOG.warnf("the round %s stopped: %s", name, failure.getMessage()))
                        .onFailure()
                        .recoverWithNull())
                .schedule();
    }

    private Uni<Void> take(Due due) {
        return take(due, MOST_STEPS);
    }

    private Uni<Void> take(Due due, int stepsLeft) {
        return runner.takeUp(due, BATCH)
                .chain(taken ->
                        taken < BATCH || stepsLeft == 0 ? Uni.createFrom().voidItem() : take(due, stepsLeft - 1));
    }
}

package io.holdfast.schedule;

import io.holdfast.audit.DailyHeads;
import io.holdfast.audit.Retention;
import io.holdfast.dispute.Runner;
import io.holdfast.notify.Outbox;
import io.holdfast.settings.BadSetting;
import io.holdfast.store.SchemaAtStart;
import io.holdfast.store.overview.OverviewCount;
import io.holdfast.time.Scheduling;
import io.holdfast.time.Steady;
import io.holdfast.webhook.Inbox;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Hands the timers, which know no framework, to the application, and sets them going. */
@ApplicationScoped
class RoundsBeans {

    /** Faster would be nothing but load. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /** What lies further away is as good as never, and a mistake. */
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Of the gauges, which are read about as often. */
    private static final Duration BACKLOG_PACE = Duration.ofSeconds(15);

    /** Of the supervisor's figures: each hour is counted once, some minutes after it is over. */
    private static final Duration OVERVIEW_PACE = Duration.ofMinutes(1);

    /** Of the daily heads: each is made once, an hour after its day is over. */
    private static final Duration HEADS_PACE = Duration.ofMinutes(10);

    @Produces
    @Singleton
    Rounds rounds(Scheduling scheduling, @Steady Clock clock, ScheduleSettings settings, Runner runner, Inbox inbox) {
        Rounds.Paces paces = new Rounds.Paces(
                checked("poll", settings.poll()),
                checked("recover", settings.recover()),
                checked("renew", settings.renew()),
                checked("refresh", settings.refresh()),
                checked("age", settings.age()));
        return new Rounds(scheduling, clock, paces, runner, inbox);
    }

    /** Not before the schema is right. */
    void begin(
            @Observes @Priority(SchemaAtStart.PRIORITY + 100) StartupEvent started,
            Rounds rounds,
            ScheduleSettings settings,
            BacklogGauges backlog,
            ClockWatch clocks,
            OverviewCount overview,
            Outbox outbox,
            DailyHeads heads,
            Retention retention,
            RegularReconciliation reconciliation) {
        if (!settings.on()) {
            return;
        }
        rounds.begin();
        reconciliation.begin(rounds);
        rounds.every("relay", checked("relay", settings.relay()), outbox::relay);
        rounds.every(
                "backlog",
                BACKLOG_PACE,
                () -> backlog.look().chain(clocks::look).chain(outbox::look));
        rounds.every("overview", OVERVIEW_PACE, overview::advance);
        rounds.every("heads", HEADS_PACE, () -> heads.catchUp().replaceWithVoid());
        rounds.every(
                "purge",
                checked("purge", settings.purge()),
                () -> retention.purge().replaceWithVoid());
    }

    /** Also when a start fails in the middle: nothing is left to be asked then. */
    void end(@Disposes Rounds rounds) {
        rounds.end();
    }

    private static Duration checked(String name, Duration pace) {
        if (pace.compareTo(SHORTEST) < 0 || pace.compareTo(LONGEST) > 0) {
            throw new BadSetting("holdfast.schedule." + name, "must be from 100ms to 30d");
        }
        return pace;
    }
}

package io.holdfast.schedule;

import io.holdfast.store.DatabaseClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Says when this replica's clock and the database's differ: docs/time.md tells what goes wrong then. */
@Singleton
class ClockWatch {

    private static final Logger LOG = Logger.getLogger(ClockWatch.class);

    /** Hosts that are kept in step differ by milliseconds. */
    static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final DatabaseClock database;
    private final Clock clock;
    private volatile Duration ahead = Duration.ZERO;

    ClockWatch(DatabaseClock database, Clock clock, MeterRegistry registry) {
        this.database = database;
        this.clock = clock;
        Gauge.builder(
                        "holdfast.clock.ahead",
                        this,
                        watch -> watch.ahead.toMillis()
                                / (double) Duration.ofSeconds(1).toMillis())
                .description("By how much this replica's clock is ahead of the database's; negative if it is behind")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    Uni<Void> look() {
        return Uni.createFrom().deferred(() -> {
            Instant before = clock.instant();
            return database.now()
                    .invoke(theirs -> saw(ahead(before, theirs, clock.instant())))
                    .replaceWithVoid();
        });
    }

    /** At least: however long the answer was under way, theirs was told between the two of ours. */
    static Duration ahead(Instant before, Instant theirs, Instant after) {
        if (theirs.isBefore(before)) {
            return Duration.between(theirs, before);
        }
        return theirs.isAfter(after) ? Duration.between(theirs, after) : Duration.ZERO;
    }

    /** One line when it begins, and one when it is over. */
    private void saw(Duration now) {
        boolean differed = differs(ahead);
        ahead = now;
        if (differs(now) && !differed) {
            LOG.warnf(
                    "This machine's clock is %d s %s the database's: set the clocks by NTP",
                    now.abs().toSeconds(), now.isNegative() ? "behind" : "ahead of");
        } else if (differed && !differs(now)) {
            LOG.info("This machine's clock agrees with the database's again");
        }
    }

    private static boolean differs(Duration ahead) {
        return ahead.abs().compareTo(TOLERANCE) > 0;
    }
}

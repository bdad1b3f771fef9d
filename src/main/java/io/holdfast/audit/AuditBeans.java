package io.holdfast.audit;

import io.holdfast.settings.BadSetting;
import io.holdfast.store.AccessStore;
import io.holdfast.store.DatabaseClock;
import io.holdfast.store.HeadStore;
import io.holdfast.time.OrderedIds;
import io.holdfast.time.Scheduling;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.TimeoutException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Hands the journal, which knows no framework, to the application, and has it written to the end when the process stops. */
@ApplicationScoped
class AuditBeans {

    private static final Logger LOG = Logger.getLogger(AuditBeans.class);

    private static final String RETENTION = "holdfast.retention";

    private static final Duration LAST_BATCHES = Duration.ofSeconds(3);

    @Produces
    @Singleton
    BatchedAccessJournal journal(AccessStore store, Clock clock, Scheduling scheduling, MeterRegistry metrics) {
        Counter dropped = metrics.counter("holdfast.audit.dropped");
        return new BatchedAccessJournal(
                store, clock, scheduling, new OrderedIds(clock), Host.name(), dropped::increment);
    }

    @Produces
    @Singleton
    DailyHeads heads(
            HeadStore store, AccessJournal journal, AuditSettings settings, Clock clock, DatabaseClock database) {
        Optional<HeadKey> key =
                settings.signingKeyset().filter(text -> !text.isBlank()).map(HeadKey::signing);
        settings.verifyingKeyset().filter(text -> !text.isBlank()).ifPresent(HeadKey::verifying);
        return new DailyHeads(store, journal, key, clock, database, Host.name());
    }

    @Produces
    @Singleton
    Retention retention(HeadStore store, AccessJournal journal, Clock clock, RetentionSettings settings) {
        Duration kept = settings.kept();
        if (kept.isNegative() || kept.isZero()) {
            throw new BadSetting(RETENTION, "must be more than nothing, such as 400d");
        }
        return new Retention(store, journal, clock, kept, Host.name());
    }

    void close(@Observes ShutdownEvent stopped, BatchedAccessJournal journal) {
        try {
            journal.flush().await().atMost(LAST_BATCHES);
        } catch (TimeoutException slow) {
            LOG.warn("The last entries of the access journal are lost: the database does not answer");
        } catch (RuntimeException failed) {
            LOG.warnf("The last entries of the access journal are lost: %s", failed.getMessage());
        }
    }
}

package io.holdfast.schedule;

import io.holdfast.dispute.Disputes;
import io.holdfast.notify.Outbox;
import io.holdfast.settings.BadSetting;
import io.holdfast.time.OpeningHours;
import io.holdfast.webhook.Inbox;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Ends this replica's work in good order when the process is told to stop: it is not ready any more and takes nothing new, what runs is finished, and what
 * waits is handed back. All that while the HTTP server still answers. A process that is not given the time loses nothing either, it only makes others wait
 * for its leases to end.
 */
@Startup
@ApplicationScoped
class ClosingTime {

    private static final Logger LOG = Logger.getLogger(ClosingTime.class);

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(2);

    /** For the database, beyond the time for the gateways. */
    private static final Duration LAST_COMMITS = Duration.ofSeconds(3);

    /** For what is being told to others; a receiver that hangs does not hold up the end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    /** For gateways' news that is in hand: it is used in milliseconds, or waits for a second. */
    private static final Duration LAST_NEWS = Duration.ofSeconds(2);

    private final OpeningHours hours;
    private final Rounds rounds;
    private final Inbox inbox;
    private final Disputes disputes;
    private final Outbox outbox;
    private final Duration timeout;
    private final Duration delay;

    /** @throws BadSetting if the time is out of range */
    ClosingTime(
            OpeningHours hours,
            Rounds rounds,
            Inbox inbox,
            Disputes disputes,
            Outbox outbox,
            ShutdownSettings settings) {
        this.hours = hours;
        this.rounds = rounds;
        this.inbox = inbox;
        this.disputes = disputes;
        this.outbox = outbox;
        this.timeout = settings.timeout();
        if (timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new BadSetting("holdfast.shutdown.timeout", "must be from 0s to 10m");
        }
        this.delay = settings.delay();
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new BadSetting("holdfast.shutdown.delay", "must be from 0s to 2m");
        }
    }

    void close(@Observes ShutdownDelayInitiatedEvent told) {
        hours.announceClosing();
        awaitTheBalancers();
        LOG.infof("Stopping: nothing new is taken on; what runs has %d ms", timeout.toMillis());
        hours.close();
        rounds.end();
        try {
            Uni.join()
                    .all(inbox.stop(LAST_NEWS), disputes.stop(timeout))
                    .andCollectFailures()
                    .chain(() -> outbox.stop(LAST_WORDS))
                    .await()
                    .atMost(timeout.plus(LAST_WORDS).plus(LAST_COMMITS));
        } catch (RuntimeException failed) {
            LOG.warnf("What runs is left to others: %s", failed.getMessage());
        }
    }

    /** They look now and then whether this replica is ready; what they send until they have seen is taken on as ever. */
    private void awaitTheBalancers() {
        if (delay.isZero()) {
            return;
        }
        LOG.infof("Stopping: not ready any more; calls are still taken for %d ms", delay.toMillis());
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}

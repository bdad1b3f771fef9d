package io.holdfast.dispute;

import io.holdfast.dispute.model.Dispute;
import io.holdfast.store.DisputeStore;
import io.holdfast.time.Scheduling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Leases of disputes that this replica was given and will not work on, on their way back to the store: others need not wait for them to end. While a line is
 * full there are hundreds a second, so what comes in one moment goes back in one statement.
 */
final class Returns {

    private static final Logger LOG = Logger.getLogger(Returns.class);

    private static final Duration A_MOMENT = Duration.ofMillis(20);

    /** While the database is away more come than go; those that find no room have to wait for their leases to end. */
    private static final int MOST_WAITING = 8_192;

    private static final int MOST_AT_ONCE = 512;

    private final DisputeStore store;
    private final Scheduling scheduling;
    private final BlockingQueue<Dispute> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    Returns(DisputeStore store, Scheduling scheduling) {
        this.store = store;
        this.scheduling = scheduling;
    }

    void add(Dispute dispute) {
        if (waiting.offer(dispute)) {
            schedule();
        }
    }

    /** What has not gone back yet, for whoever stops and cannot wait. */
    List<Dispute> takeAll() {
        List<Dispute> all = new ArrayList<>();
        waiting.drainTo(all);
        return all;
    }

    private void schedule() {
        if (!waiting.isEmpty() && isScheduled.compareAndSet(false, true)) {
            scheduling.after(A_MOMENT, this::giveBack);
        }
    }

    private void giveBack() {
        List<Dispute> some = new ArrayList<>();
        waiting.drainTo(some, MOST_AT_ONCE);
        if (some.isEmpty()) {
            goOn();
            return;
        }
        store.handBack(some, Conclusion.LEFT_TO_OTHERS)
                .onTermination()
                .invoke(this::goOn)
                .subscribe()
                .with(
                        count -> LOG.debugf("%d disputes left to others", count),
                        failure -> LOG.debugf(
                                "the leases of %d disputes have to end by themselves: %s", some.size(), failure));
    }

    private void goOn() {
        isScheduled.set(false);
        schedule();
    }
}

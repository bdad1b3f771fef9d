package io.holdfast.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * What waits to be written, in its order. Of what others can repeat at will one entry waits for all that are alike, and says how many there were; and it
 * has room of its own, so that no flood of refusals takes the room of what was answered.
 */
final class WaitingEntries {

    /** Entries that share room. */
    enum Share {
        /** What was answered, or done. */
        DONE(10_000),
        /** What the holder of a good credential was denied. */
        DENIED(1_000),
        /** What somebody without one was denied. */
        DENIED_TO_STRANGERS(1_000);

        /** The most that wait. */
        final int room;

        Share(int room) {
            this.room = room;
        }

        static Share of(AccessEntry entry) {
            if (!entry.kind().floods()) {
                return DONE;
            }
            return entry.actor().equals(AccessEntry.NOBODY) ? DENIED_TO_STRANGERS : DENIED;
        }
    }

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    /** Those of {@link #waiting} that others may still join. */
    private final Map<AccessEntry, Waiting> alike = new ConcurrentHashMap<>();

    private final Map<Share, Semaphore> room = new EnumMap<>(Share.class);

    WaitingEntries() {
        for (Share share : Share.values()) {
            room.put(share, new Semaphore(share.room));
        }
    }

    /** @return whether there was room for it */
    boolean add(AccessEntry entry, Instant at) {
        if (!entry.kind().floods()) {
            return admit(entry, at) != null;
        }
        return alike.compute(entry, (same, first) -> first == null ? admit(entry, at) : first.again(at)) != null;
    }

    private Waiting admit(AccessEntry entry, Instant at) {
        if (!room.get(Share.of(entry)).tryAcquire()) {
            return null;
        }
        Waiting admitted = new Waiting(entry, at);
        waiting.add(admitted);
        return admitted;
    }

    boolean contains(AccessEntry entry) {
        return waiting.stream().anyMatch(it -> it.entry == entry);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes the first ones, up to so many. */
    List<Told> take(int most) {
        List<Told> taken = new ArrayList<>();
        while (taken.size() < most) {
            Waiting next = waiting.poll();
            if (next == null) {
                break;
            }
            if (next.entry.kind().floods()) {
                // Nobody joins it after this, so its count stands.
                alike.remove(next.entry, next);
            }
            room.get(Share.of(next.entry)).release();
            taken.add(new Told(next.told(), next.at));
        }
        return taken;
    }

    /** Counts up only while it can be found among those alike, by one thread at a time. */
    private static final class Waiting {

        private final AccessEntry entry;
        private final Instant at;
        private Instant until;
        private int times = 1;

        Waiting(AccessEntry entry, Instant at) {
            this.entry = entry;
            this.at = at;
            this.until = at;
        }

        Waiting again(Instant later) {
            times++;
            until = later;
            return this;
        }

        AccessEntry told() {
            if (times == 1) {
                return entry;
            }
            Map<String, String> detail = new TreeMap<>(entry.detail());
            detail.put("times", Integer.toString(times));
            detail.put("until", until.toString());
            return new AccessEntry(
                    entry.kind(), entry.actor(), entry.source(), entry.outcome(), entry.disputes(), detail);
        }
    }
}
